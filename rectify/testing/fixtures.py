"""Pytest plugin: the world. Models are imported inside, since this is loaded before Django is set up."""

import pytest


@pytest.fixture
def world(db):
    from rectify.testing.world import build

    return build()
