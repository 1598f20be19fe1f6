"""The one settings file. What differs by place comes from the environment; with nothing set, one machine runs it all."""

import os
from datetime import timedelta
from pathlib import Path

import environ

from rectify.lib import connections, environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")

# ---- where it runs ------------------------------------------------------------------------------------------------
DATABASE_URL = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{VAR / 'rectify.sqlite3'}"
EMBEDDED = DATABASE_URL.startswith("sqlite:")
HOST = os.environ.get("HOST", "").strip() or "127.0.0.1"
PORT = environment.number("PORT", default=8000, least=1, most=65535)
LOOPBACK = environment.is_loopback(HOST)
HTTPS = environment.flag("HTTPS", default=False)
DEBUG = environment.flag("DEBUG", default=False)
if DEBUG and not (EMBEDDED and LOOPBACK):
    raise environment.SettingWrong("DEBUG=1 会把内部信息显示在页面上，只可在本机内置数据库上使用。请去掉 DEBUG。")
DEMO = environment.flag("DEMO", default=EMBEDDED and LOOPBACK)
if DEMO and not (EMBEDDED and LOOPBACK):
    raise environment.SettingWrong("DEMO=1 是演示用，只可在本机内置数据库上使用。正式运行请设置 DEMO=0。")

SECRET_KEY = environment.secret_key(embedded=EMBEDDED, path=VAR / "secret_key")
ALLOWED_HOSTS = environment.allowed_hosts(embedded=EMBEDDED, host=HOST)

# Web servers of ours in front of the application, whose `X-Forwarded-For` is believed; from where administrators work (empty:
# from everywhere). Elsewhere their accounts find no page.
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
ADMIN_ADDRESSES = environment.networks("ADMIN_ADDRESSES")

# ---- parts --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "rectify",
    "rectify.calendars",
    "rectify.accounts",
    "rectify.audit",
    "rectify.options",
    "rectify.notices",
    "rectify.drafts",
    "rectify.backups",
    "rectify.workflow",
    "issues",
    "ledgers",
    "rectify.roof",
]
MIDDLEWARE = [
    "rectify.middleware.RequestNumber",
    "rectify.middleware.RefuseBadText",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rectify.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rectify.roof.frame.rounds_of",
    "rectify.middleware.SessionEnd",
    "rectify.accounts.entrance.LogInFirst",
    "rectify.accounts.steps.gate",
    "rectify.roof.throttling.Throttling",
    "rectify.middleware.SentFiles",
    "rectify.accounts.pages.login.again.Administering",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rectify.roof.buttons.opened_by_address",
    "rectify.middleware.Receipts",
    "rectify.middleware.WordGate",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "rectify.urls"
WSGI_APPLICATION = "rectify.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["rectify.lib.tags", "rectify.drafts.tags", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rectify.roof.frame.frame",
            ],
        },
    }
]

# ---- database, cache, queue ---------------------------------------------------------------------------------------
# wsgi.py says PROCESS=web: only pages get the short time-outs.
DATABASES = {"default": connections.database(DATABASE_URL, web=os.environ.get("PROCESS") == "web")}
# PostgreSQL (`deploy/postgres.sql`): the owner of the tables, for migrate and restore; who makes the drill's database.
MIGRATE_DATABASE = connections.beside("MIGRATE_DATABASE_URL")
DRILL_DATABASE = connections.beside("DRILL_DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rectify_cache"}}

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = connections.broker(
    os.environ.get("CELERY_BROKER_URL", "").strip(), folder=VAR / "broker"
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1500
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "run" / "beat-schedule")

# ---- language, time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---- who ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rectify.accounts.halves.HalvesBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
_PASSWORDS = "rectify.lib.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_PASSWORDS}.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_PASSWORDS}.NotLikeOneself", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": f"{_PASSWORDS}.NotCommon"},
    {"NAME": f"{_PASSWORDS}.TwoKindsOfSigns"},
    {"NAME": f"{_PASSWORDS}.NotTheName"},
    {"NAME": f"{_PASSWORDS}.NoTradeWord"},
]
# A name is locked for strangers after few tries, on a device that knows the person after more.
AXES_FAILURE_LIMIT = "rectify.accounts.devices.failure_limit"
AXES_USERNAME_CALLABLE = "rectify.accounts.devices.counted_name"
AXES_COOLOFF_TIME = timedelta(minutes=30)
# By name, not by address: guessing from several desks must stop too, and a hundred people behind one address must not.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
# The lock ends by itself at the moment it said, however often somebody knocks meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "rectify.accounts.pages.login.views.locked"
AXES_DISABLE_ACCESS_LOG = True  # log-ins stand in the trail
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Whether doors count how often they are used (rectify/accounts/throttles.py): everywhere but in tests of other things.
THROTTLES = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
IDLE_MINUTES = environment.number("IDLE_MINUTES", default=30, least=1, most=480)
SESSION_HOURS = environment.number("SESSION_HOURS", default=8, least=1, most=24)
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
SESSION_COOKIE_NAME = "__Host-rectify" if HTTPS else "rectify"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rectify.roof.views.form_too_old"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# ---- what the browser may do --------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# The web server in front (deploy/) sets this header itself and drops what a browser sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# Hash of trail, files and frozen papers: sha256, or sm3 where the rules of the place ask for it (OpenSSL 3 has it).
DIGEST = environment.digest("DIGEST")
# Where heads of the trail are kept, on another machine: what is cut off is found by them. Empty: beside the other data.
HEADS_DIR = os.environ.get("HEADS_DIR", "").strip()

# ---- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist", ("manual", BASE_DIR / "static" / "manual")]
# W004: `serve` builds static/dist before anybody needs it. W006: a name is locked whatever the address or browser says.
SILENCED_SYSTEM_CHECKS = [
    "staticfiles.W004",  # `serve` builds static/dist before anybody needs it
    "axes.W006",  # locking by name, not by address, is meant (docs/decisions.md, 6)
    "models.W038",  # SQLite knows no deferred uniqueness: there the one-writer lock keeps the order of measures
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "files"
MEDIA_URL = "/never-served/"  # files leave only through views that ask who is there
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_TEMP_DIR = str(VAR / "uploads")
UPLOAD_MAX_BYTES = environment.number("UPLOAD_MAX_MB", default=200, least=1, most=2048) * 1024 * 1024
# Where backups lie; another disk or machine in earnest.
BACKUP_DIR = Path(os.environ.get("BACKUP_DIR") or VAR / "backups")
# pgBackRest's whole command, with its stanza, where the database's log is archived (docs/operations.md).
PGBACKREST = environment.command("PGBACKREST")
# Where the web server in front serves MEDIA_ROOT from, for itself alone (nginx: internal), e.g. /files/; empty: we send bytes.
FILES_LOCATION = os.environ.get("FILES_LOCATION", "").strip()
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
for _folder in (MEDIA_ROOT, VAR / "uploads", VAR / "run", STATIC_ROOT):
    _folder.mkdir(parents=True, exist_ok=True)

# ---- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rectify.accounts.machines.KeyAuthentication",
        "rectify.lib.api.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rectify.lib.api.BoundedJSONParser"],
    "EXCEPTION_HANDLER": "rectify.lib.answers.answer_to",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "整改“后半篇”接口",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "rectify.lib.apischema.tell_confirmation",
    ],
    "ENUM_NAME_OVERRIDES": {
        "IssueStatus": "issues.models.Status",
        "MeasureStatus": "issues.models.MeasureStatus",
        "ReportStatus": "issues.models.Report.Status",
        "Grade": "issues.models.Grade",
        "Mark": "issues.models.PlanMark",
        "Nature": "issues.models.Nature",
        "Cause": "issues.models.Cause",
    },
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

# ---- mail, log ----------------------------------------------------------------------------------------------------
vars().update(environ.Env().email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", "").strip() or "rectify@localhost"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "rectify.lib.requestnumber.AddRequestNumber"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {request} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "").strip().upper() or "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}, "axes": {"level": "WARNING"}},
}
