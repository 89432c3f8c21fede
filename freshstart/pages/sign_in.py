"""How do people with an account sign in?"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Let nobody make an account for themselves: schools and councils enter their people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up."""
        return False


class SettingUp(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app. Its first code is the second step of this session too."""

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return answer
