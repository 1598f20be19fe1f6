"""Telling people of the lights of their issues. A light is worked out, the notice is a courtesy, and comes once a deadline."""

from collections import defaultdict
from datetime import date

from django.db.models import F

from issues.lights import light_of, rules
from issues.models import WITH_UNIT, Issue, LightRule, Tells
from rectify.accounts.directory import people_for_each
from rectify.accounts.roles import Role
from rectify.notices.notify import Letter, notify_all

ROLES = {
    Tells.LIAISON: (Role.UNIT_LIAISON,),
    Tells.LEADER: (Role.UNIT_LIAISON, Role.LEADER),
    Tells.PRINCIPAL: (Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL),
}
WHY = {
    Tells.LIAISON: "牵头单位联络员",
    Tells.LEADER: "牵头单位联络员或分管领导",
    Tells.PRINCIPAL: "牵头单位联络员或主要负责人",
}


def tell(*, on: date) -> int:
    """Tell of every light that names somebody to tell; gives how many lines were planned. May run twice: the key of a line
    holds issue, rule and version of the deadline, so that a new deadline begins anew and nothing else does. While somebody
    else than the unit has the ball nobody is told: the unit has handed in and can do nothing. A light that still holds when
    the matter comes back is told then."""
    issues = Issue.objects.filter(status__in=WITH_UNIT, round__profile__in=list(rules())).annotate(
        profile=F("round__profile")
    )
    by_reader: dict[str, list[tuple[Issue, LightRule]]] = defaultdict(list)
    for issue in issues.select_related("lead_unit").iterator(chunk_size=2000):
        light = light_of(issue, rules()[issue.profile], on)
        if light and light.tells != Tells.NOBODY:
            by_reader[light.tells].append((issue, light))
    return sum(_send(tells, rows) for tells, rows in by_reader.items())


def _send(tells: str, rows: list[tuple[Issue, LightRule]]) -> int:
    units = {issue.lead_unit_id: issue.lead_unit for issue, _ in rows}
    people = [people_for_each(units.values(), role) for role in ROLES[Tells(tells)]]
    letters = [
        Letter(
            [person for each in people for person in each.get(issue.lead_unit_id, ())],
            f"light:{issue.pk}:{light.pk}:{issue.due_version}",
            "light",
            f"{issue.number} 亮{light.get_colour_display()}灯：{light.words}",
            WHY[Tells(tells)],
            issue.told_title,
            issue.get_absolute_url(),
        )
        for issue, light in rows
    ]
    notify_all(letters)
    return len(letters)
