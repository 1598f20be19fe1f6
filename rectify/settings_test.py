"""The same settings with what tests need. `services` of roof/testing has put database, queue and folder there."""

import os

# These are read once, before anything else: a developer's own environment must not colour the tests.
for _name in (
    "DEBUG",
    "DEMO",
    "HTTPS",
    "HOST",
    "IDLE_MINUTES",
    "EMAIL_URL",
    "ALLOWED_HOSTS",
    "HEADS_DIR",
    "MIGRATE_DATABASE_URL",
):
    os.environ.pop(_name, None)
os.environ["SECRET_KEY"] = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ.setdefault("DEMO", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from rectify.settings import *  # noqa: E402, F403
from rectify.settings import STORAGES  # noqa: E402

TESTING = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A slow hash is for attackers, not for a thousand test people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Walks ask thousands of times a minute; what counts is tested where it is meant (rectify/accounts/tests/test_throttles.py).
THROTTLES = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
