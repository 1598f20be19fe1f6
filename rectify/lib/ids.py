"""Random public ids: what stands in an address instead of a countable number (an id tells nothing of its neighbours)."""

import secrets

# No 0/o, 1/l/i: people read these aloud on the telephone.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def new_id() -> str:
    """Twelve random characters, about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
