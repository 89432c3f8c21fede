"""What would a family hear in what somebody is typing?"""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST

from freshstart.outside.tongues import tones
from freshstart.pages.rendering import signed_in
from freshstart.pages.scopes import opened
from freshstart.process.hearings import heard_by, readers_of, tones_for

MOST = 20_000  # characters of one answer


@require_POST
def wording(request: HttpRequest, reference: str, question: str) -> HttpResponse:
    """Say what is heard in a text, for the page on which it is being typed; nothing is kept."""
    case = opened(signed_in(request), reference)
    asked, text = case.protocol.questions.get(question), request.POST.get("text", "")
    readers = readers_of(case.protocol, asked) if asked else None
    if readers is None or len(text) > MOST:
        return HttpResponseBadRequest()
    found = heard_by(readers, text, tones_for(case.protocol, tones()))
    return render(request, "parts/heard.jinja", {"found": found})
