"""填报: the line by which an office answers for a table that it hands on."""

from datetime import date

from rectify.accounts.models import User
from rectify.lib.dates import chinese


def filing(user: User, on: date) -> str:
    """填报单位 is where the first post of the person is, 填报日期 is `on`; 审核人 signs by hand."""
    unit = user.posts[0].unit.name if user.posts else ""
    return f"填报单位：{unit}　　填报日期：{chinese(on)}　　审核人："
