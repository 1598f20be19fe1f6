class Refused(Exception):
    """A rule says no. Carries every reason, as sentences for people."""

    def __init__(self, *reasons: str):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__("；".join(self.reasons))


class Faster(Refused):
    """Somebody else has already acted; the reason says who and when. No error of the reader's."""
