"""How does a running case come under another protocol, and what would change?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import protocols as actions
from freshstart.models.protocols import ProtocolUse, ProtocolVersion, newest_of_each, protocol_of
from freshstart.outside import clocks
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.process.comparisons import stands_in_the_way, steps_that_change
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete, NotNow


class ChangeForm(forms.Form):
    """To which protocol a case goes over, and why."""

    why = forms.CharField(
        label="Why does this case go on by that protocol?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why this case goes on by another protocol."},
    )


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what would change for a case, and move it over by a recorded decision."""
    user, case = signed_in(request), opened(signed_in(request), reference)
    case.must(Permission.CASE_CORRECT)
    others = _others(case)
    wanted = request.POST.get("to") or request.GET.get("to")
    chosen = next((one for one in others if str(one.pk) == wanted), others[0] if others else None)
    form = ChangeForm(data=request.POST or None)
    if request.method == "POST" and chosen and form.is_valid():
        try:
            actions.change_protocol(
                case_id=case.case.pk, by=user, at=clocks.now(), to=chosen, why=form.cleaned_data["why"]
            )
        except (Incomplete, NotNow) as refused:
            form.add_error(None, f"{refused.what} {refused.next_step}")
        else:
            messages.success(request, f"This case goes on by {chosen.name}.")
            return redirect("case", reference)
    return page(request, "pages/changing.jinja", _context(case, others, chosen, form))


def _others(case: Opened) -> list[ProtocolVersion]:
    """List what is in force in the area today, without what the case has."""
    today = clocks.day_of(clocks.now())
    uses = ProtocolUse.objects.filter(council=case.case.council_id).exclude(protocol=case.case.protocol_id)
    return newest_of_each(uses.filter(from_on__lte=today).order_by("-from_on", "-id"))


def _context(
    case: Opened, others: list[ProtocolVersion], chosen: ProtocolVersion | None, form: ChangeForm
) -> dict[str, object]:
    found: dict[str, object] = {"case": case.case, "facts": case.facts, "form": form}
    found |= {"versions": others, "version": chosen, "protocol": case.protocol}
    if chosen:
        other = protocol_of(chosen.pk)
        come, go = steps_that_change(case.protocol, other, case.law, case.facts)
        found |= {"come": come, "go": go, "problem": stands_in_the_way(case.protocol, other, case.facts)}
    return found
