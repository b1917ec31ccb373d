"""Settings of the site. What an operator may change is declared in `options.py`."""

import hashlib
from pathlib import Path

from difang.lake import home
from difang.site.options import read, read_count, read_flag
from difang.site.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = read_flag("DIFANG_DEBUG")
SECRET_KEY = secret_key(home())
ALLOWED_HOSTS = [host.strip() for host in read("DIFANG_ALLOWED_HOSTS").split(",") if host.strip()]
HTTPS = read_flag("DIFANG_HTTPS")

INSTALLED_APPS = ["django.contrib.staticfiles", "csp", "ninja", "difang.atlas", "difang.api"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "difang.site.headers.Permissions",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "difang.site.caching.Tagged",
    "difang.site.language.PathLanguage",
    "django.middleware.common.CommonMiddleware",
    "difang.site.faults.Faults",
]
ROOT_URLCONF = "difang.site.urls"
WSGI_APPLICATION = "difang.site.wsgi.application"
DATABASES: dict[str, object] = {}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["difang.atlas.context.site"],
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
    for folder in (PACKAGE / "atlas" / "static", PACKAGE / "charts" / "fonts"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".css", ".js", ".svg", ".woff2"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


STATIC_URL = f"/static/{_assets_version()}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAGE_CACHE_BYTES = read_count("DIFANG_PAGE_CACHE_MB") * 1_000_000
RATE_PER_MINUTE = read_count("DIFANG_RATE_PER_MINUTE")
MAX_ROWS = read_count("DIFANG_MAX_ROWS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000

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
