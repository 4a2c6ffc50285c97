// Leaving a form saves it, whichever way she leaves; where that can't be, she stays, or is asked.
import { saveBeforeLink } from "../leaving.js";
import { keepForm } from "./begun.js";
import { save } from "./forms.js";
import { desk, formsIn } from "./page.js";
import { isChanged, saving } from "./written.js";

const unsaved = () => formsIn(desk).filter(isChanged);

let pressed = null;
let isDown = false;
document.addEventListener("pointerdown", (event) => { pressed = event.target; isDown = true; }, true);
for (const up of ["pointerup", "pointercancel"]) document.addEventListener(up, () => { isDown = false; }, true);
document.addEventListener("keydown", () => { pressed = null; }, true);

// Once no button of the mouse is down: what it was pressed on must not move away under it.
async function released() {
  do await new Promise((go) => { setTimeout(go, isDown ? 20 : 0); }); while (isDown);
}

// Leaving a form saves it; a click beside its fields is not leaving, nor is another window.
desk.addEventListener("focusout", async (event) => {
  const form = event.target.closest("form[data-form]");
  if (!form) return;
  await released();
  if (!form.isConnected || saving.has(form) || form.contains(document.activeElement) || !document.hasFocus()) return;
  if (pressed && form.contains(pressed)) return;
  if (isChanged(form)) save(form, null, true);
});

saveBeforeLink((link) => (link.matches("[data-opens], [data-closes]") ? [] : unsaved().map((form) => save(form, null, true))));
window.addEventListener("pagehide", () => unsaved().forEach((form) => keepForm(form, true)));
window.addEventListener("beforeunload", (event) => { if (unsaved().length) event.preventDefault(); });
