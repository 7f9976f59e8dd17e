"""One who uses only the keyboard: Tab to get there, and a key to do it. Focus is always to be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 120  # stops of Tab on one page, before we say that there is no way there

HAS_FOCUS = "(element) => element === document.activeElement"
IS_SOMEWHERE = """() => {
    const at = document.activeElement;
    return at && at !== document.body && at.getClientRects().length > 0;
}"""
# A toggle shows its focus on the label around the radio button. The page's own main part, where a skip link
# leads, is too large to be framed.
MARK = """() => {
    const at = document.activeElement;
    const frame = (element) => element && getComputedStyle(element);
    const isFramed = (style) => style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const isSeen = isFramed(frame(at)) || isFramed(frame(at.closest("label")));
    return [at === document.body || at.tagName === "MAIN" || isSeen, at.outerHTML.slice(0, 200)];
}"""


class Keys:
    """A pair of hands on the keyboard of `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, there: Locator, *, key: str = "Tab") -> None:
        """Press Tab (or `key`) until `there` has focus; fail where focus cannot be seen."""
        there.wait_for(state="attached")
        for _ in range(MOST):
            if there.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press(key)
            self.see()
        raise AssertionError(f"{key} never comes to {there}")

    def press(self, there: Locator, key: str = "Enter", *, way: str = "Tab") -> None:
        """Go to a control and use it."""
        self.to(there, key=way)
        self.page.keyboard.press(key)
        self.stays()

    def write(self, there: Locator, text: str) -> None:
        """Go to a field and type in it."""
        self.to(there)
        self.page.keyboard.type(text)

    def see(self) -> None:
        """The place of focus is marked."""
        seen, element = self.page.evaluate(MARK)
        assert seen, f"focus is not to be seen on {element}"

    def stays(self) -> None:
        """Focus is on something that is there: it is not lost with what was taken away."""
        self.page.wait_for_function(IS_SOMEWHERE, timeout=2000)
        self.see()
