"""填报: the line by which an office answers for a table that it hands on."""

from datetime import date

from rectify.accounts.models import User
from rectify.lib.dates import chinese


def filing(user: User, on: date, office_id: int | None) -> str:
    """填报单位 is the office of the round where the person has a post there, else where the first post is; 填报日期 is `on`;
    审核人 signs by hand."""
    units = sorted((post.unit for post in user.posts), key=lambda unit: unit.pk != office_id)
    unit = units[0].name if units else ""
    return f"填报单位：{unit}　　填报日期：{chinese(on)}　　审核人："
