"""A workbook that bears a marking of secrecy: refused whole, with the place, and not kept."""

import re

import pytest

from issues.models import Issue
from ledgers.tests.intake import taken, workbook
from ledgers.tests.test_import import row
from rectify.lib.filestore import full_path

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("field", ["issue", "progress"])
def test_a_marked_workbook_is_refused_whole_with_the_place(world, field):
    batch = taken(world, workbook(row(1), row(2, **{field: "机密★10年　某处选址论证"})))
    assert (batch.state, batch.rows.count(), Issue.objects.count()) == ("refused", 0, 0)
    assert re.search(r"第 3 行 [A-Z] 列标有密级“机密★”", batch.error)
    assert not full_path(batch.path).exists()


def test_a_workbook_that_only_speaks_of_secrecy_is_taken(world):
    assert taken(world, workbook(row(1, issue="机密文件登记不全，工作秘密清单未更新"))).state == "ready"
