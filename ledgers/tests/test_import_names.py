"""Whose name a cell holds: the name as it is written, a shortened form only where one unit fits, else a question."""

import pytest

from ledgers.importing.names import Names, likeness, plain
from rectify.accounts.models import UnitAlias
from rectify.roof.testing.world import unit

pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_of_two_bureaus_alike_the_one_of_the_same_place_comes_first(world):
    county = unit("江北县住房和城乡建设局", parent=world.city, order=1)
    city = unit("江州市住房和城乡建设局", parent=world.city, order=9)
    assert Names([county, city], []).like("市住房和城乡建设局")[0] == city


def test_names_are_alike_by_their_signs():
    assert plain("市住建局党组（机关）") == "市住建局"
    assert plain("市\u200b 住建局\ufeff") == "市住建局"
    assert likeness("县委办", "县委办公室") > likeness("县委办", "县审计局")


@pytest.fixture
def school(world):
    """Two seats of one school, a bureau with an office of its own, and one of another level."""
    east = unit("市第一中学（东校区）", parent=world.city, order=5, supervising_office=world.office)
    west = unit("市第一中学（西校区）", parent=world.city, order=6, supervising_office=world.office)
    county = unit("江北县", parent=world.city, order=7, supervising_office=world.office)
    bureau = unit("江北县住房城乡建设局", parent=county, order=1, supervising_office=world.office)
    desk = unit("综合科", parent=world.other, order=9, supervising_office=world.office)
    return east, west, bureau, desk


def names(world) -> Names:
    return Names.for_user(world.clerk)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("市第一中学（东校区）", 0),
        ("市第一中学(西校区)", 1),
        ("市第一中学 （西校区）", 1),
        ("市第一中学", None),
        ("市第一中学（南校区）", None),
        ("市第一中学党委", None),
        ("江北县住房城乡建设局党组", 2),
        ("市教育局综合科", 3),
        ("综合科", 3),
        ("县住建局", None),
    ],
)
def test_a_shortened_name_decides_only_where_one_unit_fits(world, school, text, place):
    assert names(world).find(text) == (None if place is None else school[place])


def test_what_somebody_confirmed_is_known_and_decides_nothing_else(world, school):
    UnitAlias.objects.create(name="一中（东）", unit=school[0])
    assert names(world).find("一中（东）") == school[0]
    assert names(world).find("一中(东)") == school[0]
    UnitAlias.objects.create(name="一中（西）", unit=school[1])
    assert names(world).find("一中") is None


def test_the_own_level_comes_first_and_the_inspecting_office_never(world, school):
    own = unit("江州市住房和城乡建设事务中心", parent=world.city, order=11, supervising_office=world.office)
    likely = names(world).like("江北县住房城乡建设事务局")
    assert likely.index(own) < likely.index(school[2])
    assert world.office not in names(world).like("市委整改办公室")
    assert {unit.name for unit in names(world).like("市第一中学")} >= {"市第一中学（东校区）", "市第一中学（西校区）"}
