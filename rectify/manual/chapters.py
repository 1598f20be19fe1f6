"""The chapters: one for each role, its text in `templates/manual/_<slug>.html`."""

from dataclasses import dataclass

from rectify.accounts.roles import AccountKind, Role


@dataclass(frozen=True)
class Chapter:
    """What one role does. `parts` are the headings of its text: anchor and words, in the order of the text."""

    slug: str
    title: str
    gist: str
    whose: str
    parts: tuple[tuple[str, str], ...]

    @property
    def template(self) -> str:
        return f"manual/_{self.slug}.html"


CHAPTERS = (
    Chapter("clerk", "督查经办人", "导入和录入问题，下发，审方案，管周调度，初审销号，对账。", Role.OFFICE_CLERK, (
        ("day", "每天、每周做什么"), ("in", "把台账导进来"), ("dispatch", "下发"), ("plan", "审方案"),
        ("week", "一周怎么走"), ("review", "销号初审"), ("books", "对账和报表"),
    )),
    Chapter("head", "督查负责人", "下发，答复异议，决定延期，审定销号，终止和重开，发布周小结。", Role.OFFICE_HEAD, (
        ("day", "每天看什么"), ("contest", "答复异议"), ("extend", "决定延期"), ("decide", "审定销号"),
        ("undo", "终止和重开"), ("week", "暂缓清单、发布周小结"),
    )),
    Chapter("liaison", "联络员", "签收，编方案，每周报进展，传佐证，申请销号。", Role.UNIT_LIAISON, (
        ("day", "每天、每周做什么"), ("sign", "签收或提出异议"), ("plan", "编方案"), ("report", "报周报"),
        ("evidence", "传佐证"), ("apply", "申请销号"), ("back", "被退回以后"),
    )),
    Chapter("principal", "主要负责人", "报送方案，签字背书，申请延期。", Role.UNIT_PRINCIPAL, (
        ("day", "打开以后先看什么"), ("plan", "报送方案"), ("sign", "签字背书"), ("extend", "申请延期"),
    )),
    Chapter("leader", "领导", "看板上一分钟看明白，同意第二次以后的延期。", Role.LEADER, (
        ("board", "一分钟看板"), ("count", "点数字看清单"), ("consent", "等我定的"), ("paper", "打印带去开会"),
    )),
    Chapter("reviewer", "联审成员", "按时提联审意见，看办完的联审和合并答复。", Role.REVIEWER, (
        ("day", "打开以后先看什么"), ("give", "提意见"), ("blind", "谁看得到"), ("after", "提完以后"),
    )),
    Chapter("sysadmin", "系统管理员", "开账号、管单位、改规则、装工作日历、看邮件发没发出。", AccountKind.SYSTEM_ADMIN, (
        ("first", "第一次使用"), ("users", "账号"), ("units", "单位"), ("rules", "规则和工作日历"), ("mail", "邮件"),
    )),
    Chapter("secadmin", "安全管理员", "给人授权、到期收回，查账号状态。", AccountKind.SECURITY_ADMIN, (
        ("grant", "授权"), ("end", "收回和交接"), ("look", "查账号"),
    )),
    Chapter("auditor", "审计管理员", "查谁在什么时候做了什么，核验记录没有被改。", AccountKind.AUDITOR, (
        ("log", "查日志"), ("verify", "核验"), ("broken", "对不上怎么办"),
    )),
)  # fmt: skip
BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}


def own_first(user) -> list[Chapter]:
    """The chapters of what a person is, in the order of the table. A person without a post has none."""
    held = {user.kind} if user.is_administrator else {post.role for post in user.posts}
    return [chapter for chapter in CHAPTERS if chapter.whose in held]
