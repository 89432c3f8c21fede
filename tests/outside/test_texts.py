"""How a text message leaves the house, and what happens when the gateway says no."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from freshstart.outside import texts

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"live_key-{SERVICE}-{SECRET}"


class Gateway(BaseHTTPRequestHandler):
    """Stand in for GOV.UK Notify."""

    seen: list[tuple[str, dict[str, Any], str]]
    answer = 201

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((self.path, body, self.headers["Authorization"]))
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Gateway]]:
    kind = type("Own", (Gateway,), {"seen": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TEXT_GATEWAY, settings.TEXT_KEY, settings.TEXT_TEMPLATE = "notify", KEY, "template"
    settings.TEXT_ADDRESS = f"http://127.0.0.1:{server.server_port}"
    yield kind
    server.shutdown()
    server.server_close()


def test_a_text_goes_to_the_gateway_with_a_token_that_is_signed_with_our_key(gateway: type[Gateway]) -> None:
    texts.send("07700 900 101", "Your code: 123456", reference="<1@freshstart.invalid>")
    ((path, body, token),) = gateway.seen
    assert path == "/v2/notifications/sms"
    assert (body["phone_number"], body["personalisation"]) == (
        "07700 900 101",
        {"body": "Your code: 123456"},
    )
    head, claims, signature = token.removeprefix("Bearer ").split(".")
    wanted = hmac.digest(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256)
    assert base64.urlsafe_b64decode(signature + "=") == wanted
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["iss"] == SERVICE


def test_a_gateway_that_refuses_is_tried_again_by_the_worker(gateway: type[Gateway]) -> None:
    gateway.answer = 429
    with pytest.raises(OSError, match="429"):
        texts.send("07700 900 101", "Your code", reference="1")


def test_without_a_gateway_texts_wait(settings: Any) -> None:
    settings.TEXT_GATEWAY = ""
    assert not texts.can_send()
