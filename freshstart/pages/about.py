"""What can anybody read about the service, the law and the protocol?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from freshstart.models.protocols import ProtocolVersion, protocol_of
from freshstart.outside.books import editions
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


@login_not_required
def law(request: HttpRequest) -> HttpResponse:
    """Show every rule of the law editions and of the protocols in force, with its source."""
    versions = ProtocolVersion.objects.order_by("-in_force_from", "-id")
    context = {"editions": editions(), "protocols": [protocol_of(version.pk) for version in versions]}
    return page(request, "pages/law.jinja", context)
