"""Every setting, from the environment. A missing or bad value stops the start with advice.

Two modes: `demonstration` (the default: plain cookie names on http://localhost, made-up keys, a clock that
staff can move) and `production` (refuses to start with any value of the demonstration).
"""

import re
import sys
from base64 import b64decode
from pathlib import Path
from typing import Literal

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts.sign_in_providers import read_last_day, read_providers, read_public_id

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

env = environ.Env()
# Written by `python -m sers_portal.local`; what is already in the environment wins.
env.read_env(LOCAL_DIR / "environment", overwrite=False)

MODE = env.str("SERS_MODE", default="demonstration")
if MODE not in ("demonstration", "production"):
    raise ImproperlyConfigured(f"SERS_MODE is {MODE!r}; set it to 'demonstration' or 'production'.")
IS_DEMONSTRATION = MODE == "demonstration"


def secret(name: str, *, demonstration: str) -> str:
    """A secret from the environment; the demonstration's made-up value never reaches production."""
    value: str = env.str(name, default=demonstration if IS_DEMONSTRATION else "")
    if not IS_DEMONSTRATION and (not value or value == demonstration):
        raise ImproperlyConfigured(f"Set {name} to a secret of this installation's own.")
    return value


# Commands that read files only: unions and auditors run them where no server is.
NEEDS_NO_SERVER = set(sys.argv[1:2]) & {"check_cases", "explain", "check_law", "law_reference"}


def address(name: str, *, nowhere: str) -> str:
    """The address of a service this portal cannot live without; `nowhere` for a command that needs none."""
    value: str = env.str(name, default="") or (nowhere if NEEDS_NO_SERVER else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}, or run `make setup`, which starts a private server.")
    return value


SECRET_KEY = secret("SECRET_KEY", demonstration="demonstration-key-of-no-worth-" + "0" * 40)
DEBUG = env.bool("DEBUG", default=False)
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://localhost:8000" if IS_DEMONSTRATION else "")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "web"] if IS_DEMONSTRATION else []
)
# How many proxies of our own stand before the web server; with 0 no X-Forwarded-For is believed.
TRUSTED_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
if not IS_DEMONSTRATION and not (SITE_ADDRESS.startswith("https://") and ALLOWED_HOSTS):
    raise ImproperlyConfigured("Set SITE_ADDRESS to the https address and ALLOWED_HOSTS to the host names.")

# Sealed fields: key id → base64 of 32 bytes; the newest id seals, every id opens.
SEALING_KEYS = env.dict(
    "SEALING_KEYS",
    default={"demo": "ZGVtb25zdHJhdGlvbi1rZXktb2Ytbm8td29ydGgtMDE="} if IS_DEMONSTRATION else {},
)
SEALING_KEY_ID = env.str("SEALING_KEY_ID", default="demo" if IS_DEMONSTRATION else "")
BLIND_INDEX_KEY = secret("BLIND_INDEX_KEY", demonstration="demonstration-index-key-of-no-worth")
# Without it the hashes of the four-digit PINs cannot be tried; kept apart from the other keys, never rotated.
PIN_PEPPER = secret("PIN_PEPPER", demonstration="demonstration-pepper-of-no-worth")
# Seals the audit and the logs (sers_portal.base.seals); with another key the whole chain reads as broken.
AUDIT_SEAL_KEY = secret("AUDIT_SEAL_KEY", demonstration="demonstration-seal-key-of-no-worth")
if SEALING_KEY_ID not in SEALING_KEYS or (not IS_DEMONSTRATION and "demo" in SEALING_KEYS):
    raise ImproperlyConfigured(
        "Set SEALING_KEYS (id=base64 of 32 bytes, …) and SEALING_KEY_ID to one of its ids."
    )

INSTALLED_APPS = [
    "sers_portal.base.apps.BaseConfig",
    "notices",
    "accounts",
    "benefits",
    "reemployment",
    "sers_portal.apps.PortalConfig",
    "sers_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.idp", "allauth.idp.oidc"] if IS_DEMONSTRATION else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sers_portal.middleware.BrowserRights",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "sers_portal.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.reading_language.ReadingLanguage",
    "accounts.middleware.SessionLimits",
    "sers_portal.middleware.PageAccess",
    "accounts.middleware.Journey",
    "accounts.middleware.PublicIdReading",
    "accounts.acting.ActingFor",
    "accounts.middleware.KeptWords",
]

ROOT_URLCONF = "sers_portal.urls"
WSGI_APPLICATION = "sers_portal.wsgi.application"
# Fields that show again what was typed before a session was over.
FORM_RENDERER = "accounts.forms.kept.KeptWordsRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Its `csrf_token` says in each form whose it is.
            "builtins": ["accounts.templatetags.marked_forms"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sers_portal.context.portal",
            ],
        },
    },
]

DATABASES = {
    "default": {
        **env.db_url_config(address("DATABASE_URL", nowhere="postgres://nobody@127.0.0.1:1/none")),
        "CONN_MAX_AGE": 60,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = address("REDIS_URL", nowhere="redis://127.0.0.1:1/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sers",
    }
}

# Celery is only the hands: what is to be done are rows (sers_portal.base.jobs), so nothing needs a result backend.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Long enough for the largest payroll file; everything else is done in seconds.
CELERY_TASK_TIME_LIMIT = 900
CELERY_TIMEZONE = "America/Chicago"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "seal-logs": {"task": "base.seal_logs", "schedule": crontab(hour=2, minute=30)},
    "sweep-jobs": {"task": "base.sweep_jobs", "schedule": 15.0},
    "activation-reminders": {"task": "accounts.send_activation_reminders", "schedule": 3600.0},
    "registration-drafts": {"task": "accounts.forget_old_drafts", "schedule": 24 * 3600.0},
    "appointment-reminders": {"task": "accounts.remind_of_appointments", "schedule": 3600.0},
    "planned-addresses": {"task": "accounts.take_up_addresses", "schedule": 3600.0},
    "mail-batch": {"task": "notices.mail_batch", "schedule": crontab(hour=16, minute=0, day_of_week="1-5")},
    "finish-batches": {"task": "notices.finish_batches", "schedule": 600.0},
    "claim-drafts": {"task": "benefits.end_old_drafts", "schedule": 24 * 3600.0},
    "overdue-repayments": {"task": "reemployment.fail_overdue_repayments", "schedule": 24 * 3600.0},
    "missed-instalments": {"task": "reemployment.chase_instalments", "schedule": 24 * 3600.0},
    "unannounced-work": {"task": "reemployment.find_unannounced_work", "schedule": 24 * 3600.0},
    "bank-changes": {"task": "benefits.take_up_bank_changes", "schedule": 300.0},
    "payroll-awaiting-law": {"task": "benefits.take_up_payroll", "schedule": 24 * 3600.0},
    "book-payments": {"task": "benefits.book_payments", "schedule": 3600.0},
    "demonstration-payments": {"task": "portal.demonstration_payments", "schedule": 3600.0},
    "payment-calendar": {"task": "benefits.publish_payment_calendar", "schedule": 6 * 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "beat-schedule")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessingValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "member_home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever changes a password or a second factor, the owner is told.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "SERS: "
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "SERS Member Services"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# How long a mailed link to choose a password works: a new one costs a minute.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# Accounts that people have elsewhere (docs/guides/sign-in-providers.md). The demonstration answers its own buttons.
SIGN_IN_PROVIDERS = read_providers(env, is_demonstration=IS_DEMONSTRATION, site_address=SITE_ADDRESS)
PUBLIC_ID = read_public_id(env, is_demonstration=IS_DEMONSTRATION, site_address=SITE_ADDRESS)
PUBLIC_ID_ENDS_ON = read_last_day(env, PUBLIC_ID, is_demonstration=IS_DEMONSTRATION)
SOCIALACCOUNT_ADAPTER = "accounts.allauth.social_adapter.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
if IS_DEMONSTRATION:
    IDP_OIDC_ADAPTER = "sers_portal.demonstration.agencies.AgencyAdapter"

# So many in an hour, and staff are told: somebody may be opening accounts with stolen data.
ALARM_LETTER_REQUESTS = env.int("ALARM_LETTER_REQUESTS", default=60)
ALARM_UNMATCHED_REQUESTS = env.int("ALARM_UNMATCHED_REQUESTS", default=20)
ALARM_REGISTRATIONS = env.int("ALARM_REGISTRATIONS", default=60)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sers_portal.home.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not IS_DEMONSTRATION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "sers_portal" / "locale"]
# The order of dates in each language; money and numbers as in the United States in both.
FORMAT_MODULE_PATH = ["sers_portal.formats"]
# A choice by button outlives the browser's session; it says nothing about who chose.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LANGUAGE_COOKIE_SECURE = not IS_DEMONSTRATION
TIME_ZONE = "America/Chicago"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(LOCAL_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# In the demonstration files are served from where they lie, so that a changed style shows at once.
WHITENOISE_USE_FINDERS = IS_DEMONSTRATION
WHITENOISE_AUTOREFRESH = IS_DEMONSTRATION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_DEMONSTRATION
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Statements, letters and payroll files: outside the web root, served only through an access check.
DOCUMENTS_DIR = Path(env.str("DOCUMENTS_DIR", default=str(LOCAL_DIR / "documents")))
# Letters ready for the print shop, a PDF each and a daily manifest.
SPOOL_DIR = Path(env.str("SPOOL_DIR", default=str(LOCAL_DIR / "spool")))
# Where clamd listens (host:port, or the path of its socket); without it files sent in are held as "not scanned".
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="")
if not re.fullmatch(r"|/\S+|[\w.-]+:\d{1,5}", CLAMAV_ADDRESS):
    raise ImproperlyConfigured("Set CLAMAV_ADDRESS to host:port of clamd, or to the path of its socket.")
PAYROLL_UPLOAD_LIMIT = env.int("PAYROLL_UPLOAD_LIMIT", default=200 * 1024 * 1024)

# Without a mail server e-mails are marked as sent and go nowhere: the demonstration shows them at /outbox/.
EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", default="") or "dummymail:")
vars().update(EMAIL_CONFIG)
if not IS_DEMONSTRATION and not EMAIL_CONFIG["EMAIL_BACKEND"].endswith(".smtp.EmailBackend"):
    raise ImproperlyConfigured("Set EMAIL_URL to the mail server (smtp+tls://user:password@host:587).")
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="SERS Member Services <no-reply@srs.illinois.gov>")
EMAIL_TIMEOUT = 20


def one_of(name: str, choices: set[str], *, default: str) -> str:
    """A setting with few values."""
    value: str = env.str(name, default=default)
    if value not in choices:
        said = f"{value!r}" if value else "missing"
        raise ImproperlyConfigured(f"{name} is {said}; set it to one of: {', '.join(sorted(choices))}.")
    return value


def shaped(name: str, shape: str, advice: str, *, default: str = "") -> str:
    """A setting of a known shape (a regular expression)."""
    value: str = env.str(name, default=default)
    if not re.fullmatch(shape, value):
        raise ImproperlyConfigured(f"Set {name} to {advice}.")
    return value


# Gateways (docs/guides/gateways.md). Those that show messages, and send none, exist in the demonstration only.
TEXT_GATEWAY = one_of(
    "TEXT_GATEWAY",
    {"twilio", "outbox", "console"} if IS_DEMONSTRATION else {"twilio"},
    default="outbox" if IS_DEMONSTRATION else "",
)
if TEXT_GATEWAY == "twilio":
    TWILIO_ACCOUNT_SID = shaped("TWILIO_ACCOUNT_SID", r"AC[0-9a-f]{32}", "the account's SID (AC…)")
    TWILIO_AUTH_TOKEN = shaped("TWILIO_AUTH_TOKEN", r"\S{32,}", "the account's auth token")
    TWILIO_NUMBER = shaped(
        "TWILIO_NUMBER", r"\+[1-9]\d{7,14}", "the number messages come from (+12175550100)"
    )
    # Another address only for a proxy of this installation's own; the demonstration and tests may use http.
    TWILIO_ADDRESS = shaped(
        "TWILIO_ADDRESS",
        r"https?://\S+[^/]" if IS_DEMONSTRATION else r"https://\S+[^/]",
        "an https address without a slash at its end",
        default="https://api.twilio.com",
    )
LETTER_WAY = one_of("LETTER_WAY", {"spool", "sftp"}, default="spool")
if LETTER_WAY == "sftp":
    PRINT_SHOP = {
        "host": shaped("PRINT_SHOP_HOST", r"[\w.:-]+", "the name of the print shop's server"),
        "port": env.int("PRINT_SHOP_PORT", default=22),
        "user": shaped("PRINT_SHOP_USER", r"\S+", "our user name at the print shop"),
        "key_file": Path(shaped("PRINT_SHOP_KEY_FILE", r"/.+", "the path of our private key")),
        "host_key": shaped(
            "PRINT_SHOP_HOST_KEY",
            r"[a-z0-9-]+ [A-Za-z0-9+/]+=*",
            "the key of the print shop's server, told by telephone (ssh-ed25519 AAAA…)",
        ),
        "folder": shaped("PRINT_SHOP_FOLDER", r"/\S*", "the folder for our batches there (/incoming)"),
    }
    key_kind, key = PRINT_SHOP["host_key"].split()
    if not b64decode(key + "==")[4:].startswith(key_kind.encode()):
        raise ImproperlyConfigured(
            "PRINT_SHOP_HOST_KEY is not a whole key; copy the line ssh-keyscan prints, without the host name."
        )
    if not PRINT_SHOP["key_file"].is_file():
        raise ImproperlyConfigured(
            "Set PRINT_SHOP_KEY_FILE to the path of our private key: no file is there."
        )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger", "message": "event"},
        }
    },
    "filters": {"impersonal": {"()": "sers_portal.base.logs.Impersonal"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["impersonal"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "ERROR"},
        # They tell at length whom they talk to.
        "twilio": {"level": "WARNING"},
        "paramiko": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
