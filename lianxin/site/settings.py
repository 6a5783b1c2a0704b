"""Settings. Everything that an operator may set is an environment variable that begins with LIANXIN_."""

import base64
import os
import shlex
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lianxin.base import crypto
from lianxin.site.database import database

HERE = Path(__file__).resolve().parent
HOME = crypto.home()


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def _choice(name: str, *choices: str) -> str:
    given = os.environ.get(name, choices[0])
    if given not in choices:
        raise SystemExit(f"{name} 应是 {'、'.join(choices)} 中的一个，现在是 {given}")
    return given


SECRET_KEY = base64.b64encode(crypto.keys()["session"]).decode()
DEBUG = False
# The address that people open; a https address makes cookies Secure and __Host-.
BASE_URL = os.environ.get("LIANXIN_BASE_URL", "http://127.0.0.1:8000")
HTTPS = BASE_URL.startswith("https://")
# Names under which the server is reached besides that address.
_HOSTS = os.environ.get("LIANXIN_HOSTS", "127.0.0.1,localhost,[::1],testserver")
ALLOWED_HOSTS = [*_HOSTS.split(","), urlsplit(BASE_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_q",
    "ninja",
    "lianxin.calendar",
    "lianxin.territory",
    "lianxin.history",
    "lianxin.people",
    "lianxin.access",
    "lianxin.files",
    "lianxin.notices",
    "lianxin.matters",
    "lianxin.kinds.request",
    "lianxin.kinds.whistle",
    "lianxin.diary",
    "lianxin.reports",
    "lianxin.desk",
    "lianxin.api",
    "lianxin.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lianxin.desk.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lianxin.desk.middleware.Limits",
    "lianxin.desk.middleware.ClosedByDefault",
    "lianxin.desk.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lianxin.site.urls"
WSGI_APPLICATION = "lianxin.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "lianxin.desk.jinja.environment",
            "context_processors": ["lianxin.desk.page.frame"],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}},
]

DATABASES = {"default": database(os.environ.get("LIANXIN_DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sessions.
AUTH_USER_MODEL = "access.Login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lianxin.access.backend.Passwords",
]
PASSWORD_HASHERS = ["lianxin.access.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username",)}},
    {"NAME": "lianxin.access.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "/desk/sign-in"
LOGIN_REDIRECT_URL = "/desk/"
SESSION_ENGINE = "lianxin.desk.session_store"
SESSION_COOKIE_AGE = _number("LIANXIN_IDLE_MINUTES", 30) * 60
SESSION_ABSOLUTE_SECONDS = _number("LIANXIN_SESSION_HOURS", 12) * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"

# Who must sign in with a second factor; everybody else may.
SECOND_FACTOR = _choice("LIANXIN_SECOND_FACTOR", "administrators", "keepers", "everyone")

# 网格吹哨: whether grid workers may whistle themselves, or only community and street.
GRID_WHISTLE = _flag("LIANXIN_GRID_WHISTLE", True)

# Lock-out: tries are counted per login in the database, so over all processes and restarts;
# the address does not count (a forged header must not help), a known device stays open.
AXES_FAILURE_LIMIT = _number("LIANXIN_SIGN_IN_TRIES", 10)
AXES_COOLOFF_TIME = timedelta(minutes=_number("LIANXIN_SIGN_IN_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_WHITELIST_CALLABLE = "lianxin.access.devices.is_known"
AXES_LOCKOUT_CALLABLE = "lianxin.desk.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = 0

# What the browser is allowed: this server and nothing else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'", "blob:"],  # what was just recorded, before it is sent
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the reverse proxy redirects
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = _number("LIANXIN_BODY_KB", 1024) * 1024
FILE_UPLOAD_HANDLERS = ["lianxin.files.uploads.ToDisk"]
# Files: how large one may be, how many go with one step, what of a photo is decoded and kept.
FILE_BYTES = _number("LIANXIN_FILE_MB", 20) * 1024 * 1024
FILE_COUNT = _number("LIANXIN_FILE_COUNT", 9)
FILE_PIXELS = _number("LIANXIN_FILE_MEGAPIXELS", 50) * 1_000_000
FILE_SIDE = _number("LIANXIN_FILE_SIDE", 2560)
CSRF_FAILURE_VIEW = "lianxin.desk.errors.csrf_failed"

# Words and time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Served where they lie in the package: there is nothing to collect before a start.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

# Jobs: in the same database, so that a job rolls back with the transaction that asked for it.
Q_CLUSTER = {
    "name": "lianxin",
    "orm": "default",
    "workers": 2,  # a voice note or a training may take minutes, reminders do not wait for it
    "timeout": 300,
    "retry": 600,
    "max_attempts": 5,
    "ack_failures": True,
    "poll": 1,
    "save_limit": 1000,
    "catch_up": False,
}

# The operator's program that writes down voice notes (none by default), and how long it may take for one:
# less than a task of the worker may.
TRANSCRIBER = shlex.split(os.environ.get("LIANXIN_TRANSCRIBER", ""))
TRANSCRIBER_SECONDS = min(_number("LIANXIN_TRANSCRIBER_SECONDS", 120), 240)

# Backups: where the daily one goes (none is made without it), and how many stay there.
BACKUP_DIR = Path(os.environ["LIANXIN_BACKUP_DIR"]) if "LIANXIN_BACKUP_DIR" in os.environ else None
BACKUP_KEEP = max(1, _number("LIANXIN_BACKUP_KEEP", 14))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LIANXIN_LOG", "WARNING")},
    # A refusal is an answer like any other: a line for each would bury the faults.
    "loggers": {"django.request": {"level": "ERROR"}},
}
# The address is left out on purpose: strangers could change it at will, and an office shares one.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
