"""What a unit carries: work of the apps above that is left without anybody where the unit is taken out of use.

This app knows no issues: who keeps work that units do registers here from `AppConfig.ready`.
"""

from collections.abc import Callable

from rectify.accounts.models import Unit

Burden = Callable[[Unit], str]
_BURDENS: list[Burden] = []


def register(*burdens: Burden) -> None:
    """Each says in a sentence what still lies with a unit and who takes it elsewhere; nothing where nothing does."""
    _BURDENS.extend(burden for burden in burdens if burden not in _BURDENS)


def carried(unit: Unit) -> list[str]:
    """Everything that speaks against taking `unit` out of use."""
    return [reason for reason in (burden(unit) for burden in _BURDENS) if reason]
