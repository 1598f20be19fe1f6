from rectify.accounts.models.holding import Holding
from rectify.accounts.models.sector import Sector
from rectify.accounts.models.unit import Unit, UnitAlias
from rectify.accounts.models.user import User

__all__ = ["Holding", "Sector", "Unit", "UnitAlias", "User"]
