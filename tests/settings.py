"""How does the service differ while it is tested?"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="freshstart-")
os.environ["FRESHSTART_VAR"] = _folder.name
os.environ["FRESHSTART_DEBUG"] = "1"  # plain http, and static files straight from the source
os.environ["FRESHSTART_SECRET_KEY"] = "a key for tests that opens nothing else, of fifty characters and more"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, VAR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: the server under a browser reads it from another thread, locked as in real life.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "tests.sqlite3"}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of people sign in here
