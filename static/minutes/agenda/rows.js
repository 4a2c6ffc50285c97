// One item, opened where it stands: what is changed in it is saved, or thrown away once the clerk has said so.
import { isChanged } from "../unsaved.js";
import { ask, show } from "./asking.js";
import { list, row, say } from "./page.js";

export async function toggle(link) {
  const item = link.closest("[data-item]");
  if (item.querySelector(".row-form")) return leave(item);
  const answer = await ask(link.href);
  if (answer.error) return show(answer);
  put(item, answer.row);
  item.querySelector(".row-form input:not([type=hidden]), .row-form summary").focus();
}

function put(item, html) {
  item.querySelector(".opened").innerHTML = html;
  item.querySelector(".open").setAttribute("aria-expanded", "true");
}

// Closes a row; one with words in it once the clerk has said so.
export function leave(item) {
  const title = item.querySelector(".open").textContent;
  if (!isChanged(item.querySelector(".row-form")) || confirm(`“${title}” is not saved. Close it, and lose what you changed in it?`)) close(item);
}

function close(item) {
  item.querySelector(".opened").textContent = "";
  item.querySelector(".open").removeAttribute("aria-expanded");
  item.querySelector(".open").focus();
}

export function saved(item, answer) {
  if (answer.row && row(item)) {
    put(row(item), answer.row);
    say("Not saved yet: see what is said at the fields.", true);
    focusWrong(row(item));
  } else if (!answer.error && row(item)) close(row(item));
}

// The first wrong field, in sight: the sentence at the top of the page lies over what scrolls below it.
function focusWrong(of) {
  const field = of.querySelector(".field:has(.errorlist) :is(input, select, textarea)") ?? of.querySelector("[name=replaced_version]");
  field?.closest("details")?.setAttribute("open", "");
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "center" });
}

// A text of the row is saved by itself when it is left, and raises the row's version: by the clerk's own hand, not another's.
list.addEventListener("text:saved", (event) => {
  const opened = event.target.closest(".row-open").querySelector("[name=opened_version]");
  if (Number(event.target.dataset.version) === Number(opened.value) + 1) opened.value = event.target.dataset.version;
});

export function textsSaved(item) {
  if (!row(item)?.querySelector(".row-texts [contenteditable=true]")) return Promise.resolve();
  return new Promise((resolve) => {
    row(item).addEventListener("text:saved", resolve, { once: true });
    setTimeout(resolve, 3000);
  });
}

// Matters, looked up while typing.
let waiting;
list.addEventListener("input", (event) => {
  if (!event.target.name?.endsWith("-matter_name")) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const { matters = [] } = await ask(`matters/?q=${encodeURIComponent(event.target.value)}`); // it only helps: none where nobody answers
    const names = matters.map((name) => Object.assign(document.createElement("option"), { value: name }));
    event.target.closest("form").querySelector("datalist").replaceChildren(...names);
  }, 150);
});
