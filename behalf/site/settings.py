"""Every setting, from the environment (``BEHALF_*``); ``behalf settings`` lists them with their meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from behalf.site import rooms
from behalf.site.proxies import networks

BASE_DIR = Path(__file__).resolve().parents[2]


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"BEHALF_{name}", default)


DATA = Path(env("DATA", str(BASE_DIR / "var"))).resolve()
PROCESS = env("PROCESS", "web")  # web, worker or owner: which login role this process uses
TESTING = env("TESTING") == "1"  # no pool, no manifest of static files
DEBUG = env("DEBUG", "0") == "1"
SECRET_KEY = env("SECRET_KEY", "behalf-development-key-not-for-production")
BEHALF_AUDIT_KEY = env("AUDIT_KEY", SECRET_KEY)
BEHALF_ADDRESS = env("ADDRESS", f"http://localhost:{env('PORT', '8000')}")
BEHALF_SIMULATOR_URL = env("SIMULATOR_URL", "http://127.0.0.1:8801")
BEHALF_ROBOTS_URL = env("ROBOTS_URL", "http://127.0.0.1:9" if TESTING else "")  # no test speaks to a real provider
BEHALF_DEMO = env("DEMO", "1") == "1"  # the sign-in page may say who can sign in
BEHALF_UNDO = min(60, max(0, int(env("UNDO", "0" if TESTING else "10"))))  # seconds
BEHALF_CLOUD = env("CLOUD", "21vianet")
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [BEHALF_ADDRESS]
BEHALF_PROXIES = networks(env("PROXIES"))
BEHALF_INSIDE = networks(env("INSIDE"))
_secure = BEHALF_ADDRESS.startswith("https://")
BEHALF_LIVE_PORT = env("LIVE_PORT")
BEHALF_LIVE_ADDRESS = env("LIVE_ADDRESS") or ("/live/" if _secure else "")


def database(url: str, *, pool: bool) -> dict[str, Any]:
    """Django's description of a PostgreSQL address; ``?host=/path`` names a socket folder."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    options: dict[str, Any] = {
        "application_name": f"behalf-{PROCESS}",
        "server_side_binding": True,  # so that a statement can be prepared: planned once for each connection
        "prepare_threshold": 3,
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": int(env("POOL", "8")), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "behalf",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


_urls = {
    "web": env("DATABASE_URL", "postgresql://behalf_web@localhost/behalf"),
    "worker": env("WORKER_URL", "postgresql://behalf_worker@localhost/behalf"),
    "owner": env("OWNER_URL", "postgresql://behalf_owner@localhost/behalf"),
}
DATABASES = {"default": database(_urls[PROCESS], pool=PROCESS == "web" and not TESTING)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
    "behalf.kit",
    "behalf.web",
    *(f"behalf.{room}" for room in rooms.present()),
    "behalf.site",
]

MIDDLEWARE = [
    "behalf.site.middleware.ProxyMiddleware",
    "behalf.site.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "behalf.web.middleware.htmx_redirects",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "behalf.identity.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "behalf.identity.middleware.FirstThingsMiddleware",
]

ROOT_URLCONF = "behalf.site.urls"
WSGI_APPLICATION = "behalf.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "behalf" / room / "templates" for room in ("web", *rooms.present())],
        "OPTIONS": {"environment": "behalf.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "behalf" / "web" / "templates_django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Sign-in
AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "behalf.site.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody's outbox would send it
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure
MFA_TOTP_ISSUER = "Behalf"
ALWAYS_OPEN_PATHS = (
    "/accounts/", "/static/", "/healthz", "/readyz", "/me/password/", "/me/organization/", "/language/",
)  # fmt: skip

SESSION_ENGINE = "behalf.identity.signed_in"
SESSION_COOKIE_NAME = "behalf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "behalf.web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "behalf_cache"}}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.PBKDF2PasswordHasher"
]

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_AUTOREFRESH = TESTING  # tests collect no static files
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# Mail
_smtp = urlsplit(env("SMTP_URL", "smtp://127.0.0.1:8825"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _smtp.hostname or "127.0.0.1"
EMAIL_PORT = _smtp.port or 25
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Behalf <no-reply@behalf.example>")

# Jobs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["behalf.kit.jobs", "behalf.kit.events", "behalf.kit.marks"]

LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an address is unique whatever its case: identity_email_once

# The frame around every page
WEB_FRAME = "behalf.site.frame.frame"
WEB_SLOTS = "behalf.site.frame.slots"
WEB_COLUMNS = "behalf.site.frame.columns"
WEB_LIVE = "behalf.site.live.origins.stream_of"
