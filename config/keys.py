"""Which secret does this installation sign its cookies and links with?"""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret_key(path: Path) -> str:
    """Return the key kept in the file, making the file, readable by its owner alone, on the first call.

    Several processes may start at once: the first wins, and the file appears under its name only when whole.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()
