"""What waits for a reader: computed from state and roles, never stored. Notices are a courtesy; this is the truth."""

from dataclasses import dataclass

from rectify.accounts.roles import Role

# Per role, in order of urgency: the slice and what is to be done with it.
QUEUES: dict[str, tuple[tuple[str, str], ...]] = {
    Role.OFFICE_HEAD: (
        ("status:awaiting_decision", "审定"),
        ("status:contested", "答复异议"),
        ("objection_open", "答复销号异议"),
        ("joint_ready", "合并联审意见"),
        ("joint_late", "定是否再等"),
        ("extension_waiting", "决定延期"),
        ("lasting_waiting", "定长期坚持"),
        ("drafts", "下发"),
    ),
    Role.OFFICE_CLERK: (
        ("status:first_review", "初审"),
        ("plan_to_review", "审方案"),
        ("joint_ready", "合并联审意见"),
        ("stage_review_waiting", "阅检视"),
        ("drafts", "下发"),
    ),
    Role.UNIT_PRINCIPAL: (
        ("status:awaiting_signature", "审签"),
        ("status:planning", "报方案"),
    ),
    Role.UNIT_LIAISON: (
        ("status:dispatched", "签收"),
        ("status:planning", "编方案"),
        ("status:rectifying", "整改"),
        ("stage_review_due", "报阶段检视"),
    ),
    Role.LEADER: (("extension_consent", "同意延期"),),
}
ASKED = "提联审意见"


@dataclass(frozen=True)
class Waiting:
    """One queue of a reader: the slice it opens, and the verb."""

    slice: str
    verb: str


def queues_of(user) -> list[Waiting]:
    """The queues of all roles that the person holds, each slice once, in the order of the table; of a reviewer one for each
    body, since what waits for another body is not this person's."""
    found: dict[str, Waiting] = {}
    for role, rows in QUEUES.items():
        if user.holds(role):
            for code, verb in rows:
                found.setdefault(code, Waiting(code, verb))
    for post in user.posts:
        if post.role == Role.REVIEWER:
            code = f"opinion_asked:{post.unit.public_id}"
            found.setdefault(code, Waiting(code, ASKED))
    return list(found.values())
