"""Pytest plugin: the world. Models are imported inside, since this is loaded before Django is set up."""

import pytest

from rectify.roof.testing import template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The test database begins as a copy of the migrated one."""
    from django.conf import settings

    return template.copied_to(settings.DATABASES["default"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Whether Django finds its test database made."""
    return django_db_modify_db_settings


@pytest.fixture
def world(db):
    from rectify.roof.testing.world import build

    return build()


@pytest.fixture(scope="module")
def shared_db(django_db_setup, django_db_blocker):
    """A database for a whole module: what is built here once, each test finds, and what a test changes is rolled back.

    Each test takes `db` too (a savepoint within). Not for tests with transactions of their own.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shared_world(shared_db):
    """One world for the tests of a module that only read it, or change what the next one does not look at."""
    from rectify.roof.testing.world import build

    return build()


@pytest.fixture(scope="module")
def life(prebuilt):
    """Two cities on a Friday afternoon (`rectify.roof.testing.life`), built once per run; the clock stands there too. Each test
    takes `db` beside it."""
    from rectify.roof.testing.life import build_life, on_friday

    with prebuilt(build_life) as cities, on_friday():
        yield cities
