"""Does each storey look only downwards?"""

import subprocess
import sys
from pathlib import Path


def test_every_storey_looks_only_downwards() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([script, "--no-cache", "--no-logo"], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
