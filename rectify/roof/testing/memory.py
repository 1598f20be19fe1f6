"""Pytest plugin: Python looks for garbage less often while it tests.

Collecting makes a great many objects that all live to the end: looking through them costs a third of it, and a twentieth of
the tests. What a test leaves in circles is still found, some tens of megabytes later.
"""

import gc

import pytest

# Objects made before the youngest are looked through (700 by default), and how often until the older ones are.
SELDOM = (50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """What was collected is left out from now on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()
