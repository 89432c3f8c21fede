"""How does the service differ while it is tested?"""

import os
import tempfile
from pathlib import Path

os.environ["FRESHSTART_DEBUG"] = "1"  # plain http, and static files straight from the source
os.environ["FRESHSTART_SECRET_KEY"] = "a key for tests that opens nothing else, of fifty characters and more"

from config.settings import *  # noqa: F403
from config.settings import DATABASES

_folder = tempfile.TemporaryDirectory(prefix="freshstart-")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: the browser's server reads it from another thread, locked as in real life.
    DATABASES["default"]["TEST"] = {"NAME": Path(_folder.name) / "tests.sqlite3"}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of people sign in here
