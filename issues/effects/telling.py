"""Effects that tell the people of one side. A notice is a courtesy; the queues are computed from state."""

from issues import policies
from issues.models import Issue
from rectify.accounts.directory import people_for
from rectify.accounts.roles import Role
from rectify.notices.notify import notify
from rectify.workflow.move import Act


def tell_people(people, issue: Issue, *, key: str, by, note: str, title: str, why: str) -> None:
    """One notice to each of `people` but the one who acted and those who may not read the issue; it names the round, since
    people serve several."""
    others = [person for person in people if by is None or person.pk != by.pk]
    if issue.restricted:
        others = [person for person in others if policies.reader(person, issue)]
    text = f"{issue.round.name}　{issue.told_title}" + (f"\n{note}" if note and not issue.is_secret else "")
    notify(others, key=key, kind="move", title=title, text=text, why=why, url=issue.get_absolute_url())


def tell_of_marking(issue: Issue, file, uploader) -> None:
    """Who uploaded a file and the clerks of the office learn that a marking was found in it after it had been taken."""
    people = {person.pk: person for person in [uploader, *people_for(issue.round.office, Role.OFFICE_CLERK)]}
    words = {"title": f"{issue.number}：一份材料里标有密级，已停止提供", "why": "上传人、督查经办人"}
    key = f"marked:{file._meta.label_lower}:{file.pk}"
    tell_people(people.values(), issue, key=key, by=None, note=file.blocked_words, **words)


def tell(*, roles: tuple, where: str, title: str, why: str):
    """An effect that tells the people of one side: `where` is unit or office; `title` takes {issue} and {note}."""

    def effect(issue: Issue, act: Act):
        people = people_for(issue.lead_unit if where == "unit" else issue.round.office, *roles)
        filled = title.format(issue=issue.number, note="" if issue.is_secret else act.note)
        tell_people(
            people, issue, key=f"move:{issue.pk}:{issue.version}", by=act.by, note=act.note, title=filled, why=why
        )

    return effect


def tell_liaison(title: str):
    return tell(roles=(Role.UNIT_LIAISON,), where="unit", title=title, why="牵头单位联络员")


def tell_principal(title: str):
    return tell(roles=(Role.UNIT_PRINCIPAL,), where="unit", title=title, why="牵头单位主要负责人")


def tell_unit(title: str):
    return tell(roles=(Role.UNIT_LIAISON, Role.UNIT_PRINCIPAL), where="unit", title=title, why="牵头单位的人员")


def tell_clerk(title: str):
    return tell(roles=(Role.OFFICE_CLERK,), where="office", title=title, why="本轮督查经办人")


def tell_head(title: str):
    return tell(roles=(Role.OFFICE_HEAD,), where="office", title=title, why="本轮督查负责人")
