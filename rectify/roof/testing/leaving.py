"""A page of the browser that is being left: a click has asked for another page, and the old one still stands there.

Whoever looks at it then looks at the wrong page, or at one that is taken away while he looks.
"""

from typing import Any

# The browser tells a page that it is being left before the request for the next one goes out.
MARK = """
window.navigation?.addEventListener("navigate", (leaving) => {
    if (!leaving.hashChange && leaving.downloadRequest === null) window.pageIsBeingLeft = true
})
"""
STANDS = "() => !window.pageIsBeingLeft && document.readyState === 'complete'"


def watch(page: Any) -> None:
    """Mark every page of this tab from now on when it is being left."""
    page.add_init_script(MARK)


def stand_still(page: Any, seconds: float = 60) -> None:
    """Return when the tab shows a whole page that nothing is about to replace."""
    page.wait_for_function(STANDS, timeout=seconds * 1000)
