"""The one settings file. It reads the environment named in docs/settings.md and is safe by default.

A missing or malformed setting stops the start with a sentence that says what to do.
"""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from richtext.editor import CKEDITOR_CONFIGS

__all__ = ["CKEDITOR_CONFIGS"]

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False

# Where this installation keeps what is its own: database, files, and what bin/run hands to a second shell.
DATA = Path(os.environ.get("MINUTEBOOK_DATA") or BASE_DIR / "var").resolve()
PRIVATE_FILES = DATA / "private"  # drafts' files: served by nothing but the clerk's desk
PUBLIC_FILES = DATA / "public"  # published files, named by their sha-256: holds nothing that is not published


def setting(name: str) -> str:
    """The variable, or what bin/run keeps of it in MINUTEBOOK_DATA, so that a second shell needs no environment."""
    if os.environ.get(name):
        return os.environ[name]
    kept = DATA / name.lower()
    try:
        text = kept.read_text(encoding="utf-8").strip()
        others = kept.stat().st_mode & 0o077
    except FileNotFoundError:
        return ""
    except NotADirectoryError as error:
        raise ImproperlyConfigured(
            f"{DATA} is no directory; set MINUTEBOOK_DATA to one, or to one that can be made."
        ) from error
    except OSError as error:
        raise ImproperlyConfigured(f"{kept} can't be read: {error.strerror}. Set {name}, or mend that.") from error
    if others:
        raise ImproperlyConfigured(f"{kept} must be its owner's alone: chmod 600 {kept}. Or set {name}.")
    return text


ROLE = os.environ.get("MINUTEBOOK_ROLE") or "all"
if ROLE not in {"all", "clerk", "website"}:
    raise ImproperlyConfigured(f"MINUTEBOOK_ROLE is “{ROLE}”; it must be all, clerk or website.")

SECRET_KEY = setting("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY must be set to at least 50 random characters; bin/run makes one for the demonstration. "
        "To make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
# Former secrets, so that links in e-mails and log-ins live on when SECRET_KEY changes.
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()


def is_site(url: str) -> bool:
    """Whether it is a scheme, a host and perhaps a port; pages can't be served below a path."""
    try:
        found = urlsplit(url)
        whole = found.port != 0 and not (found.path or found.query or found.fragment)
    except ValueError:  # brackets without an end, a port that is no number
        return False
    return bool(whole and found.scheme in {"http", "https"} and found.hostname)


SITE_URL = (setting("SITE_URL") or "http://127.0.0.1:8000").rstrip("/")
if not is_site(SITE_URL):
    raise ImproperlyConfigured(f"SITE_URL is “{SITE_URL}”; it must be an address like https://minutes.example.org")
SECURE = SITE_URL.startswith("https://")
HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = [h.strip() for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h.strip()] or [
    f"[{HOST}]" if ":" in HOST else HOST,  # as a browser sends an IPv6 address
    "127.0.0.1",
    "localhost",
]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's host names, separated by commas; “*” is refused.")

# Whose word counts for where a request comes from (config/proxies.py): with https a proxy stands before the app.
PROXIES = (os.environ.get("TRUSTED_PROXIES") or ("127.0.0.1 ::1 unix" if SECURE else "none")).replace(",", " ").split()
TRUSTS_SOCKET = "unix" in PROXIES
try:
    TRUSTED_PROXIES = [ip_network(proxy) for proxy in PROXIES if proxy not in {"unix", "none"}]
except ValueError as error:
    raise ImproperlyConfigured(
        f"TRUSTED_PROXIES can't be read: {error}. It must hold addresses or networks, such as 127.0.0.1 or 10.0.0.0/8, "
        "or unix for a socket, separated by spaces; or none."
    ) from error


def database(url: str) -> dict:
    """The connection for a DATABASE_URL; without one, SQLite in MINUTEBOOK_DATA."""
    try:
        found = dj_database_url.parse(
            url or f"sqlite:///{DATA / 'minutebook.sqlite3'}", conn_max_age=60, conn_health_checks=True
        )
        if "://" not in url and url:
            raise ValueError(url)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read; it must look like postgres://user:password@host:5432/name "
            "or sqlite:////path/to/file.sqlite3, or be absent."
        ) from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # secure_delete: what is withdrawn is overwritten, and does not lie on in free pages
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        }
    elif found["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a postgres:// or sqlite:// database.")
    return found


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}


def mail_server(url: str) -> SplitResult:
    """Where e-mail is handed in, by an EMAIL_URL; its query names the sender."""
    try:
        found = urlsplit(url)
        whole = found.scheme in MAIL_PORTS and found.hostname and found.port != 0 and "@" in sender(found)
    except ValueError:
        whole = False
    if not whole:
        raise ImproperlyConfigured(
            "EMAIL_URL can't be read; it must look like smtp+tls://user:password@mail.example.org:587/?from=clerk@example.org "
            "(or begin with smtps:// or smtp://), or be absent."
        )
    return found


def sender(found: SplitResult) -> str:
    return parse_qs(found.query).get("from", [""])[0]


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SENDS_EMAIL = bool(setting("EMAIL_URL"))
if SENDS_EMAIL:
    MAIL = mail_server(setting("EMAIL_URL"))
    EMAIL_HOST, EMAIL_PORT = MAIL.hostname, MAIL.port or MAIL_PORTS[MAIL.scheme]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp+tls", MAIL.scheme == "smtps"
    EMAIL_TIMEOUT = 15
    DEFAULT_FROM_EMAIL = sender(MAIL)
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DEFAULT_FROM_EMAIL = "minutebook@localhost"
ERRORS_TO = os.environ.get("ERRORS_TO", "").replace(",", " ").split()
if ERRORS_TO and not (SENDS_EMAIL and all("@" in address for address in ERRORS_TO)):
    raise ImproperlyConfigured("ERRORS_TO must hold e-mail addresses, separated by commas, and needs EMAIL_URL.")
# Who asks for /metrics must know it; without it there is no such address.
METRICS_TOKEN = setting("METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("METRICS_TOKEN must have at least 20 random characters, or be absent.")
IS_DEMONSTRATION = (DATA / "clerk-login.txt").is_file()
# The demonstration offers alerts without a mail server: its worker prints them.
PRINTS_EMAIL = IS_DEMONSTRATION and not SENDS_EMAIL
OFFERS_ALERTS = SENDS_EMAIL or PRINTS_EMAIL
BACKUP_KEY = os.environ.get("BACKUP_KEY", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",
    "accounts",
    "richtext",
    "running",
    "committees",
    "minutes",
    "published",
    "publishing",
    "proving",
    "desk",
    "website",
    "demonstration",
    "config",
    "ckeditor",
    "config.apps.LogInAttempts",
    "csp",
    "config.apps.ClerksDesk",
    "config.apps.GroupsOfRights",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.proxies.client_address",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.Policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.database.WaitForTheDatabase",
    "config.middleware.no_store_unless_said",
    "config.middleware.only_read",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.second_factor.nobody_by_halves",
    "minutes.writer.know_the_writer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "website.withdrawn.answer_withdrawn",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]  # replaced by richtext's own check of the editor's settings

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "committees.rights.RightsByCommittee"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "accounts.passwords.BreachedPasswordValidator"},
    {"NAME": "committees.guessable.KnownHereValidator"},
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a council behind one address is not locked out whole
AXES_USERNAME_FORM_FIELD = "username"  # as the log-in form calls it, whatever it asks for
AXES_USERNAME_CALLABLE = "accounts.lockout.address"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.network"
AXES_RESET_ON_SUCCESS = True  # who got in is no guesser
AXES_FAILURE_LIMIT = 3
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
LOGIN_URL = "admin:login"
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # of an invitation; accounts/links.py says what lasts less
FORCES_SECOND_FACTOR = not IS_DEMONSTRATION  # for who publishes or says who may do what
OTP_TOTP_ISSUER = f"Minutebook {HOST}"
OTP_TOTP_SYNC = False  # a clock that is wrong is to be mended, and not followed

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = setting("TIME_ZONE") or "Europe/London"
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError, OSError) as error:
    raise ImproperlyConfigured(f"TIME_ZONE is “{TIME_ZONE}”; it must be a name like Europe/London.") from error
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("MINUTEBOOK_STATIC") or DATA / "static")  # of a release, where two serve side by side
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_FILES, "base_url": "/admin/minutes/meeting/papers/"},
    },
    "staticfiles": {"BACKEND": "config.staticfiles.HashedExceptEditor"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
# A full council on one page with a long paste, and headroom; config.errors says what was too much.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024**2  # of text: files are not counted

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if SECURE else ("session", "csrf")
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "desk.held.refused"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Lines"}},
    "filters": {"broken": {"()": "config.logs.Broken"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "administrators": {"class": "config.mailing_errors.ToAdministrators"},
    },
    "root": {"handlers": ["stderr", "administrators"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR", "filters": ["broken"]},
    },
}
