from pathlib import Path

import pytest
from allauth.account import urls as account_urls
from allauth.account.views import EmailVerificationSentView
from allauth.mfa import urls as mfa_urls
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from freshstart.models.people import User
from tests.pages.reading import tags, words

PASSWORD = "correct horse battery staple"
NEVER_SHOWN = {
    "account_signup",  # nobody makes an account for themselves, so it answers with signup_closed
    "account_confirm_login_code",  # nobody signs in by a code alone, so it leads back to signing in
    "mfa_download_recovery_codes",  # a text file
}


def patterns(entries: list[URLPattern | URLResolver]) -> list[URLPattern]:
    """Return every address of some URLs, however deep."""
    flat = []
    for entry in entries:
        flat += patterns(entry.url_patterns) if isinstance(entry, URLResolver) else [entry]
    return flat


PAGES = [
    pattern
    for pattern in patterns([*account_urls.urlpatterns, *mfa_urls.urlpatterns])
    if pattern.name not in NEVER_SHOWN
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_an_account_has_our_face(page: URLPattern) -> None:
    template = getattr(page.callback, "view_class", EmailVerificationSentView).template_name
    assert template.endswith(".jinja")
    assert (Path(settings.BASE_DIR) / "freshstart/templates" / template).is_file()


@pytest.fixture
def user(db: None) -> User:
    """Make an account that signs in with a password alone, and has asked for nothing yet."""
    cache.clear()
    return User.objects.create_user("leila@harrowmere.example", "Leila Haddad", PASSWORD)


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    """Sign in, and give the password once more, as what opens the second step asks for."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def title(client: Client, name: str, *args: object) -> str:
    """Return the title of a page, having made sure that it is one of ours."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.get("Location")
    page = answer.content.decode()
    assert "fs-header" in page
    assert len(tags(page, "h1")) == 1
    return words(page[page.index("<main") :])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "args", "begins"),
    [
        ("account_login", (), "Sign in Email Password I have forgotten my password Sign in Your school"),
        ("account_inactive", (), "This account is closed"),
        ("account_signup", (), "Accounts are made for you"),
        ("account_reset_password", (), "Choose a new password Tell us the address"),
        ("account_reset_password_done", (), "Look into your e-mail If that address has an account"),
        ("account_reset_password_from_key_done", (), "Your new password works Sign in"),
        ("account_reset_password_from_key", ("a", "b-c"), "This link no longer works"),
        ("account_email_verification_sent", (), "Look into your e-mail We have sent you a link"),
        ("account_confirm_email", ("x",), "Is this your e-mail address? This link has been used"),
    ],
)
def test_pages_before_signing_in(client: Client, name: str, args: tuple[str, ...], begins: str) -> None:
    assert title(client, name, *args).startswith(begins)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("account_logout", "Sign out What you have saved stays saved. Sign out"),
        ("account_reauthenticate", "Is it still you? What comes next needs your password again."),
        ("account_email", "Your e-mail address You sign in with it"),
        ("account_change_password", "Change your password"),
        ("mfa_index", "Your second step"),
        ("mfa_activate_totp", "Set up your authenticator app"),
    ],
)
def test_pages_of_somebody_signed_in(signed_in: Client, name: str, begins: str) -> None:
    assert title(signed_in, name).startswith(begins)


def test_somebody_without_a_password_may_choose_one(client: Client, user: User) -> None:
    user.set_unusable_password()
    user.save()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    assert title(client, "account_set_password").startswith("Choose a password")


def test_the_key_of_an_authenticator_app_is_drawn_within_the_page(signed_in: Client) -> None:
    page = signed_in.get(reverse("mfa_activate_totp")).content.decode()
    assert "data:" not in page  # the policy lets no picture in from there
    assert "<?xml" not in page
    assert "The same key as a picture" in page


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("mfa_index", "Your second step A password can be seen or guessed."),
        ("mfa_deactivate_totp", "Remove your authenticator app"),
        ("mfa_view_recovery_codes", "Your recovery codes Each works once"),
        ("mfa_generate_recovery_codes", "Make new recovery codes The old ones stop working at once."),
    ],
)
def test_pages_of_the_second_step(signed_in: Client, user: User, name: str, begins: str) -> None:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    assert title(signed_in, name).startswith(begins)


def test_whoever_has_a_second_step_is_asked_for_it(client: Client, user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert title(client, "mfa_authenticate").startswith("Your second step Enter the six figures")


def test_a_wrong_password_is_said_at_the_top_and_the_password_is_not_sent_back(
    client: Client, user: User
) -> None:
    page = client.post(
        reverse("account_login"), {"login": user.email, "password": "a wrong guess"}
    ).content.decode()
    assert "There is a problem" in words(page)
    assert "a wrong guess" not in page
    assert user.email in page
