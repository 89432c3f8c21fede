"""How does a text message leave the house?

Through a gateway that the installation names. GOV.UK Notify is the one that councils and schools have;
another one is another function in `GATEWAYS`. Without a gateway texts wait, and nobody says that they went.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from freshstart.outside.clocks import now

TIMEOUT = 10  # seconds
KEY_PARTS = 36  # characters of each of the two identifiers at the end of a key of GOV.UK Notify


def can_send() -> bool:
    """Tell whether this installation has a gateway."""
    return settings.TEXT_GATEWAY in GATEWAYS


def send(to: str, words: str, *, reference: str) -> None:
    """Send a text message. Refused (OSError) where the gateway does not take it: it is tried again."""
    GATEWAYS[settings.TEXT_GATEWAY](to, words, reference)


def _notify(to: str, words: str, reference: str) -> None:
    """Send by GOV.UK Notify, with a template of one personalised part, `body`."""
    key = settings.TEXT_KEY
    service, secret = key[-2 * KEY_PARTS - 1 : -KEY_PARTS - 1], key[-KEY_PARTS:]
    told = {
        "phone_number": to,
        "template_id": settings.TEXT_TEMPLATE,
        "personalisation": {"body": words},
        "reference": reference,
    }
    request = Request(  # noqa: S310
        f"{settings.TEXT_ADDRESS}/v2/notifications/sms",
        data=json.dumps(told).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {_token(service, secret)}"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return
    except HTTPError as refusal:
        raise OSError(f"The text gateway refused: {refusal.code}") from refusal


def _token(service: str, secret: str) -> str:
    """Make the JSON web token that Notify wants: signed with the secret, good for half a minute."""
    parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(now().timestamp())})
    said = b".".join(_encoded(json.dumps(part).encode()) for part in parts)
    return (said + b"." + _encoded(hmac.digest(secret.encode(), said, hashlib.sha256))).decode()


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


GATEWAYS: dict[str, Callable[[str, str, str], None]] = {"notify": _notify}
