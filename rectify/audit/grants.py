"""People, posts and units in the table of seals: they are the administrators' own business, shown with names."""

from rectify.accounts.models import ApiKey, AskedChange, Holding, Unit, User
from rectify.audit.seals import Witnessed


def holding_of(fact) -> list[int | None]:
    return [fact.facts.get("holding")]


SEALS = (
    Witnessed(
        Holding,
        "任职授权",
        ("accounts.holding.",),
        ("user_id", "role", "unit_id", "starts", "ends"),
        User,
        of=holding_of,
        reads=("user", "unit"),
        old="holding",
        within="user",
        about=lambda row: f"{row.user.name}（{row.user.username}）任 {row.unit.full_name} {row.get_role_display()}",
    ),
    Witnessed(
        User,
        "账号",
        ("accounts.user.", "accounts.administrator."),
        ("username", "kind", "is_active"),
        User,
        but=("accounts.user.turn_away",),
        about=lambda row: f"{row.name}（{row.username}）",
    ),
    Witnessed(
        AskedChange,
        "待确认的变更",
        ("accounts.change.",),
        ("kind", "data", "asked_by_id", "state", "decided_by_id"),
        AskedChange,
        about=lambda row: f"{row.kind} {row.public_id}",
    ),
    Witnessed(
        ApiKey,
        "接口密钥",
        ("accounts.apikey.",),
        ("role", "unit_id", "rights", "ends_on", "state", "first_code", "last_code"),
        ApiKey,
        about=lambda row: row.name,
    ),
    Witnessed(
        Unit,
        "单位",
        ("accounts.unit.",),
        ("name", "parent_id", "supervising_office_id", "is_office", "is_active"),
        Unit,
        about=lambda row: row.name,
    ),
)
