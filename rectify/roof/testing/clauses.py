"""docs/security.md: what GB/T 22239-2019 asks of the third level about identity, access and administrators, by what it is
met, and which tests show it. A test shows a clause by naming it in its docstring (`8.1.4.1 b`);
`python -m rectify.roof.testing.clauses` draws the page anew, and a test holds it to the tests."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
PAGE = HOME / "docs" / "security.md"
NAMED = re.compile(r"\b8\.1\.[45]\.\d [a-g]\b")
HEAD = """# Security 等级保护

What GB/T 22239-2019 asks of the third level (等保三级) about identity (8.1.4.1), access (8.1.4.2) and the three
administrators (8.1.5), by what the program meets it, and the tests that show it. Drawn from the tests, which name their
clauses: `python -m rectify.roof.testing.clauses` after a change. What a clause asks is told in short; an assessment goes by
the printed standard. What rests on the place stands at the end.

| Clause | Asks | Feature | Shown by |
|---|---|---|---|
"""
FOOT = """
## What rests on the place

- TLS in front, with `HTTPS=1`: then cookies are bound to it, the three administrators need the second factor and passwords
  age after 90 days. On one machine with SQLite, as in the demo, all this is off.
- Whether a role needs the second factor is a rule (规则 → 登录), which a second hand agrees to. Off for people who do business
  until the place turns it on.
- `var/keys/factor.key` opens the seeds of the second factor. It lies in no backup and is kept apart from them, like the key of
  the backups. Without it everybody comes in by a recovery code and binds anew.
- Another system gets a machine key (接口密钥), never a person's account.
- Certified cryptography, a certificate or UKey as a further factor, and 国密 TLS are the gateway's.
"""


@dataclass(frozen=True)
class StandardClause:
    """One letter of the standard; `met` by what."""

    name: str
    asks: str
    met: str


CLAUSES = (
    StandardClause(
        "8.1.4.1 a",
        "身份标识唯一，鉴别信息复杂并定期更换",
        "one log-in name a person; passwords of ten signs and two kinds, no name, unit or listed word, the last five barred, "
        "changed after the days of the rule `login.password_days`; a first one lives 72 hours",
    ),
    StandardClause(
        "8.1.4.1 b",
        "登录失败处理，限制非法登录次数，超时退出",
        "five wrong passwords lock a name for half an hour, thirty on the person's own device; five wrong codes too; idle "
        "30 minutes, 8 hours at most; three log-ins at once (`login.sessions`)",
    ),
    StandardClause(
        "8.1.4.1 c",
        "远程管理时鉴别信息不被窃听",
        "`HTTPS=1`: cookies bound to TLS, redirect and HSTS; `check --deploy` warns without it",
    ),
    StandardClause(
        "8.1.4.1 d",
        "两种以上鉴别技术，其一用密码技术",
        "password and 动态码 (TOTP), required by a rule per role; recovery codes on paper; the seed sealed by a key outside "
        "the database",
    ),
    StandardClause(
        "8.1.4.2 a",
        "对登录的用户分配账户和权限",
        "posts: a role at a unit from a day to a day; whatever is read starts at `visible_to`",
    ),
    StandardClause(
        "8.1.4.2 b",
        "重命名或删除默认账户",
        "no account is there before three are made, each with a password of its own; no admin site",
    ),
    StandardClause(
        "8.1.4.2 c",
        "及时删除多余、过期账户，避免共享",
        "an account that is stopped, a post that ends, a key that is over opens nothing from the next request on",
    ),
    StandardClause(
        "8.1.4.2 d",
        "最小权限，管理用户权限分离",
        "three kinds of administrator, none with a post, held by the database too; a machine key writes only what it was "
        "granted",
    ),
    StandardClause(
        "8.1.4.2 e",
        "由授权主体配置访问控制策略",
        "a post, a reset, a guarded rule is asked by one and agreed to by another",
    ),
    StandardClause(
        "8.1.4.2 f",
        "主体到用户或进程级，客体到文件、数据库表级",
        "rows, files and fields by the post of a person; another system by its own key",
    ),
    StandardClause(
        "8.1.4.2 g",
        "对重要主体和客体设置安全标记",
        "公开, 内部, 工作秘密 on issues, feedbacks and files, changed by the head with a reason; one table says what each mark "
        "gives at which door (page, preview, original, row of an export, notice); a restricted issue is "
        "read by who is named until a day",
    ),
    StandardClause(
        "8.1.5.1 a",
        "系统管理员身份鉴别，特定界面操作，审计",
        "own pages, no business content; every act an event of the trail",
    ),
    StandardClause(
        "8.1.5.2 a",
        "审计管理员身份鉴别，特定界面操作，审计",
        "reads and proves the trail, changes nothing; that it was proved is an event",
    ),
    StandardClause(
        "8.1.5.3 a",
        "安全管理员身份鉴别，特定界面操作，审计",
        "grants posts and agrees to what others ask, never to what it asked itself",
    ),
)


def shown() -> dict[str, list[str]]:
    """By clause the tests that name it, as pytest calls them."""
    tests = defaultdict(list)
    for package in ("rectify", "issues", "ledgers"):
        for path in sorted((HOME / package).rglob("test_*.py")):
            for test in _tests(path):
                for clause in NAMED.findall(ast.get_docstring(test) or ""):
                    tests[clause].append(f"{path.relative_to(HOME)}::{test.name}")
    return tests


def _tests(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def drawn() -> str:
    """The page as it must stand."""
    tests = shown()
    rows = []
    for clause in CLAUSES:
        by = "<br>".join(f"`{test}`" for test in tests[clause.name]) or "–"
        rows.append(f"| {clause.name} | {clause.asks} | {clause.met} | {by} |")
    return HEAD + "\n".join(rows) + "\n" + FOOT


if __name__ == "__main__":
    PAGE.write_text(drawn(), encoding="utf-8")
