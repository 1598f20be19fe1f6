from rectify.accounts.models.api_key import ApiKey, ApiKeyUse, KeyRight
from rectify.accounts.models.asked_change import AskedChange
from rectify.accounts.models.factor import Factor, RecoveryCode
from rectify.accounts.models.holding import Holding
from rectify.accounts.models.open_session import OpenSession
from rectify.accounts.models.password_half import PasswordHalf
from rectify.accounts.models.past_password import PastPassword
from rectify.accounts.models.sector import Sector
from rectify.accounts.models.staff_list import StaffList
from rectify.accounts.models.standin import StandIn
from rectify.accounts.models.throttle_count import ThrottleCount
from rectify.accounts.models.unit import FormerName, Unit, UnitAlias
from rectify.accounts.models.unit_request import UnitRequest
from rectify.accounts.models.user import User

__all__ = [
    "ApiKey",
    "ApiKeyUse",
    "AskedChange",
    "Factor",
    "FormerName",
    "Holding",
    "KeyRight",
    "OpenSession",
    "PasswordHalf",
    "PastPassword",
    "RecoveryCode",
    "Sector",
    "StaffList",
    "StandIn",
    "ThrottleCount",
    "Unit",
    "UnitAlias",
    "UnitRequest",
    "User",
]
