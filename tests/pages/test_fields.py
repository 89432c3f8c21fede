from collections.abc import Callable
from datetime import date

import pytest
from django import forms

from freshstart.pages.fields import DateField, DayMonthYear, error_list, form_part
from tests.pages.reading import ids, tags, words

Shown = Callable[..., str]


class NewCase(forms.Form):
    name = forms.CharField(
        label="Full name",
        help_text="As in the register of the school",
        error_messages={"required": "Enter the child’s name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail", error_messages={"invalid": "Enter an address, such as name@school.uk"}
    )
    year = forms.IntegerField(label="Year group", error_messages={"invalid": "Enter the year as a number"})
    starts_on = DateField(label="First day", error_messages={"invalid": "The first day must be a real date"})
    told = forms.ChoiceField(
        label="Has the family been told?",
        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the family has been told"},
    )
    reason = forms.CharField(label="Why not?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    help = forms.MultipleChoiceField(
        label="What helps?",
        choices=[("quiet", "A quiet place"), ("adult", "A key adult")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    school = forms.ChoiceField(label="School", choices=[("", "Choose a school"), ("kestrel", "Kestrel Park")])
    plan = forms.FileField(label="The plan", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    spoken = forms.BooleanField(label="I have spoken with Hamza")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "Kestrel Park has not answered yet.")
        if self.cleaned_data.get("told") == "no" and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why the family has not been told")


TYPED = {
    "name": "",
    "email": "Zoë <z>",
    "year": "eight",
    "starts_on-day": "31",
    "starts_on-month": "2",
    "starts_on-year": "2026",
    "told": "no",
    "reason": "",
    "help": ["adult"],
    "school": "kestrel",
    "password": "a long secret of mine",
    "version": "4",
}
PAGE = """{% from "parts/forms.jinja" import error_summary, fields -%}
{{ error_summary(form) }}{{ fields(form) }}"""
ONE = """{% from "parts/forms.jinja" import field %}{{ field(bound, **options) }}"""


@pytest.fixture
def sent(shown: Shown) -> str:
    """Show the form after it was sent with mistakes."""
    return shown(PAGE, form=NewCase(TYPED))


def box(html: str, name: str) -> dict[str, str | None]:
    (found,) = (each for each in tags(html, "input") if each.get("name") == name)
    return found


def test_what_was_typed_is_still_there(sent: str) -> None:
    assert box(sent, "email")["value"] == "Zoë <z>"
    assert box(sent, "year")["value"] == "eight"
    assert [box(sent, f"starts_on-{part}")["value"] for part in DayMonthYear.parts] == ["31", "2", "2026"]
    chosen = [
        each["value"]
        for each in tags(sent, "input") + tags(sent, "option")
        if {"checked", "selected"} & each.keys()
    ]
    assert chosen == ["no", "adult", "kestrel"]
    assert box(sent, "version")["value"] == "4"


def test_a_password_is_never_sent_back(sent: str) -> None:
    assert "a long secret of mine" not in sent


def test_the_summary_says_each_mistake_in_the_forms_own_words_and_leads_to_its_field(sent: str) -> None:
    assert [each["text"] for each in error_list(NewCase(TYPED))] == [
        "Kestrel Park has not answered yet.",
        "Enter the child’s name",
        "Enter an address, such as name@school.uk",
        "Enter the year as a number",
        "The first day must be a real date",
        "Say why the family has not been told",
        "This field is required.",
    ]
    links = [link["href"] for link in tags(sent, "a")]
    assert "#id_starts_on-day" in links
    assert {str(link).removeprefix("#") for link in links} <= set(ids(sent))


def test_a_mistake_is_also_said_beside_its_field_and_read_with_it(sent: str) -> None:
    assert words(sent).count("Enter the child’s name") == 2
    assert box(sent, "name")["aria-describedby"] == "id_name-hint id_name-error"


def test_no_id_stands_twice_on_a_page(sent: str) -> None:
    assert len(ids(sent)) == len(set(ids(sent)))


def test_a_form_without_mistakes_has_no_summary(shown: Shown) -> None:
    assert "There is a problem" not in shown(PAGE, form=NewCase())


def test_nothing_is_chosen_beforehand(shown: Shown) -> None:
    page = shown(PAGE, form=NewCase())
    assert not [each for each in tags(page, "input") if "checked" in each]


def test_a_date_that_is_known_fills_its_three_boxes(shown: Shown) -> None:
    form = NewCase(initial={"starts_on": date(2026, 11, 30)})
    page = shown(PAGE, form=form)
    assert [box(page, f"starts_on-{part}")["value"] for part in DayMonthYear.parts] == ["30", "11", "2026"]


DATES = [
    (("30", "11", "2026"), date(2026, 11, 30), ""),
    (("1", "2", "2026"), date(2026, 2, 1), ""),
    (("", "", ""), None, "This field is required."),
    (("31", "2", "2026"), None, "Enter a valid date."),
    (("30", "", "2026"), None, "Enter a valid date."),
    (("30", "11", "26"), None, "Enter a valid date."),
    (("x", "11", "2026"), None, "Enter a valid date."),
]


@pytest.mark.parametrize(("typed", "day", "mistake"), DATES)
def test_a_date_is_three_numbers_that_are_a_real_day(
    typed: tuple[str, str, str], day: date | None, mistake: str
) -> None:
    class Form(forms.Form):
        on = DateField()

    form = Form({f"on-{part}": each for part, each in zip(DayMonthYear.parts, typed, strict=True)})
    assert form.is_valid() == (day is not None)
    assert form.cleaned_data.get("on") == day
    assert " ".join(map(str, form["on"].errors)) == mistake


def test_a_choice_brings_its_reason_to_light(shown: Shown) -> None:
    source = """{% from "parts/forms.jinja" import field %}
        {{ field(form["told"], reveal={"no": field(form["reason"])}, hints={"not_known": "Ask them"}) }}"""
    page = shown(source, form=NewCase())
    assert page.index('value="no"') < page.index('id="id_reason"') < page.index('value="not_known"')
    assert words(page) == "Has the family been told? Yes No Why not? Not known Ask them"


def test_a_question_that_is_the_whole_page_is_its_title(shown: Shown) -> None:
    page = shown(ONE, bound=NewCase()["told"], options={"heading": True})
    assert tags(page, "h1")
    assert tags(page, "legend")[0]["class"] == "govuk-fieldset__legend govuk-fieldset__legend--l"


def test_a_field_says_what_the_browser_may_fill_in(shown: Shown) -> None:
    assert box(shown(ONE, bound=NewCase()["name"], options={}), "name")["autocomplete"] == "name"


def test_a_number_is_typed_and_not_turned_by_a_wheel(shown: Shown) -> None:
    year = box(shown(ONE, bound=NewCase()["year"], options={}), "year")
    assert (year["type"], year["inputmode"]) == ("text", "numeric")


def test_what_somebody_typed_is_never_taken_for_markup(shown: Shown) -> None:
    page = shown(PAGE, form=NewCase({"reason": "</textarea><script>", "told": "no", "email": '"><b>'}))
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_widget_no_part_fits_is_a_mistake_of_ours() -> None:
    class Form(forms.Form):
        odd = forms.CharField(widget=forms.Widget)

    with pytest.raises(StopIteration):
        form_part(Form()["odd"])
