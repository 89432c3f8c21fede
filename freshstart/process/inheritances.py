"""How do the files of a protocol, and those of the protocol it extends, become one text?

Lists are merged by `id`: what is new is added (behind the entry named by `after`, else at the end), what has
the id of an inherited entry replaces it whole, and `[[remove]]` takes an entry out with a reason. What the
extended protocol marks as fixed can neither be replaced nor go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid

Entry: TypeAlias = dict[str, Any]
OWN = {"remove", "difference"}  # lists that belong to one protocol and are not handed down
OWN_KEYS = {"extends", "today", "about", "in_force_until"}
B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Whole:
    """The content of several files put together, and in which file each entry of each list stands."""

    content: dict[str, Any]
    files: dict[tuple[str, str], str] = field(default_factory=dict)

    def place(self, name: str, entry: str) -> str:
        """Name the file an entry stands in; nothing where it is not known."""
        return self.files.get((name, entry), "")


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value) and bool(value)


def put_together(files: Mapping[str, Mapping[str, Any]]) -> Whole:
    """Put the files of one folder together; a list may stand in several of them."""
    whole = Whole({})
    for name, content in files.items():
        for key, value in content.items():
            whole.files.setdefault((key, ""), name)
            if not _is_list(value):
                whole.content[key] = value
                continue
            whole.content.setdefault(key, []).extend(value)
            whole.files.update({(key, str(one.get("id"))): name for one in value})
    return whole


def inherited(parent: Whole, child: Whole) -> Whole:
    """Give a protocol with everything of the one it extends. Refused with every problem (ProtocolInvalid)."""
    problems: list[str] = []
    base = {key: value for key, value in parent.content.items() if key not in OWN | OWN_KEYS}
    found = Whole({**base, **child.content}, {**parent.files, **child.files})
    found.content["words"] = {**base.get("words", {}), **child.content.get("words", {})}
    for key, entries in base.items():
        if _is_list(entries):
            gone = [one for one in child.content.get("remove", []) if one.get("list") == key]
            problems += _check_gone(child, key, entries, gone)
            left = [one for one in entries if one["id"] not in {one.get("id") for one in gone}]
            found.content[key], more = _merged(child, key, left)
            problems += more
    for key, entries in child.content.items():
        if key not in base and _is_list(entries) and key not in OWN:
            found.content[key], more = _merged(child, key, [])
            problems += more
    if problems:
        raise ProtocolInvalid(tuple(problems))
    return found


def _check_gone(child: Whole, key: str, entries: Sequence[Entry], gone: Sequence[Entry]) -> list[str]:
    known = {one["id"]: one for one in entries}
    problems = []
    for one in gone:
        place = f"{child.place('remove', str(one.get('id')))}: [[remove]] {one.get('id')}"
        if one.get("id") not in known:
            problems.append(
                f"{place}, id: no {key} of this name is inherited. {_nearest(one.get('id'), known)}"
            )
        elif known[one["id"]].get("fixed"):
            problems.append(f"{place}, id: this {key} is fixed for every protocol. Leave it in.")
    return problems


def _merged(child: Whole, key: str, base: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """Lay a protocol's own entries over inherited ones, and give what is wrong with them."""
    entries, problems = list(base), []
    for new in child.content.get(key, []):
        own = {name: value for name, value in new.items() if name != "after"}
        ids = [one.get("id") for one in entries]
        place = f"{child.place(key, str(new.get('id')))}: [[{key}]] {new.get('id')}"
        if new.get("id") in ids:
            at = ids.index(new["id"])
            if entries[at] not in base:
                problems.append(f"{place}, id: this id stands here twice. Give one of the two another name.")
            elif entries[at].get("fixed"):
                problems.append(f"{place}, id: this {key} is fixed for every protocol. Take it out.")
            elif entries[at] == own:
                problems.append(f"{place}, id: this is what is inherited already. Take it out.")
            entries[at] = own
        elif "after" in new and new["after"] not in ids:
            problems.append(
                f"{place}, after: there is no {key} “{new['after']}”. {_nearest(new['after'], ids)}"
            )
        else:
            entries.insert(ids.index(new["after"]) + 1 if "after" in new else len(ids), own)
    return entries, problems


def _nearest(name: object, known: Any) -> str:
    close = get_close_matches(str(name), [str(one) for one in known], n=1)
    return f"Is it “{close[0]}”?" if close else "Correct the name."


# Reading --------------------------------------------------------------------------------------------------


def read_as(model: type[B], whole: Whole) -> B:
    """Read what was put together as one book; refuse with every problem at once (ProtocolInvalid)."""
    try:
        return model.model_validate(whole.content)
    except ValidationError as error:
        raise ProtocolInvalid(tuple(_problem(model, whole, one) for one in error.errors())) from error


def read_protocol(whole: Whole) -> Protocol:
    """Read a protocol; refuse with every problem at once (ProtocolInvalid)."""
    return read_as(Protocol, whole)


def _problem(model: type[BaseModel], whole: Whole, error: Any) -> str:
    """Say one problem with its file, its entry, its key and the remedy."""
    path = list(error["loc"])
    key = str(path[0]) if path else ""
    if len(path) > 1 and isinstance(path[1], int):
        entry = whole.content[key][path[1]]
        name = str(entry.get("id", f"number {path[1] + 1}"))
        where = f"{whole.place(key, str(entry.get('id')))}: [[{key}]] {name}"
        path = path[2:]
    else:
        where = whole.place(key, "") or next(iter(whole.files.values()), "")
    return f"{where}, {'.'.join(map(str, path)) or key}: {_remedy(model, key, path, error)}"


def _remedy(model: type[BaseModel], key: str, path: Sequence[object], error: Any) -> str:
    match error["type"]:
        case "missing":
            return "this is missing. Add it."
        case "extra_forbidden":
            known = _keys(model, key)
            return f"there is no such key. {_nearest(path[-1] if path else key, known)}"
        case "literal_error" | "enum":
            return f"“{error['input']}” cannot stand here. It is {error['ctx']['expected']}."
        case _:
            return f"{error['msg']}."


def _keys(model: type[BaseModel], key: str) -> Sequence[str]:
    """Give the keys that an entry of a list may have, or the book itself."""
    given = model.model_fields.get(key)
    inner = getattr(given.annotation, "__args__", ()) if given else ()
    entry = inner[0] if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel) else model
    return list(entry.model_fields)
