"""What does a school that was asked see, and how does it answer?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import steps as actions
from freshstart.models.facts import stored_facts
from freshstart.models.protocols import protocol_of
from freshstart.outside import clocks
from freshstart.pages.forms import Room, StepForm
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import asked, today
from freshstart.process.facts import Facts
from freshstart.process.refusals import Incomplete

STEP = "answer_approach"


def request_for_place(request: HttpRequest, number: int) -> HttpResponse:
    """Show the least that is needed to offer a place, and take the answer."""
    user = signed_in(request)
    approach = asked(user, number)
    protocol = protocol_of(approach.case.protocol_id)
    facts = stored_facts(approach.case, today())
    nobody: Facts = facts.without_answers()
    room = Room(facts=nobody, people=(), staff=(), schools=(), defaults={})
    form = StepForm(protocol.asked(protocol.steps[STEP]), room, (), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take(
                case_id=approach.case_id,
                step=STEP,
                by=user,
                at=clocks.now(),
                values=form.values(),
                occurrence=str(approach.pk),
            )
        except Incomplete as missing:
            form.show(missing)
        else:
            messages.success(request, "Thank you. Your answer is with the school that asked.")
            return redirect("work")
    context = {"approach": approach, "shown": approach.shown, "form": form, "step": protocol.steps[STEP]}
    return page(request, "pages/request.jinja", context)
