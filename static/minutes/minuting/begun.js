// A form that is written is kept as texts are: it is offered again if the window goes.
import { keep, neverInBrowser, throwAway, wait, windowNumber } from "../texts/keeping.js";
import { isChanged, saving, written } from "./written.js";

const timers = new WeakMap();
const keeping = new WeakMap();
export const addressOf = (form) => form.getAttribute("action").split("#")[0];

function stopWaiting(form) {
  clearTimeout(timers.get(form)?.timer);
  timers.delete(form);
}

export function later(form) {
  const { timer, since = Date.now() } = timers.get(form) ?? {};
  clearTimeout(timer);
  timers.set(form, { since, timer: setTimeout(() => keepForm(form), wait(since)) });
}

// Nothing of what the public may not read lies in the browser.
const mayLieHere = (form) => "open" in form.dataset && !form.elements.restriction?.value && !form.elements.is_sensitive?.checked;

export function keepForm(form, isLast = false) {
  stopWaiting(form);
  if (!form.isConnected || saving.has(form) || !(isChanged(form) || form.dataset.kept)) return;
  form.dataset.kept = "yes";
  const { field } = form.dataset;
  const open = mayLieHere(form);
  if (!open) neverInBrowser(field);
  const entry = { field, address: addressOf(form), version: form.elements.opened_version?.value ?? 0, text: written(form), open };
  keeping.set(form, keep(entry, (answer, sent) => heard(form, answer, sent), isLast));
}

// No keeping of the form is under way any more, and none begins.
export async function settleKeeping(form) {
  stopWaiting(form);
  await keeping.get(form);
}

function heard(form, answer, { since }) {
  const place = form.querySelector(".form-kept") ?? form.querySelector(".buttons").appendChild(Object.assign(document.createElement("span"), { className: "form-kept quiet" }));
  const time = since.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const where = answer.inBrowser ? "kept in this browser" : "kept in this window alone; don’t close it";
  place.textContent = answer.is === "done" ? ` Kept ${answer.data.at}, not yet in the record` : ` Not at the server since ${time}: ${where}`;
  if (answer.is !== "done") return;
  if (answer.data.closed) {
    delete form.dataset.open;
    neverInBrowser(form.dataset.field);
  }
  const { adopted } = form.dataset;
  delete form.dataset.adopted;
  if (adopted && adopted !== windowNumber()) throwAway(form.dataset.field, addressOf(form), adopted);
}

// What was kept of a form that is closed is of no use any more.
export async function discard(form) {
  await settleKeeping(form);
  return throwAway(form.dataset.field, addressOf(form), windowNumber());
}
