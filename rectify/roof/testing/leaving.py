"""A page of the browser that is being left: a click has asked for another page, and the old one still stands there.

Whoever looks at it then looks at the wrong page, or at one that is taken away while he looks.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

# The browser tells a page that it is being left before the request for the next one goes out.
MARK = """
window.navigation?.addEventListener("navigate", (leaving) => {
    if (!leaving.destination.sameDocument && leaving.downloadRequest === null) window.pageIsBeingLeft = true
})
"""
STANDS = "() => !window.pageIsBeingLeft && document.readyState === 'complete'"


def watch(page: Any) -> None:
    """Mark every page of this tab from now on when it is being left."""
    page.add_init_script(MARK)


def stand_still(page: Any, seconds: float = 60) -> None:
    """Return when the tab shows a whole page that nothing is about to replace."""
    page.wait_for_function(STANDS, timeout=seconds * 1000)


# What Playwright answers from the page as it stands, without waiting for anything to come.
READS = ("all", "all_inner_texts", "all_text_contents", "count", "evaluate_all", "is_hidden", "is_visible")


def read_whole_pages(locator: type) -> None:
    """From now on these reads of Playwright's `Locator` look at the page that a click asked for, however slow the machine."""
    for name in READS:
        read = getattr(locator, name)
        if not hasattr(read, "__wrapped__"):
            setattr(locator, name, _standing(read))


def _standing(read: Callable) -> Callable:
    @wraps(read)
    def wait_and_read(locator: Any, *args: Any, **options: Any) -> Any:
        stand_still(locator.page)
        return read(locator, *args, **options)

    return wait_and_read
