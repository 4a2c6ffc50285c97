// Titles typed one after the other, at the end or beside an item.
import { send } from "./asking.js";
import { askWhetherClosed } from "./closed_titles.js";
import { add, row, said, say } from "./page.js";
import { emptyPaste } from "./pasting.js";

// A new item beside another: the form moves there, and each item typed next comes after the last.
export function insertAt(at, link) {
  add.elements.at.value = at;
  add.querySelector("label").textContent = link.getAttribute("aria-label");
  add.querySelector(".at-the-end").hidden = false;
  link.closest("details")?.removeAttribute("open");
  add.elements.title.focus();
  add.scrollIntoView({ block: "nearest" });
}

add?.querySelector(".at-the-end").addEventListener("click", (event) => {
  event.preventDefault();
  add.elements.at.value = "";
  add.querySelector("label").textContent = add.querySelector("label").dataset.plain;
  event.target.hidden = true;
  add.elements.title.focus();
});

// Of a late item what is wrong stands at its field, and the first of them has the focus.
export function lateSaid(form, answer) {
  if (atFields(form, answer.fields ?? {}) || answer.error) return;
  form.reset();
  if (answer.asks) askWhetherClosed(answer);
  form.elements.title.focus();
}

function atFields(form, sentences) {
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    document.getElementById(field.getAttribute("aria-describedby"))?.remove();
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  const wrong = [...form.elements].filter(({ name }) => sentences[name]);
  for (const field of wrong) {
    const sentence = Object.assign(document.createElement("span"), { id: `${field.id}-error`, className: "error", textContent: sentences[field.name] });
    field.before(sentence);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", sentence.id);
  }
  wrong[0]?.focus();
  return wrong.length;
}

let underWay = 0; // titles
let notStored = [];

export function addOne() {
  const title = add.elements.title;
  if (!title.value.trim()) return say("Write the item’s title.", true);
  const typed = title.value;
  underWay += 1;
  const result = send(add, null, (answer) => {
    if (answer.error) notStored.push(typed);
    else if (answer.at) add.elements.at.value = answer.at;
    if (answer.asks) askWhetherClosed(answer);
    if (answer.item) row(answer.item)?.scrollIntoView({ block: "nearest" });
  }).then(() => { underWay -= 1; if (!underWay) bringBack(); });
  title.value = "";
  title.focus();
  return result;
}

// Titles that were not stored: the one alone into its field, several as lines of the list to be pasted.
function bringBack() {
  const titles = notStored;
  notStored = [];
  if (!titles.length) return;
  if (titles.length === 1 && !add.elements.title.value) {
    add.elements.title.value = titles[0];
    return said.append(" The title is not stored, and stands in its field again.");
  }
  if (!document.querySelector("#paste-list")) emptyPaste();
  const lines = document.querySelector("#paste-list");
  lines.value = [lines.value, ...titles].filter(Boolean).join("\n");
  document.querySelector("#paste-details").open = true;
  said.append(` ${titles.length} title${titles.length === 1 ? " was" : "s were"} not stored, and stand${titles.length === 1 ? "s" : ""} in the list below: “Add the list” adds them.`);
}
