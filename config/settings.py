"""How is this installation set up?

Everything that may differ between installations is an environment variable beginning with FRESHSTART_.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from config.databases import postgresql, sqlite
from config.keys import secret_key
from freshstart.outside.translations import LANGUAGES as SPOKEN

BASE_DIR = Path(__file__).resolve().parent.parent


def switched_on(name: str) -> bool:
    """Say whether the variable is set to 1."""
    return os.environ.get(name) == "1"


# What this installation is -------------------------------------------------------------------------------

DEBUG = switched_on("FRESHSTART_DEBUG")
DEMONSTRATION = switched_on("FRESHSTART_DEMONSTRATION")
LOCAL = DEBUG or DEMONSTRATION  # on somebody's own machine: plain http, and nobody else's data

# All that an installation keeps. A demonstration keeps apart: made-up children and real ones never meet.
VAR = Path(
    os.environ.get("FRESHSTART_VAR", BASE_DIR / "var" / ("demonstration" if DEMONSTRATION else "service"))
)
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = os.environ.get("FRESHSTART_SECRET_KEY") or secret_key(VAR / "secret-key")
SITE = os.environ.get(
    "FRESHSTART_SITE", "http://localhost:8000"
)  # as people type it; links in letters begin so
HOST = urlsplit(SITE).hostname or ""
ALLOWED_HOSTS = [HOST, "127.0.0.1"] if LOCAL else [HOST]
TRUSTED_PROXIES = os.environ.get("FRESHSTART_PROXIES", "127.0.0.1,::1").split(",")

DATABASE = os.environ.get("FRESHSTART_DATABASE")
DATABASES = {"default": postgresql(DATABASE) if DATABASE else sqlite(VAR / "freshstart.sqlite3")}

# What it is made of --------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "freshstart",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sessions.bounded",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "freshstart.pages.rendering.Doorkeeper",
]

ROOT_URLCONF = "config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "freshstart" / "templates"],
        "OPTIONS": {
            "environment": "config.jinja.environment",
            "context_processors": ["freshstart.pages.rendering.frame"],
        },
    },
    {  # only for the short messages and e-mails of allauth
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

# Staff read English. A family's page says itself in which of the other languages it is read.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), *((code, one.english) for code, one in SPOKEN.items() if code != "en")]
LOCALE_PATHS = [BASE_DIR / "freshstart" / "locale"]
LANG_INFO["so"] = {"bidi": False, "code": "so", "name": "Somali", "name_local": SPOKEN["so"].name}
UNTRANSLATED_STOPS = DEBUG  # then a text without words in the reader's language is an error
TIME_ZONE = "Europe/London"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Signing in ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "freshstart.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["config.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "freshstart.pages.sign_in.Accounts"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the council or the school enters addresses, never their owner
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_SESSION_REMEMBER = False  # many screens in schools are shared
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,10/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Fresh Start"

# Locked by name and address together: a stranger elsewhere cannot lock a head out, and a school behind one
# address is not shut out by one forgetful colleague. The limits above hold whoever guesses from many places.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "email"
AXES_LOCKOUT_TEMPLATE = "errors/locked.jinja"
AXES_DISABLE_ACCESS_LOG = True  # the history records who signed in
AXES_ENABLE_ADMIN = False

# Sessions and cookies ------------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 15 * 60  # seconds without a sign of life; config.sessions.bounded keeps it going
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"

# What a browser may do with our pages ----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The hash is that of the line with which the page template marks that scripts run.
        "script-src": [SELF, "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "config.urls.forged"
# Nobody else learns our addresses. With "no-referrer" browsers would not say either that a form is our own.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL

# Text messages, and the keys that seal agreements -----------------------------------------------------------

TEXT_GATEWAY = os.environ.get("FRESHSTART_TEXT_GATEWAY", "")  # "notify" is GOV.UK Notify; without, texts wait
TEXT_KEY = os.environ.get("FRESHSTART_TEXT_KEY", "")
TEXT_TEMPLATE = os.environ.get("FRESHSTART_TEXT_TEMPLATE", "")
TEXT_ADDRESS = os.environ.get("FRESHSTART_TEXT_ADDRESS", "https://api.notifications.service.gov.uk")
SEAL_KEYS = Path(os.environ.get("FRESHSTART_SEAL_KEYS", VAR / "seal"))

# Mail ------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if LOCAL else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"  # where the demonstration puts what it would have sent
EMAIL_HOST = os.environ.get("FRESHSTART_MAIL_HOST", "localhost")
EMAIL_HOST_USER = os.environ.get("FRESHSTART_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("FRESHSTART_MAIL_PASSWORD", "")
EMAIL_PORT = 587
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("FRESHSTART_MAIL_FROM", f"fresh-start@{HOST}")
