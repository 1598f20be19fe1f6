"""线索专管员: keeps the clues that inspections hand over. There are none in this application yet."""

from rectify.accounts.role import Role

ROLE = Role(
    "clue_keeper",
    "线索专管员",
    order=70,
    not_yet="线索还不在本系统里办，线索专管员没有自己的页面，不能授权，请改选角色",
)
