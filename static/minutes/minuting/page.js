// What of the minutes desk all its scripts speak of: asking the server, and saying what came of it.
import { send as sendTo, tell as tellWhy } from "../../desk/sending.js";
import { windowNumber } from "../texts/keeping.js";

export const desk = document.querySelector(".minutes-desk");
const live = desk.querySelector(".said");

export const partOf = (element) => element.closest("[data-part]");
export const formsIn = (part) => [...part.querySelectorAll("form[data-form]")];

export function say(sentence) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = sentence; });
}

// What is not saved, because it needs the clerk, is marked in the list of items.
export function markHeld(place, isHeld) {
  const item = place.closest(".item");
  const row = item && desk.querySelector(`.item-list a[href="#${item.id}"]`)?.closest("li");
  row?.querySelector(".held")?.remove();
  if (isHeld) row?.append(" ", Object.assign(document.createElement("strong"), { className: "held", textContent: "not saved: look" }));
}

desk.addEventListener("text:held", (event) => markHeld(event.target, event.detail));

function partIn(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.querySelector("[data-part]");
}

// What came: {part} of the page, or {data, ok}; or {why} there is neither, in the one word of the desk's sending.
export async function send(address, body = null) {
  const { is, ok, text, data } = await sendTo(address, body, { headers: { "X-Requested-With": "fetch" } });
  if (is !== "done") return { why: is };
  const part = data ? null : partIn(text);
  return data || part ? { part, data, ok } : { why: "failed" };
}

export function sendForm(form, submitter = null) {
  const body = new FormData(form, submitter);
  body.append("window", windowNumber());
  return send(form.action, body);
}

export function sayWhy(why) {
  const words = document.createElement("p");
  tellWhy(words, why);
  say(words.textContent);
}

// Beside the form, and aloud, with a way to log in.
export function tell(form, why) {
  form.querySelector(".not-sent")?.remove();
  const note = Object.assign(document.createElement("p"), { className: "not-sent errornote" });
  tellWhy(note, why);
  form.prepend(note);
  say(note.textContent);
}
