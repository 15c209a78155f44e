"""All settings, from the environment (12-factor). docs/operators.md explains each variable.

Nothing needs to be set to try the product: `make run` uses SQLite, a file cache and a secret it makes
itself. In production SECRET_KEY (or SECRET_KEY_FILE), ALLOWED_HOSTS and BASE_URL are set.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Who we are, and where ---

DEBUG = env.bool("DEBUG", default=False)


def _secret_key() -> str:
    """Return the secret from SECRET_KEY or the file named by SECRET_KEY_FILE; refuse to start without."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if path := env.str("SECRET_KEY_FILE", default=""):
        return Path(path).read_text(encoding="utf-8").strip()
    if DEBUG:
        return "insecure-and-only-for-development"
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text (or SECRET_KEY_FILE to a file that holds one), "
        "or DEBUG=1 on a developer's machine."
    )


SECRET_KEY = _secret_key()
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SITE_ID = 1

# --- Apps ---

INSTALLED_APPS = [
    "guidelines_site",
    "home",
    "posts",
    "discussions",
    "flags",
    "guidelines",
    "people",
    "allauth",
    "allauth.account",
    "simple_history",
    "django_comments_xtd",
    "django_comments",
    "csp",
    "people.apps.CmsUsersConfig",
    "wagtail.sites",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.typed_table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.SignInRequiredMiddleware",
    "people.middleware.PersonalPagesMiddleware",
    "people.middleware.PersonalTimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "people.middleware.UnfitMethodMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "guidelines_site.urls"
WSGI_APPLICATION = "guidelines_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "django.template.context_processors.i18n",
                "people.context_processors.shell",
            ]
        },
    }
]

# --- Database: SQLite unless DATABASE_URL says PostgreSQL ---

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'peerline.sqlite3'}")}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE with WAL lost none of 3,139 concurrent writes; the default DEFERRED lost 2,929 to "locked".
    # recursive_triggers makes REPLACE meet the append-only triggers; secure_delete overwrites what is taken out.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; "
            "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;"
        ),
    }
    # Opening one for each request takes as long as the page: the pragmas, the schema, and with the last one closed
    # the write-ahead log too.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# --- Cache and sessions: files on one machine, Redis by CACHE_URL on several ---

CACHES = {"default": env.dj_cache_url("CACHE_URL", default=f"file://{VAR_DIR / 'cache'}")}
if CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 20_000}
# The frame around every page, kept by each worker for itself: it holds nothing of a post or a guideline.
CACHES["template_fragments"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "frame"}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- People and sign-in ---

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapters.InvitedPeopleAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_DISPLAY = "builtins.str"  # a person reads as the name they chose to show

# Guidelines may be read without signing in. Nothing else ever is.
GUIDELINES_PUBLIC = env.bool("GUIDELINES_PUBLIC", default=False)

# Whoever edits a guideline is shown who else does, and in which clause; people switch it off for themselves, too.
SHOW_WHO_EDITS = env.bool("SHOW_WHO_EDITS", default=True)

# After so many days on which nobody touched a suggested change it lapses; it stays readable.
PROPOSALS_LAPSE_DAYS = env.int("PROPOSALS_LAPSE_DAYS", default=90, validate=validate.Range(min=1, max=3650))

# Numbers of the rules that differ from the defaults in guidelines/rules/gates.py, as JSON: {"silence_days": 5}.
PUBLISHING_RULES = env.json("PUBLISHING_RULES", default={})

# --- Comments: django-comments-xtd keeps threads in order; its addresses, forms and mail are left out ---

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MAX_THREAD_LEVEL = 3
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_APP_MODEL_OPTIONS = {
    "default": {
        "who_can_post": "users",
        "allow_flagging": False,
        "allow_feedback": False,
        "show_feedback": False,
    }
}

# Minutes in which the author of a comment may reword it. Deleting it is always theirs.
COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", default=15, validate=validate.Range(min=0, max=1440))

# --- Wagtail: one workshop for guidelines, without gates and without calls home ---

WAGTAIL_SITE_NAME = "Peerline"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The two tasks of guidelines hang on pages as workflows do; who moderates whom is nothing this house knows.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
TASKS = {"default": {"BACKEND": "guidelines_site.background.AfterCommit"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]

# --- Flags ---

# Where concerns go that are not leaks (harassment, illegal content), and whom to tell of an incident.
OTHER_CONCERNS_URL = env.str("OTHER_CONCERNS_URL", default="")
INCIDENT_CONTACT = env.str("INCIDENT_CONTACT", default="")

# Numbers of the rules that differ from the defaults in flags/rules/house.py, as JSON: {"grace_hours": 48}.
FLAGS_RULES = env.json("FLAGS_RULES", default={})

# Makes, with a salt from the database, the keys of what seals keep: prints, and originals while people can appeal.
SEALS_KEY = env.str("SEALS_KEY", default=SECRET_KEY)

# Public key (base64) of whoever must hold evidence, and for how many days they have a copy of what was sealed.
HOLD_PUBLIC_KEY = env.str("HOLD_PUBLIC_KEY", default="")
HOLD_DAYS = env.int("HOLD_DAYS", default=365, validate=validate.Range(min=1, max=3650))

# --- Language and time ---

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("sv", _("Swedish"))]
FORMAT_MODULE_PATH = ["guidelines_site.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guidelines_site.storage.ModuleManifestStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the CMS sends about eight fields a clause

# --- Mail: printed unless EMAIL_URL names a server ---

_mail = env.dj_email_url("EMAIL_URL", default="console://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"] or 10  # seconds; people wait for it
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="peerline@localhost")

# --- Security ---

_served_by_https = urlsplit(BASE_URL).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _served_by_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if _served_by_https else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _served_by_https
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
CSRF_FAILURE_VIEW = "people.errors.stale_form"

# --- Log: to standard output, as a container expects ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Both write several lines for each save; the record itself says who published what.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
