"""What can anybody read about the service?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from freshstart.pages.rendering import page


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to get help."""
    return page(request, "pages/help.jinja", {})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how far everyone can use the service."""
    return page(request, "pages/accessibility.jinja", {})


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept and who reads it."""
    return page(request, "pages/privacy.jinja", {})
