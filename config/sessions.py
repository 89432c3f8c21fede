"""How long does a person stay signed in?"""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

LONGEST = 10 * 60 * 60  # seconds from signing in, however busy
REFRESHED_EVERY = 60  # seconds: one write a minute and not one a page, for at most a minute less of idling


def bounded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep a session alive while it is used, and end it ten hours after it began."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.setdefault("began_at", now) >= LONGEST:
                logout(request)
            elif now - request.session.get("seen_at", 0) >= REFRESHED_EVERY:
                request.session["seen_at"] = now
        return get_response(request)

    return middleware
