// Forms open, save and close in place, and the focus stays where it was.
import { forget } from "../texts/keeping.js";
import { addressOf, discard, settleKeeping } from "./begun.js";
import { markHeld, partOf, say, sayWhy, send, sendForm, tell } from "./page.js";
import { focusFirst, put, settled } from "./parts.js";
import { isChanged, saving, written } from "./written.js";

export async function open(link) {
  const before = partOf(link);
  const form = before.querySelector("form[data-form]");
  if (form && isChanged(form) && !(await save(form))) return;
  await settled(before);
  const part = document.getElementById(before.id);
  const answer = await send(link.href);
  if (answer.why) sayWhy(answer.why);
  else focusFirst(put(part, answer.part));
}

export async function close(form) {
  const part = partOf(form);
  await discard(form);
  const answer = await send(`${addressOf(form)}?closed=1`);
  if (answer.why) tell(form, answer.why);
  else focusFirst(put(part, answer.part));
}

// Whether it is saved. `stays`: the focus is elsewhere already, and is left there. Asked again meanwhile, it is the same save.
export function save(form, submitter = null, stays = false) {
  if (!saving.has(form)) saving.set(form, saved(form, submitter, stays).finally(() => saving.delete(form)));
  return saving.get(form);
}

async function saved(form, submitter, stays) {
  await settleKeeping(form);
  const sent = written(form);
  const answer = await sendForm(form, submitter);
  if (answer.why) {
    tell(form, answer.why);
    return false;
  }
  if (stays && form.contains(document.activeElement) && written(form) !== sent) return false; // she came back, and writes on
  const part = put(partOf(form), answer.part);
  const again = part.querySelector("form[data-form]");
  if (!again) forget(form.dataset.field);
  markHeld(part, Boolean(again));
  if (again) say(`Not saved. ${[...again.querySelectorAll(".errorlist li")].map((one) => one.textContent).join(" ")}`);
  if (!stays) focusFirst(part);
  return !again;
}
