"""A stored file is as old as the clock says that asks for its age: a file server's, or the disk's, may go otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from rectify.lib import filestore


@pytest.mark.parametrize("away", [timedelta(days=5), timedelta(days=-5)])
def test_a_file_of_this_moment_stays_and_one_of_the_day_before_goes(settings, tmp_path, away):
    settings.MEDIA_ROOT = tmp_path
    here = datetime.now(UTC) + away
    with time_machine.travel(here):
        filestore.keep([b"1"], folder="loose")
        assert filestore.sweep("loose", lambda paths: set()) == 0
    with time_machine.travel(here + timedelta(days=1, minutes=1)):
        assert filestore.sweep("loose", lambda paths: set()) == 1
