"""What several tests of the whole share."""

from collections.abc import Callable, Iterator

import pytest

from rectify.roof.tests.test_malformed import Range, build_range


@pytest.fixture(scope="module")
def doors(prebuilt: Callable) -> Iterator[Range]:
    """Every page and every form of the application, looked at once per run. Each test takes `db` too."""
    with prebuilt(build_range) as (made, people):
        for who in people:
            made.client(who)
        yield made
