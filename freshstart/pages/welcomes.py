"""How does a school write for a child who is about to come, and where does the family read it?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from freshstart.actions import welcomes as actions
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.models.welcomes import PERSON, PLAN, Picture, Welcome, schools_of
from freshstart.outside import clocks, pictures
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.visits import Visit, for_families, show, visit
from freshstart.process.facts import Facts
from freshstart.process.findings import first_day
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.welcomes import TEXTS, for_child, is_of, is_open

# What a school is asked, with a hint at what a child wants to know.
ASKED = {
    "day": ("The school day", "When it starts, when the breaks are, when it ends"),
    "meals": ("Meals", "Where to eat, what one may bring, how to pay, free meals"),
    "uniform": ("Uniform", "What is worn, where it can be had second-hand, who helps with the cost"),
    "travel": ("The way in", "Buses, where bicycles stand, which door is for pupils"),
    "clubs": ("Clubs", "Before school, at lunch and after school"),
    "help": ("When it gets hard", "A quiet place, somebody to go to, what needs no permission"),
    "options": ("Options and exams", "What can be chosen and when, which exams, how to catch up"),
    "ring": ("Whom to ring", "Who answers questions, when, on which number"),
}
SHOWS = ((PERSON, "A person who works here"), (PLAN, "The plan of the school"))
LONG_SIDES = {PERSON: 640}  # pixels; a face is shown small, and many of them on one telephone
TABS = (("Words", "welcome_words"), ("Pictures", "welcome_pictures"))


class WordsForm(forms.Form):
    """What a school tells every child who comes."""

    def __init__(self, said: dict[str, str], **more: Any) -> None:
        super().__init__(initial=said, **more)
        for name in TEXTS:
            label, hint = ASKED[name]
            words = forms.Textarea(attrs={"rows": 4})
            self.fields[name] = forms.CharField(label=label, help_text=hint, required=False, widget=words)


class PictureForm(forms.Form):
    """A picture to put up, with what those hear who cannot see it."""

    kind = forms.ChoiceField(
        label="What does it show?",
        choices=SHOWS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the picture shows."},
    )
    file = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, at most 10 MB",
        error_messages={"required": "Choose the picture.", "empty": "There is nothing in this file."},
    )
    name = forms.CharField(
        label="Name", required=False, help_text="Of the person, or of the part of the school that is drawn"
    )
    role = forms.CharField(
        label="What this person does",
        required=False,
        help_text="As a child would say it, for example “Runs the quiet room”",
    )


# For staff --------------------------------------------------------------------------------------------------


def index(request: HttpRequest) -> HttpResponse:
    """Lead to the words of one's own school, or let somebody of several choose."""
    schools = list(schools_of(signed_in(request)))
    if not schools:
        raise NotYours(
            "You do not write for a school.",
            next_step="Its headteacher, pastoral lead, SENCO, key adults and attendance officer do.",
        )
    if len(schools) == 1:
        return redirect("welcome_words", schools[0].pk)
    return page(request, "pages/welcomes.jinja", {"schools": schools})


def _school(user: User, number: int) -> Organisation:
    return get_object_or_404(schools_of(user), pk=number)


def words(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a school tells children who come, and keep it as it is changed."""
    user = signed_in(request)
    school = _school(user, number)
    welcome = Welcome.objects.visible_to(user).filter(organisation=school).first()
    form = WordsForm(welcome.said if welcome else {}, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(by=user, at=clocks.now(), organisation=school, said=form.cleaned_data)
        except Incomplete as wrong:
            _show(form, wrong)
        else:
            messages.success(request, "Kept. Families of children who come to you read it from now on.")
            return redirect("welcome_words", school.pk)
    context = _about(school, "welcome_words") | {"form": form}
    return page(request, "pages/welcome_words.jinja", context)


def _about(school: Organisation, here: str) -> dict[str, Any]:
    links = [
        {"text": text, "href": reverse(name, args=[school.pk]), "current": name == here}
        for text, name in TABS
    ]
    return {"school": school, "sections": {"label": "What children read", "links": links}}


def _show(form: forms.Form, wrong: Incomplete) -> None:
    for name, words in wrong.errors.items():
        form.add_error(name, words)


def hung(request: HttpRequest, number: int) -> HttpResponse:
    """Show the pictures of a school, and put up one more."""
    user = signed_in(request)
    school = _school(user, number)
    form = PictureForm(data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _put_up(user, school, form.cleaned_data)
        except Incomplete as wrong:
            _show(form, wrong)
        except (pictures.BadPicture, NotNow) as refused:
            form.add_error("file", f"{refused.what} {refused.next_step}")
        else:
            messages.success(request, "The picture is up.")
            return redirect("welcome_pictures", school.pk)
    shown = Picture.objects.visible_to(user).filter(organisation=school).defer("data")
    context = _about(school, "welcome_pictures") | {"form": form, "pictures": list(shown)}
    return page(request, "pages/welcome_pictures.jinja", context)


def _put_up(user: User, school: Organisation, given: Mapping[str, Any]) -> None:
    data = given["file"].read(pictures.MOST_BYTES + 1)
    drawn = pictures.drawn_anew(data, long_side=LONG_SIDES.get(given["kind"], pictures.LONG_SIDE))
    actions.add_picture(
        by=user,
        at=clocks.now(),
        organisation=school,
        kind=given["kind"],
        name=given["name"],
        role=given["role"],
        drawn=drawn,
    )


def picture(request: HttpRequest, number: int) -> HttpResponse:
    """Give a picture of one's own school."""
    return _sent(get_object_or_404(Picture.objects.visible_to(request.user), pk=number))


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a picture down."""
    user = signed_in(request)
    row = get_object_or_404(Picture.objects.visible_to(user).select_related("organisation"), pk=number)
    actions.remove_picture(by=user, at=clocks.now(), picture=row)
    messages.success(request, f"The picture of {row.name} is down, and nothing of it is kept.")
    return redirect("welcome_pictures", row.organisation_id)


def _sent(row: Picture) -> HttpResponse:
    """Answer with a picture. Its file name says nothing, and nobody on the way keeps it."""
    return HttpResponse(
        bytes(row.data),
        content_type=pictures.TYPE,
        headers={
            "Content-Disposition": f'inline; filename="picture-{row.pk}.webp"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )


# For the family ---------------------------------------------------------------------------------------------


@for_families
def new_school(request: HttpRequest) -> HttpResponse:
    """Show the family the new school: who is there, what the first days are, how things are done there."""
    here = _coming(request)
    welcome = Welcome.objects.shown_on(case=here.case).first()
    context = here.frame() | {
        "place": here.seen.host,
        "first_day": first_day(here.seen),
        "own": for_child(here.protocol, here.seen, here.party),
        "said": welcome.said if welcome else {},
        **_seen(list(Picture.objects.shown_on(case=here.case).defer("data")), here.seen),
    }
    return show(request, "pages/family/welcome.jinja", context)


@for_families
def family_picture(request: HttpRequest, number: int) -> HttpResponse:
    """Give the family a picture of the new school."""
    here = _coming(request)
    return _sent(get_object_or_404(Picture.objects.shown_on(case=here.case), pk=number))


def _coming(request: HttpRequest) -> Visit:
    """Find who came by a link; not found where the new school is not theirs to read of."""
    here = visit(request)
    if not is_open(here.facts, here.party):
        raise Http404
    return here


def _seen(shown: list[Picture], facts: Facts) -> dict[str, Any]:
    """Part the pictures: the plan, the key adult, and everybody else."""
    adult = facts.named("key_adult")
    people = [one for one in shown if not one.is_plan]
    theirs = [one for one in people if adult is not None and is_of(one.name, adult.name)]
    return {
        "adult": adult,
        "portrait": theirs[0] if theirs else None,
        "people": [one for one in people if one not in theirs[:1]],
        "plans": [one for one in shown if one.is_plan],
    }
