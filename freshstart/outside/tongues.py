"""Which words frighten, blame or mislead a family, as the lists in `protocols/words/` have them?"""

import tomllib
from functools import cache

from freshstart.outside.books import FOLDER
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.tones import Tone, read_tones

WORDS = FOLDER / "words"


@cache
def tones() -> tuple[Tone, ...]:
    """Read every list. Refuses with every problem (ProtocolInvalid)."""
    files = {}
    for path in sorted(WORDS.glob("*.toml")):
        try:
            files[path.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ProtocolInvalid((f"{WORDS.name}/{path.name}: {error}",)) from error
    return read_tones(files)
