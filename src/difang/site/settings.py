"""Settings of the site. What an operator may change is declared in `options.py`."""

import hashlib
from pathlib import Path

from difang.indicators.address import site_url
from difang.lake import home
from difang.site.database import database
from difang.site.options import read, read_count, read_flag
from difang.site.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = read_flag("DIFANG_DEBUG")
SECRET_KEY = secret_key(home())
ALLOWED_HOSTS = [host.strip() for host in read("DIFANG_ALLOWED_HOSTS").split(",") if host.strip()]
HTTPS = read_flag("DIFANG_HTTPS")
DEMO = read_flag("DIFANG_DEMO")

INSTALLED_APPS = [
    # Ours stand first: their templates are found before those of the libraries they dress.
    "difang.atlas",
    "difang.api",
    "difang.plans",
    "difang.people",
    "difang.records",
    "difang.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "difang.site.headers.Permissions",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "difang.site.caching.Tagged",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "difang.site.language.PathLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "difang.site.faults.Faults",
    # Innermost: it answers its own exceptions (sign in once more, please) before they count as faults.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "difang.site.urls"
WSGI_APPLICATION = "difang.site.wsgi.application"
DATABASES = {"default": database(read("DATABASE_URL"), home())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "difang.atlas.context.site",
                "difang.site.signed.reader",
            ],
            "builtins": ["difang.atlas.templatetags.words"],
        },
    }
]

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Taipei"

STATICFILES_DIRS = [("fonts", PACKAGE / "charts" / "fonts")]


def _assets_version() -> str:
    """Hash what the browser loads, so that every asset's address changes with its content."""
    digest = hashlib.sha256()
    for folder in (*sorted(PACKAGE.glob("*/static")), PACKAGE / "charts" / "fonts"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".css", ".js", ".svg", ".woff2"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


STATIC_URL = f"/static/{_assets_version()}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["difang.people.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "UserAttributeSimilarityValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"min_length": 10}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "difang.people.forms.SignupForm"
ACCOUNT_FORMS = {"signup": "difang.people.signing.EvenSignupForm"}
ACCOUNT_ADAPTER = "difang.people.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
# Wrong passwords count by account and address, by account, and by address (difang.people.lockout); several rates of
# one count make waiting longer the longer it goes on. Devices on which the owner has signed in count their own.
# Codes of the second step count by account alone, well below the library's own count of them (login_failed), so that
# who has only the password can't fill that one (difang.people.secondstep).
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "password_failed_here": "10/m/key,20/15m/key,40/h/key",
    "login_failed": "60/h/key,200/d/key",
    "password_failed_at_address": "100/m/ip,400/15m/ip,1000/h/ip",
    "login_failed_on_own_device": "20/5m/key",
    "second_step": "10/5m/key,30/h/key,100/d/key",
    "second_step_on_own_device": "10/5m/key",
}
# The proxy that speaks HTTPS is the one whose word about the client's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "difang"
MFA_FORMS = {
    "add_webauthn": "difang.people.keyforms.AddKeyForm",
    "edit_webauthn": "difang.people.keyforms.EditKeyForm",
    "authenticate": "difang.people.secondstep.StepForm",
    "reauthenticate": "difang.people.secondstep.AgainForm",
}
# Browsers offer passkeys without HTTPS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "difang.site.pages.not_from_here"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# Mail is put down beside what it tells of, in the same transaction; the worker sends it by SMTP.
EMAIL_BACKEND = "difang.records.outbox.OutboxBackend"
SMTP_URL = read("DIFANG_SMTP_URL")
DEFAULT_FROM_EMAIL = read("DIFANG_MAIL_FROM")
SCANNER = read("DIFANG_SCANNER")
SITE_URL = site_url()
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Counts of attempts: in the database, since workers (and servers) must count together.
# With Django's 300 rows a flood of made-up accounts would push out the counts of who is guessed; old ones are tidied.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_attempt",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
PAGE_CACHE_BYTES = read_count("DIFANG_PAGE_CACHE_MB") * 1_000_000
RATE_PER_MINUTE = read_count("DIFANG_RATE_PER_MINUTE")
MAX_ROWS = read_count("DIFANG_MAX_ROWS")
# A text of 200,000 characters, each of three bytes and written as %XX, may be sent and refused in words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "upgrade-insecure-requests": HTTPS,
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"one-line": {"()": "difang.site.refusals.OneLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one-line"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
