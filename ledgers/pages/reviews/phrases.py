"""The office's stored reasons at the review: offered by number, put before what was typed."""

from issues import policies
from ledgers.forms.verdicts import phrases
from rectify.lib.addresses import address


def context(user) -> dict:
    """What templates/ledgers/_review_keys.html takes."""
    keeps = bool(policies.keeps_catalogue(user))
    return {"phrases": phrases(), "phrases_url": address("issues:catalogue_table", name="phrases") if keeps else ""}
