import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

pytestmark = pytest.mark.django_db


def test_an_address_that_leads_nowhere_says_so_kindly(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "We have no such page for you" in answer.content.decode()


def test_a_form_sent_from_elsewhere_is_refused() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        reverse("account_login"), {"login": "head@kestrel.example"}
    )
    assert answer.status_code == 403
    assert "Only some people can open this page" in answer.content.decode()


def test_what_breaks_on_our_side_says_what_was_saved(rf: RequestFactory) -> None:
    answer = get_resolver().resolve_error_handler(500)(rf.get("/"))
    assert answer.status_code == 500
    assert "all that was saved before is safe" in answer.content.decode()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_tells_the_browser_to_be_careful(client: Client, header: str, value: str) -> None:
    assert client.get(reverse("account_login")).headers[header] == value


def test_a_page_may_load_nothing_but_our_own(client: Client) -> None:
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
