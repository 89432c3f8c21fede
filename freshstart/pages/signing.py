"""How does one of the family read a paper, take time, and answer under exactly that text?"""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import doors
from freshstart.actions import signings as actions
from freshstart.models.papers import Paper, Signature
from freshstart.outside import clocks
from freshstart.outside.networks import network_of
from freshstart.pages.doors import how_code_comes
from freshstart.pages.visits import Visit, for_families, language_of, show, visit
from freshstart.process.papers import fingerprint
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.replies import PaperVersion
from freshstart.process.signings import has_time_to_think, may_sign_from, refused_for_good, waits_for
from freshstart.process.tongues import told
from freshstart.process.values import Values
from freshstart.process.vocabulary import Private, Reply

NAME = told("Write your name: it stands under the text.")
CODE = told("Type the code.")
OPEN_AGAIN = told("I take my answer back")
OTHERS_FIRST = told("Others answer first. We tell you when it is your turn.")


class SignForm(forms.Form):
    """An answer under exactly the text that was shown: a name, some words, and a fresh code."""

    read = forms.CharField(widget=forms.HiddenInput)
    view = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, here: Visit, *, wants_name: bool, wants_code: bool, **more: Any) -> None:
        super().__init__(**more)
        if wants_name:
            self.fields["name"] = forms.CharField(error_messages={"required": here.tongue.say(NAME)})
        if wants_code:
            self.fields["code"] = forms.CharField(
                max_length=20, error_messages={"required": here.tongue.say(CODE)}
            )


def _paper(here: Visit, number: int) -> tuple[Paper, PaperVersion]:
    row = next((one for one in here.papers() if one.pk == number), None)
    version = next((one for one in here.facts.papers if one.id == number), None)
    if row is None or version is None:
        raise Http404
    return row, version


def _read(row: Paper, here: Visit) -> tuple[Values, Values | None]:
    """Give the text as this person reads it, and the English that binds where that is another."""
    reading = row.readings.get(here.signer)
    if reading is None:
        return row.text, None
    is_other = reading["said"]["language"] != reading["english"]["language"]
    return reading["said"], reading["english"] if is_other else None


@for_families
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show a plan or an agreement as a page; a press on an answer leads to where it is said back."""
    here = visit(request)
    row, version = _paper(here, number)
    if actions.note_opened(
        party=here.row, by=None, paper_id=row.pk, at=clocks.now(), language=language_of(request)
    ):
        here = visit(request)  # it has reached them now, or reads otherwise
        row, version = _paper(here, number)
    text, english = _read(row, here)
    given = version.answer_of(here.signer)
    context = {
        "paper": row,
        "text": text,
        "english": english,
        "given": given,
        "fingerprint": fingerprint(version.digest_for(here.signer)),
        "points": [here.fill(one) for one in here.protocol.papers[row.paper].points],
        "choices": _choices(text, given, here),
        "waits_for": waits_for(here.protocol, here.facts, version, here.signer),
        "thinking": here.protocol.papers[row.paper].thinking,
        "somebody_said_no": not text["directed"] and refused_for_good(here.facts, version, clocks.now()),
        "undo": _fresh(row, here),
        "file": row.document_id if row.document_id and not here.party.hides else None,
    }
    return show(request, "pages/family/paper.jinja", here.frame() | context)


def _choices(text: Values, given: Any, here: Visit) -> list[dict[str, Any]]:
    say = here.tongue.say
    answers = [("yes", "yes", text["statement"]), ("no", "no", text["refusing"])]
    more = {
        "yes": "",
        "no": say(told("You need not say why")) if not text["directed"] else "",
        "talk": say(told("Somebody outside both schools rings you")),
        "open": say(told("As if you had not answered")),
        "pressed": say(told("Goes to somebody outside both schools. The schools do not see it")),
    }
    answers += [("talk", "talk", say(told("I want to talk first")))]
    answers += [("pressed", "press", say(told("I feel pressed")))]
    answers += [("open", "again", say(OPEN_AGAIN))] if given else []
    stands = str(given.reply) if given else ""
    return [
        {"value": value, "icon": icon, "text": words, "more": more[value], "sends": value in set(Reply)}
        for value, icon, words in answers
        if value != stands
    ]


def _fresh(row: Paper, here: Visit) -> bool:
    latest = Signature.objects.filter(paper=row, party=here.row, undone_at=None).order_by("-id").first()
    return latest is not None and actions.can_undo(latest, row, clocks.now())


@for_families
def confirm(request: HttpRequest, number: int, reply: str) -> HttpResponse:
    """Say an answer back, and take it with a name and a fresh code."""
    here = visit(request)
    row, version = _paper(here, number)
    if reply == "undo":
        return _undo(request, here, row)
    if reply == "time":
        return _shorten(request, here, row)
    if reply in set(Private):
        return _leave_open(request, here, row, Private(reply))
    if reply not in set(Reply):
        raise Http404
    given = version.answer_of(here.signer)
    if version.delivery_to(here.signer) is None or (reply == Reply.OPEN and given is None):
        return redirect("family_paper", row.pk)  # nothing was read yet, or there is nothing to take back
    return _sign(request, here, row, version, Reply(reply))


def _undo(request: HttpRequest, here: Visit, row: Paper) -> HttpResponse:
    if request.method == "POST":
        actions.undo(party=here.row, by=None, paper_id=row.pk, at=clocks.now())
    return redirect("family_paper", row.pk)


def _shorten(request: HttpRequest, here: Visit, row: Paper) -> HttpResponse:
    if request.method == "POST":
        actions.need_no_more_time(party=here.row, by=None, paper_id=row.pk, at=clocks.now())
    return redirect("family_sign", row.pk, "yes")


def _leave_open(request: HttpRequest, here: Visit, row: Paper, kind: Private) -> HttpResponse:
    """Take that somebody feels pressed or wants to talk; it goes to who listens and to nobody else."""
    context = here.frame() | {"paper": row, "kind": str(kind)}
    if request.method == "POST":
        words = request.POST.get("words", "")
        actions.leave_open(party=here.row, by=None, paper_id=row.pk, at=clocks.now(), kind=kind, words=words)
        return show(request, "pages/family/thanks.jinja", context)
    return show(request, "pages/family/private.jinja", context)


def _sign(request: HttpRequest, here: Visit, row: Paper, version: PaperVersion, reply: Reply) -> HttpResponse:
    text, _ = _read(row, here)
    wants_code = bool(here.row.code_by) or not settings.DEMONSTRATION
    form = SignForm(
        here,
        wants_name=reply is Reply.YES,
        wants_code=wants_code,
        data=request.POST if "read" in request.POST else None,
        initial={"read": version.digest_for(here.signer)},
    )
    is_press = request.method == "POST"
    early = _early(here, version, reply)
    problem = None if early else _in_the_way(here, version, reply, sends_code=wants_code and is_press)
    if is_press and not (form.is_bound or problem):
        return redirect("family_sign", row.pk, str(reply))  # the code is on its way; a reload sends no other
    if (
        form.is_bound
        and form.is_valid()
        and not (early or problem)
        and _signed(request, here, row, form, reply)
    ):
        return redirect("family_paper", row.pk)
    context = {
        "paper": row,
        "form": form,
        "reply": str(reply),
        "statement": {Reply.YES: text["statement"], Reply.NO: text["refusing"]}.get(
            reply, here.tongue.say(OPEN_AGAIN)
        ),
        "directed": text["directed"],
        "early": early,
        "problem": problem,
        "how": how_code_comes(here.opening, "act"),
        "unsent": wants_code and doors.waiting_code(here.opening, "act", clocks.now()) is None,
    }
    return show(request, "pages/family/sign.jinja", here.frame() | context)


def _early(here: Visit, version: PaperVersion, reply: Reply) -> dict[str, Any] | None:
    """Say until when there is time to think, where that is still so."""
    if reply is not Reply.YES or not has_time_to_think(here.protocol, here.facts, version, here.signer):
        return None
    ready = may_sign_from(here.protocol, here.facts, version, here.signer)
    came = version.delivery_to(here.signer)
    if ready is None or clocks.now() >= ready:
        return None
    return {"ready": ready, "can_shorten": came is not None and came.shortened_at is None}


def _in_the_way(here: Visit, version: PaperVersion, reply: Reply, *, sends_code: bool) -> NotNow | None:
    """Say what stands in the way before a code is asked for; at a press have it sent where nothing does.

    Whoever answers first is not named: one who waits may not know them.
    """
    try:
        if reply is Reply.YES:
            actions.check_hold(here.row, clocks.now())
            if waits_for(here.protocol, here.facts, version, here.signer):
                return NotNow(OTHERS_FIRST)
        if sends_code:
            doors.want_code(opening_id=here.opening.pk, by=None, at=clocks.now(), purpose="act")
    except NotNow as refusal:
        return refusal
    return None


def _signed(request: HttpRequest, here: Visit, row: Paper, form: SignForm, reply: Reply) -> bool:
    """Sign; a wrong code is said beside its field, and what was typed is still there."""
    data, now, code = form.cleaned_data, clocks.now(), None
    if "code" in form.fields:
        code = doors.try_code(opening_id=here.opening.pk, by=None, at=now, purpose="act", typed=data["code"])
        if code is None:
            form.add_error("code", here.tongue.say(doors.WRONG_CODE))
            return False
    try:
        actions.sign_by_link(
            party=here.row,
            by=None,
            paper_id=row.pk,
            at=now,
            read=data["read"],
            reply=reply,
            view=data["view"],
            name=data.get("name") or here.party.name,
            evidence=doors.evidence_of(here.opening, code, language=here.tongue.code),
            network=network_of(request),
        )
    except Incomplete as missing:
        for name, words in missing.errors.items():
            form.add_error(name if name in form.fields else None, here.tongue.say(words))
        return False
    return True
