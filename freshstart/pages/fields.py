"""Which GOV.UK part shows a form's field, and what is in it?

What was typed is shown again as it was typed, right or wrong. What is wrong is said in the form's own words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

NOTHING: Mapping[str, str] = {}


class DayMonthYear(forms.Widget):
    """Three boxes, for a date that people know by heart."""

    parts = ("day", "month", "year")

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: object, name: str
    ) -> tuple[str, ...] | None:
        typed = tuple(data.get(f"{name}-{part}", "").strip() for part in self.parts)
        return typed if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return self.value_from_datadict(data, files, name) is None

    def format_value(self, value: date | tuple[str, ...] | None) -> tuple[str, ...]:
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")


class DateField(forms.DateField):
    """A date in three boxes."""

    widget = DayMonthYear
    input_formats = ("%Y-%m-%d",)

    def to_python(self, value: tuple[str, ...] | str | date | None) -> date | None:
        return super().to_python("-".join(reversed(value)) if isinstance(value, tuple) else value)


@dataclass(frozen=True, slots=True)
class Part:
    """One of GOV.UK's macros, and what to call it with."""

    macro: str
    params: dict[str, Any]


def form_part(
    bound: BoundField,
    *,
    reveal: Mapping[str, str] = NOTHING,
    hints: Mapping[str, str] = NOTHING,
    heading: bool = False,
) -> Part:
    """Choose the part for a field. With `heading` its label is the title of the page."""
    widget = bound.field.widget
    macro, build = next((macro, build) for kind, macro, build in PARTS if isinstance(widget, kind))
    params = _common(bound, "l" if heading else "s", heading) | build(bound)
    if reveal:
        params["classes"] = ""  # what a choice brings to light stands beneath it
    for item in params.get("items", ()):
        item["conditional"] = item.get("value") in reveal and {"html": reveal[item["value"]]}
        item["hint"] = item.get("value") in hints and {"text": hints[item["value"]]}
    return Part(macro, params)


def error_list(form: BaseForm) -> list[dict[str, str]]:
    """List what is wrong with a form, each with the address of the field to put it right in."""
    whole = [{"text": str(words)} for words in form.non_field_errors()]
    hidden = [{"text": _wrong(bound)} for bound in form.hidden_fields() if bound.errors]
    seen = [
        {"text": _wrong(bound), "href": f"#{_first_id(bound)}"}
        for bound in form.visible_fields()
        if bound.errors
    ]
    return whole + hidden + seen


def _wrong(bound: BoundField) -> str:
    return " ".join(map(str, bound.errors))


def _common(bound: BoundField, size: str, heading: bool) -> dict[str, Any]:
    label = {"text": bound.label, "isPageHeading": heading}
    hint = "html" if isinstance(bound.help_text, SafeString) else "text"
    return {
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "namePrefix": bound.html_name,
        "label": label | {"classes": f"govuk-label--{size}"},
        "fieldset": {"legend": label | {"classes": f"govuk-fieldset__legend--{size}"}},
        "hint": bound.help_text and {hint: bound.help_text},
        "errorMessage": bound.errors and {"text": _wrong(bound)},
        "disabled": bound.field.disabled,
    }


def _one_box(bound: BoundField) -> dict[str, Any]:
    item = {"value": "on", "text": bound.label, "checked": bool(bound.value())}
    return {"items": [item], "fieldset": None}


def _choices(bound: BoundField) -> dict[str, Any]:
    items = [item for item in _options(bound)["items"] if item["value"]]
    brief = len(items) <= 4 and all(len(str(item["text"])) <= 16 for item in items)
    many = isinstance(bound.field.widget, forms.CheckboxSelectMultiple) and len(items) > 6
    return {
        "items": items,
        "classes": "govuk-radios--inline" if brief else "govuk-checkboxes--small" if many else "",
    }


def _options(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    items = (("" if value is None else str(value), text) for value, text in widget.choices)
    return {
        "items": [
            {"value": value, "text": text, "checked": value in chosen, "selected": value in chosen}
            for value, text in items
        ]
    }


def _three_boxes(bound: BoundField) -> dict[str, Any]:
    names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    wrong = " govuk-input--error" if bound.errors else ""
    typed = zip(names, bound.field.widget.format_value(bound.value()), strict=True)
    return {
        "items": [
            {
                "name": part,
                "label": names[part],
                "value": value,
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
            }
            for part, value in typed
        ]
    }


def _words(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    return {"value": bound.value() or "", "rows": widget.attrs["rows"]}


def _file(_bound: BoundField) -> dict[str, Any]:
    return {}


def _line(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    shown = widget.get_context(bound.html_name, bound.value(), {})["widget"]
    number = shown["type"] == "number"  # such a box drops what was typed wrongly, and turns with the wheel
    return {
        "type": "text" if number else shown["type"],
        "inputmode": "numeric" if number else widget.attrs.get("inputmode"),
        "value": shown["value"],
        "autocomplete": widget.attrs.get("autocomplete"),
        "classes": widget.attrs.get("class"),
    }


def _first_id(bound: BoundField) -> str:
    first = f"-{DayMonthYear.parts[0]}" if isinstance(bound.field.widget, DayMonthYear) else ""
    return f"{bound.auto_id}{first}"


# The first that fits is taken, so that the kinds of a kind come before it.
PARTS: tuple[tuple[type[forms.Widget], str, Callable[[BoundField], dict[str, Any]]], ...] = (
    (forms.CheckboxInput, "govukCheckboxes", _one_box),
    (forms.CheckboxSelectMultiple, "govukCheckboxes", _choices),
    (forms.RadioSelect, "govukRadios", _choices),
    (forms.Select, "govukSelect", _options),
    (forms.Textarea, "govukTextarea", _words),
    (forms.FileInput, "govukFileUpload", _file),
    (Input, "govukInput", _line),
    (DayMonthYear, "govukDateInput", _three_boxes),
)
