"""What do page templates have at hand?

Our own templates are strict: a name that is not there is an error. GOV.UK's parts lean on names that are not
there, so they live in an environment of their own, and come in as `govukButton` and the like.
"""

import datetime as dt
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.translation import get_language, get_language_bidi
from jinja2 import BaseLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from config import languages
from freshstart.outside.translations import LANGUAGES
from freshstart.pages.fields import error_list, form_part

# GOV.UK's own header and footer are not here: they bear the crown and the crest.
GOVUK = (
    "back-link", "breadcrumbs", "button", "checkboxes", "date-input", "details", "error-message",
    "error-summary", "fieldset", "file-upload", "hint", "input", "inset-text", "label", "notification-banner",
    "pagination", "radios", "select", "skip-link", "summary-list", "table", "tag", "textarea", "warning-text",
)  # fmt: skip


def environment(*, loader: BaseLoader, auto_reload: bool, **_others: object) -> Environment:
    """Return the environment of our templates: strict, escaping, with all that they may use."""
    ours = Environment(
        loader=loader,
        auto_reload=auto_reload,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ours.template_class = languages.Page
    ours.policies["ext.i18n.trimmed"] = True
    ours.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension has put it there
    parts = govuk_parts()
    ours.globals |= parts | {
        "_": languages.said,
        "error_list": error_list,
        "form_part": form_part,
        "get_language": get_language,
        "get_language_bidi": get_language_bidi,
        "get_messages": get_messages,
        "gettext": languages.said,
        "govuk": parts,
        "ngettext": languages.counted,
        "static": static,
        "url": url,
        "way": way,
    }
    filters = (date, day, day_short, plural, tel, time)
    ours.filters |= {each.__name__: each for each in filters}
    return ours


def govuk_parts() -> dict[str, Any]:
    """Return GOV.UK's macros by name: `govukButton` is that of `button`."""
    package = "govuk_frontend_jinja"
    theirs = Environment(loader=PrefixLoader({package: PackageLoader(package)}), autoescape=True)
    names = {part: "govuk" + part.title().replace("-", "") for part in GOVUK}
    return {
        name: getattr(theirs.get_template(f"{package}/components/{part}/macro.html").module, name)
        for part, name in names.items()
    }


def way(language: str) -> str:
    """Give the direction of words whose language may not be that of the page."""
    return LANGUAGES[language].direction if language in LANGUAGES else "ltr"


def url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def date(when: dt.date) -> str:
    """Write a day as "30 November", and in the language of the page."""
    return languages.dated(_here(when), "date") or dated(_here(when), "j F")


def day(when: dt.date) -> str:
    """Write a day as "Monday 30 November", and in the language of the page."""
    return languages.dated(_here(when), "day") or dated(_here(when), "l j F")


def day_short(when: dt.date) -> str:
    """Write a day for a table, as "Mon 30 Nov", and in the language of the page."""
    return languages.dated(_here(when), "short") or dated(_here(when), "D j M")


def time(when: dt.datetime) -> str:
    """Write the time of an instant, in England, as "8:40"."""
    return dated(_here(when), "G:i")


def _here(when: dt.date) -> dt.date:
    return timezone.localtime(when) if isinstance(when, dt.datetime) else when


def plural(count: int, one: str, many: str = "") -> str:
    """Write a number with its noun: "1 step", "3 steps", "2 children"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def tel(number: str) -> str:
    """Return the address that rings a telephone number."""
    return "tel:" + number.replace(" ", "")
