// A list that is pasted: read at once, or shown again where a line can be read in more than one way.
import { send as sendTo } from "../../desk/sending.js";
import { sendOnce } from "./asking.js";
import { add, page, say, undo } from "./page.js";

const MOST_LETTERS = 200000, MOST_BREAKS = 2000; // of a pasted list, as in minutes/pasted_agenda.py

// What no agenda is: it would make the page stand still, and it is still in the clipboard.
function isTooLong(text) {
  const isLong = text.length > MOST_LETTERS || text.split("\n", MOST_BREAKS + 2).length > MOST_BREAKS + 1;
  if (isLong) say("This is longer than an agenda can be. Paste the list of items alone, or a part of it at a time.", true);
  return isLong;
}

document.addEventListener("paste", (event) => {
  if (event.target.id === "paste-list" && isTooLong(event.clipboardData.getData("text/plain"))) event.preventDefault();
});

export function sendPaste(form, button = null) {
  if (isTooLong(form.elements.list?.value ?? "")) return;
  clearTimeout(keeping);
  return sendOnce(form, button, (answer) => {
    const place = document.querySelector("#paste");
    if (answer.paste) {
      place.innerHTML = answer.paste;
      const wrong = place.querySelector("[aria-invalid=true]");
      if (wrong) say("Not added yet: a closed item needs a title for the public. Write it, then add them.", true);
      else say(answer.error || "Look at the lines that could be read in more than one way.", Boolean(answer.error));
      (wrong ?? place.querySelector(".doubtful select, textarea"))?.focus();
    } else if (!answer.error) {
      document.querySelector("#paste-details").open = false;
      emptyPaste();
      (undo?.hidden === false ? undo.querySelector("button") : document.querySelector("#paste-details summary")).focus();
    }
  });
}

// A list that is looked at is kept as it stands, and is here again when the clerk comes back.
let keeping;
page?.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form?.id !== "paste-form" || !form.elements.lines) return;
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    const body = new FormData(form);
    body.set("keep", "1");
    sendTo(form.action, body, { headers: { "X-Requested-With": "fetch" }, keeps: true });
  }, 1000);
});

// After a preview the plain form comes back.
const plain = (document.querySelector("#plain-paste") ?? document.querySelector("#paste"))?.innerHTML;
export function emptyPaste() {
  document.querySelector("#paste").innerHTML = plain;
}

// A list pasted into the field for one title is a list.
add?.elements.title.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!text.trim().includes("\n") || add.elements.at.value) return;
  event.preventDefault();
  if (isTooLong(text)) return;
  emptyPaste();
  document.querySelector("#paste-list").value = text;
  document.querySelector("#paste-details").open = true;
  sendPaste(document.querySelector("#paste-form"));
});
