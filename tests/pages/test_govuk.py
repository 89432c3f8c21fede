import json
from pathlib import Path

import pytest

from config.jinja import GOVUK, govuk_parts
from tests.pages.reading import parts

EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parent / "fixtures" / "govuk-frontend-6.3.0.jsonl").read_text().splitlines()
]
MACROS = govuk_parts()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['part']}: {example['name']}")
def test_a_part_is_made_just_as_gov_uk_makes_it(example: dict[str, str]) -> None:
    macro = "govuk" + example["part"].title().replace("-", "")
    assert parts(MACROS[macro](example["options"])) == parts(example["html"])


def test_every_part_at_hand_has_an_example() -> None:
    assert {example["part"] for example in EXAMPLES} == set(GOVUK)


def test_neither_crown_nor_crest_is_at_hand() -> None:
    assert "govukHeader" not in MACROS
    assert "govukFooter" not in MACROS
