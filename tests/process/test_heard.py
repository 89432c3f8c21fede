"""How much of what frightens, blames or misleads is heard, and how often is a kind sentence disturbed?

The sentences were written apart from the lists, by somebody who did not see them.
"""

import tomllib
from pathlib import Path
from typing import Any

from freshstart.outside.tongues import tones
from freshstart.process.tones import heard

SENTENCES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("heard.toml").read_text(encoding="utf-8")
)["sentence"]


def is_heard(sentence: dict[str, Any]) -> bool:
    about = sentence.get("about", "")
    return bool(heard(sentence["text"], tones(), audience=sentence["audience"], about=about))


def test_enough_sentences_of_both_kinds_were_written() -> None:
    kind = [one for one in SENTENCES if one["kind"] == "kind"]
    assert len(SENTENCES) >= 150
    assert 0.45 <= len(kind) / len(SENTENCES) <= 0.55


def test_how_much_is_heard_and_how_often_kind_words_are_disturbed() -> None:
    """Measure precision, how much of what is heard should be, and recall, how much of what should be is."""
    right = sum(is_heard(one) for one in SENTENCES if one["kind"] != "kind")
    wrong = sum(is_heard(one) for one in SENTENCES if one["kind"] == "kind")
    unkind = sum(one["kind"] != "kind" for one in SENTENCES)
    precision, recall = right / (right + wrong), right / unkind
    print(f"precision {precision:.2f}, recall {recall:.2f} over {len(SENTENCES)} sentences")
    assert precision >= 0.75
    assert recall >= 0.35
