// Parts of the page: each is put in anew as the server has it, with a form in place of what it is about.
import { later } from "./begun.js";
import { desk, formsIn, say, send } from "./page.js";
import { startNames } from "./votes.js";
import { begin } from "./written.js";

// The part as the server has it now, in place of the old one.
export function put(part, fresh) {
  part.replaceWith(fresh);
  markDecided(fresh);
  formsIn(fresh).forEach(prepare);
  if (fresh.dataset.said) say(fresh.dataset.said);
  if (fresh.dataset.there) refresh(document.getElementById(fresh.dataset.there), fresh.dataset.elsewhere);
  return fresh;
}

// The list beside the items says which has a decision or a vote.
function markDecided(part) {
  const [, item] = /^(?:decisions|motions)-(\d+)$/.exec(part.id) ?? [];
  if (item) desk.querySelector(`[data-decided="${item}"]`).textContent = desk.querySelector(`:is(#decisions-${item}, #motions-${item}) > .row`) ? "decision" : "";
}

// A part in which nothing is being written, as it stands now.
export async function refresh(part, address) {
  if (!part || part.querySelector("form[data-form]")) return;
  const { part: fresh } = await send(`${address}?closed=1`);
  if (fresh && !part.contains(document.activeElement)) put(part, fresh);
}

export function prepare(form) {
  begin(form);
  for (const kind of ["input", "click"]) form.addEventListener(kind, () => later(form));
  const names = form.querySelector("[data-names]");
  if (names) startNames(form, names);
}

export function focusFirst(part) {
  const form = part.querySelector("form[data-form]");
  const wrong = form?.querySelector(".errorlist");
  const place = wrong?.closest(".field, fieldset, .in-place") ?? form;
  const field = [...(place?.querySelectorAll("input, textarea, select") ?? [])].find((one) => one.type !== "hidden" && one.offsetParent);
  (field ?? part.querySelector(".adds, a"))?.focus();
}

// A text of this part that is still being saved would be shown as it was.
export async function settled(part) {
  for (let waits = 0; part.querySelector(".text-editing") && waits < 30; waits += 1) await new Promise((go) => { setTimeout(go, 100); });
}
