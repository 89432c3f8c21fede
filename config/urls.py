"""Where does everything live, and what is said where nothing lives?"""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults

from freshstart.pages.sign_in import SettingUp

urlpatterns = [
    path("account/2fa/totp/activate/", SettingUp.as_view(), name="mfa_activate_totp"),
    path("account/", include("allauth.urls")),
    path("", include("freshstart.pages.urls")),
]

handler400 = partial(defaults.bad_request, template_name="errors/400.jinja")
handler403 = partial(defaults.permission_denied, template_name="errors/403.jinja")
handler404 = partial(defaults.page_not_found, template_name="errors/404.jinja")
handler500 = partial(defaults.server_error, template_name="errors/500.jinja")


def forged(request: HttpRequest, reason: str) -> HttpResponse:
    """Refuse a form that was not sent from a page of ours, or from one that was open for too long."""
    return handler403(request, PermissionDenied(reason))
