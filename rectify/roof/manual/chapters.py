"""The chapters: one for each role, from its file, and one for each administrator."""

from rectify.accounts.role import Chapter
from rectify.accounts.roles import offered
from rectify.roof.manual.administrators import ADMINISTRATORS


def chapters() -> list[Chapter]:
    """All of them, in the order of the roles."""
    return [*(role.chapter for role in offered() if role.chapter), *ADMINISTRATORS.values()]


def own_first(user) -> list[Chapter]:
    """The chapters of what a person is, in the same order. A person without a post has none."""
    own = [ADMINISTRATORS[user.kind]] if user.is_administrator else [role.chapter for role in user.roles]
    return [chapter for chapter in chapters() if chapter in own]
