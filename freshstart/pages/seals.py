"""How does anybody check years later that a sealed paper is what was signed?"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from freshstart.outside import seals, verifier
from freshstart.pages.rendering import page


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """Publish the certificates of every key that has sealed here, and the verifier."""
    return page(request, "pages/seals.jinja", {"keys": seals.published(settings.SEAL_KEYS)})


@login_not_required
def certificate(_request: HttpRequest, key: str) -> HttpResponse:
    """Give the certificate of one key."""
    found = next((one for one in seals.published(settings.SEAL_KEYS) if one.key_id == key), None)
    if found is None:
        raise Http404
    return _file(found.certificate.encode(), "application/x-pem-file", f"seal-{key}.pem")


@login_not_required
def program(_request: HttpRequest) -> HttpResponse:
    """Give the program that checks a sealed paper without us."""
    return _file(Path(verifier.__file__).read_bytes(), "text/x-python", "verifier.py")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
