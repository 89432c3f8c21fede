"""Does the command say what a protocol and the law say about a case, without a database?"""

import json
import os
import re
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from freshstart.outside.books import FOLDER

HOW_TO = FOLDER.parent / "docs" / "how-to"
EXAMPLES = HOW_TO / "examples"
WORRY = EXAMPLES / "a-worry.toml"
EXPECTED = tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text(encoding="utf-8"))


def said(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("assess", file, *options, stdout=out)
    return out.getvalue()


def report(file: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(file, "--json", *options))
    return found


def keyed(one: dict[str, Any]) -> str:
    return f"{one['step']}:{one['occasion']}" if one["occasion"] else str(one["step"])


# The examples ---------------------------------------------------------------------------------------------


def test_every_example_has_its_verdicts_and_is_told_of() -> None:
    names = {path.stem for path in EXAMPLES.glob("*.toml")}
    assert names == EXPECTED.keys()
    page = (HOW_TO / "try-a-case.md").read_text(encoding="utf-8")
    for name, row in EXPECTED.items():
        assert f"(examples/{name}.toml) | `{row['protocol']}` |" in page


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_judged_as_it_should_be(name: str) -> None:
    wanted = EXPECTED[name]
    found = report(EXAMPLES / f"{name}.toml", "--protocol", wanted["protocol"])
    steps = {keyed(one): one for one in found["steps"]}
    stopped = {
        key: [one["rule"] for one in step["stops"]]
        for key, step in steps.items()
        if step["state"] == "stopped"
    }
    warned = {
        key: [one["rule"] for one in step["warnings"]]
        for key, step in steps.items()
        if step["warnings"] and key in wanted["warned"]
    }
    owed = [f"{one['on']} {one['owner']} {one['id']}" for one in found["due"]]
    waiting = [f"{one['paper']}: {one['name']}" for one in found["papers"] if not one["answer"]]
    asked = [f"{one['question']}: {one['person']}" for one in found["family"] if not one["answer"]]
    assert (found["law"]["id"], found["case"]["status"]) == (wanted["law"], wanted["status"])
    assert [key for key in wanted["open"] if steps[key]["state"] != "open"] == []
    assert [one["ending"] for one in steps.values() if one["ending"] and one["state"] == "open"] == wanted[
        "endings"
    ]
    assert (stopped, warned) == (wanted["stopped"], wanted["warned"])
    assert (owed, waiting, asked) == (wanted["due"], wanted["to_sign"], wanted["asked"])


def test_the_example_of_the_page_is_right_for_every_protocol_of_today(tmp_path: Path) -> None:
    block = re.findall(
        r"```toml\n(.*?)```", (HOW_TO / "try-a-case.md").read_text(encoding="utf-8"), re.DOTALL
    )[0]
    file = tmp_path / "case.toml"
    file.write_text(block, encoding="utf-8")
    for protocol in ("inaura", "default", "southwark", "manchester", "leicestershire", "advice"):
        assert report(file, "--protocol", protocol, "--on=2026-11-24")["case"]["status"] == "Family told"


# The answer -----------------------------------------------------------------------------------------------

KEYS = {
    "": "protocol on as law case steps family papers due facts assumed unwritten",
    "steps": "step occasion about name who state ending stops warnings waits_for missing",
    "family": "question text person answer",
    "papers": "paper signer name answer",
    "due": "id occasion what step owner on near school_days source stopped_by",
}


def test_the_keys_are_those_of_the_page() -> None:
    page = (HOW_TO / "try-a-case.md").read_text(encoding="utf-8")
    found = report(EXAMPLES / "a-direction-running.toml", "--protocol=southwark", "--fact=ehc_plan")
    for name, keys in KEYS.items():
        assert list(found[name][0] if name else found) == keys.split()
    for name, keys in KEYS.items():
        row = re.search(rf"^\| .*`{name or 'assumed'}`.*$", page, re.MULTILINE)
        assert row is not None
        assert not [key for key in keys.split() if f"`{key}`" not in (row.group() if name else page)]
    assert found["facts"] == {"ehc_plan": {"is": "no", "since": ""}}


def test_in_words_it_says_what_is_open_and_why_not() -> None:
    text = said(WORRY, "--protocol", "southwark")
    assert text.startswith("Southwark, 2026-11-24\nLaw: England, from 26 July 2026 (england_2026_07_26)\n")
    assert "  tell_family: Send the head’s letter to the parents [home_head]\n    warn: You said" in text
    assert "Try that first, or write why a fresh start is better all the same." in text
    assert "Taken as usual" in text
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_day_of_the_command_goes_before_that_of_the_file() -> None:
    assert report(WORRY, "--protocol=southwark", "--on=2026-11-26")["on"] == "2026-11-26"


def test_a_role_reads_only_what_is_for_it() -> None:
    found = report(WORRY, "--protocol=southwark", "--as=home_head")
    assert {one["step"] for one in found["steps"] if one["state"] == "open"} == {
        "alert_council",
        "appoint_facilitator",
        "tell_family",
        "close_not_taken_further",
    }
    assert "Asked of the family" not in said(WORRY, "--protocol=southwark", "--as=home_head")


def test_every_step_can_be_listed_with_what_it_waits_for() -> None:
    text = said(WORRY, "--protocol=southwark", "--all")
    assert "  done: open_case\n" in text
    assert "  later: talk_options: waits for done.tell_family\n" in text


def test_a_fact_of_one_occasion_is_asked_with_it() -> None:
    found = report(EXAMPLES / "the-last-review.toml", "--protocol=southwark", "--fact=review_held:d8")
    assert found["facts"] == {"review_held:d8": {"is": "yes", "since": "2027-01-21"}}


def test_a_protocol_that_is_over_says_so_and_a_folder_will_do() -> None:
    text = said(EXAMPLES / "an-older-case.toml", "--protocol", str(FOLDER / "southwark_2023"))
    assert "This protocol is not in force on that day" in text


# What cannot be answered ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--protocol=southwerk",), "There is no protocol “southwerk”. Is it “southwark”"),
        (("--protocol=southwark", "--as=home_hed"), "There is no role “home_hed”. Is it “home_head”"),
        (("--protocol=southwark", "--fact=ehc_plann"), "There is no fact “ehc_plann”. Is it “ehc_plan”"),
        (("--protocol=southwark", "--fact=review_held"), "“review_held” is about one occasion."),
        (("--protocol=southwark", "--on=24.11.2026"), "“24.11.2026” is no day. Write it as 2026-11-24."),
    ],
)
def test_a_name_that_is_not_known_is_refused_with_the_nearest(options: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=re.escape(words)):
        said(WORRY, *options)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("done = [", "cannot be read"),
        ('done = ["open_cas"]', "done.open_cas: there is no “open_cas” here. Is it “open_case”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "case.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        said(file, "--protocol=southwark")
    with pytest.raises(CommandError, match="cannot be opened"):
        said(tmp_path / "none.toml", "--protocol=southwark")


def test_a_protocol_with_faults_is_mended_first(tmp_path: Path) -> None:
    text = (FOLDER / "default" / "protocol.toml").read_text(encoding="utf-8")
    faulty = '[[gate]]\nid = "x"\non = ["tell_famly"]\nfact = "year_11"\nwhen = ["yes"]\neffect = "warn"\n'
    (tmp_path / "protocol.toml").write_text(f'{text}\n{faulty}why = "x"\nway_on = "x"\nsource = "x"\n')
    with pytest.raises(CommandError, match=r"Mend the protocol first(.|\n)*tell_famly"):
        said(WORRY, "--protocol", str(tmp_path))


def test_no_database_is_needed_nor_made(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "assess", str(WORRY), "--protocol=southwark", "--json"]
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "FRESHSTART_VAR": str(tmp_path),
    }
    ran = subprocess.run(
        command, cwd=FOLDER.parent, env=surroundings, capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout)["protocol"]["id"] == "southwark"
    assert not list(tmp_path.glob("*.sqlite3"))
