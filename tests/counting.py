"""A clerk whose day is counted: every click, key and page that she needs, by the browser's own events.

Counted are trusted events alone, which only a hand or the browser itself can make. Pressing the mouse button is a click,
and so is each further field that is filled in without one (reached by Tab, or because the page put her there); a select
is two, its opening and its choice. A key is a key pressed, but a paste is one. A page load is a document that took the
place of the one before. What only confirms is not counted, so that nothing is gained by asking less.
"""

import time
from collections import Counter
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

LISTEN = """
(() => {
  const fields = "input:not([type=radio], [type=checkbox], [type=file]), textarea, [contenteditable=true]";
  const fieldOf = (event) => event.target.closest?.(fields) ?? null;
  const held = ["Control", "Shift", "Alt", "Meta"];
  let pressed = null, filled = null;
  const on = (name, heard) => addEventListener(name, (event) => {
    if (event.isTrusted) heard(event); else if (name !== "input" && name !== "focusin") window.counted("untrusted");
  }, true);
  on("pointerdown", (event) => {
    pressed = event.target.closest("select") ?? fieldOf(event);
    const confirms = event.target.closest("[data-confirms]");
    window.counted(confirms ? "confirmations" : "clicks");
    if (pressed?.matches?.("select")) window.counted("clicks");
  });
  on("keydown", (event) => {
    if (held.includes(event.key) || event.target === pressed && pressed.matches("select")) return;
    window.counted(event.ctrlKey && event.key.toLowerCase() === "v" ? "pastes" : "keys");
  });
  on("input", (event) => {
    const field = fieldOf(event);
    if (!field || field === filled) return;
    if (field !== pressed) window.counted("clicks");
    filled = field;
  });
  on("focusin", (event) => { if (fieldOf(event) !== filled) filled = null; });
})();
"""


class Clerk:
    """A clerk at a page, with a mouse and a keyboard; `steps` holds what each step of her day took."""

    has_mouse = True

    def __init__(self, page: Page):
        self.page, self.steps, self.now = page, {}, Counter()
        page.expose_function("counted", self._count)
        page.add_init_script(LISTEN)
        page.on("domcontentloaded", lambda _: self._count("page loads"))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def _count(self, what: str) -> None:
        self.now[what] += 1

    @contextmanager
    def step(self, name: str):
        """What is counted within belongs to the step."""
        self.now, began = Counter(), time.monotonic()
        self.steps[name] = self.now
        yield
        self.page.wait_for_timeout(100)  # the last event's message
        self.now["seconds"] = round(time.monotonic() - began, 1)

    def press(self, target: Locator) -> None:
        """A button, a link, a box to tick, a field to enter."""
        target.click()

    def type(self, text: str, into: Locator | None = None) -> None:
        if into:
            self.press(into)
        self.page.keyboard.type(text)

    def paste(self, text: str, into: Locator | None = None, html: str = "") -> None:
        """Paste what she copied elsewhere; with `html`, as from Word."""
        if into:
            self.press(into)
        self.page.evaluate(COPY, [text, html])
        self.page.keyboard.press("ControlOrMeta+V")

    def choose(self, select: Locator, label: str) -> None:
        """The first option of a select that begins with the label."""
        at = select.evaluate("(s, label) => [...s.options].findIndex(o => o.label.startsWith(label))", label)
        assert at >= 0, f"nothing begins with “{label}”"
        self.press(select)
        self.key("Home", *["ArrowDown"] * at, "Enter")
        chosen = select.evaluate("s => s.selectedOptions[0].label")
        assert chosen.startswith(label), f"“{chosen}” is chosen instead of “{label}”"

    def key(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    @property
    def total(self) -> Counter:
        total = sum(self.steps.values(), Counter())
        total["keys"] += total["pastes"]
        assert not total["untrusted"], "some of it was no hand's"
        return total

    @property
    def table(self) -> str:
        """What each step took, and the sums, a line each."""
        heads = ["clicks", "page loads", "keys", "pastes", "seconds"]
        lines = [f"{'':44}" + "".join(f"{head:>12}" for head in heads)]
        lines += [f"{name:44}" + "".join(f"{step[head]:12}" for head in heads) for name, step in self.steps.items()]
        return "\n".join([*lines, *(f"{self.total[head]} {head}" for head in heads[:3])])


class ClerkWithoutMouse(Clerk):
    """The same, who reaches everything by Tab, and goes through choices by the arrows."""

    has_mouse = False

    def press(self, target: Locator) -> None:
        target.wait_for(state="attached")
        control = target.evaluate_handle("e => e.control ?? e.querySelector('input') ?? e").as_element()
        self.reach(control)
        kind = control.evaluate(KIND, ENTERED)
        if kind == "radio":
            self._go_to(control)
        elif kind != "field":
            self.key("Enter" if kind in {"a", "button", "summary"} else "Space")

    def reach(self, control) -> None:
        """Tab to it; of radio buttons, to the one of them that is in the order of Tab."""
        for _ in range(600):
            if control.evaluate(IS_REACHED):
                return
            self.key("Tab")
        raise AssertionError(f"no Tab leads to {control}")

    def _go_to(self, radio) -> None:
        for _ in range(12):
            if radio.evaluate("e => e.checked"):
                return
            self.key("Space" if radio.evaluate("e => e === document.activeElement") else "ArrowRight")
        raise AssertionError(f"no arrow leads to {radio}")

    def choose(self, select: Locator, label: str) -> None:
        self.reach(select.element_handle())
        for _ in range(40):
            if select.evaluate("s => s.selectedOptions[0].label").startswith(label):
                return
            self.key("ArrowDown")
        raise AssertionError(f"no arrow leads to “{label}”")


ENTERED = "input:not([type=checkbox], [type=radio], [type=submit], [type=file]), textarea, select"
KIND = (
    "(e, entered) => e.type === 'radio' ? 'radio' : e.isContentEditable || e.matches(entered) ? 'field' : e.localName"
)
IS_REACHED = """e => {
  const here = document.activeElement;
  const isBeside = e.type === "radio" && here.type === "radio" && here.name === e.name && here.form === e.form;
  return here === e || e.contains(here) || isBeside;
}"""
COPY = """async ([text, html]) => {
  const kinds = {"text/plain": new Blob([text], {type: "text/plain"})};
  if (html) kinds["text/html"] = new Blob([html], {type: "text/html"});
  await navigator.clipboard.write([new ClipboardItem(kinds)]);
}"""
