// The list of items, put in anew with what is open in it.
import { isChanged } from "../unsaved.js";
import { list, page, row } from "./page.js";

// What is open, and where the clerk is, stays.
export function replaceItems(html) {
  const open = [...list.querySelectorAll(".row-open")].map((part) => [part.closest("[data-item]").dataset.item, part]);
  const here = document.activeElement;
  const within = list.contains(here);
  const [item, key] = [here.closest?.("[data-item]")?.dataset.item, here.value || here.dataset?.at];
  list.innerHTML = html;
  for (const [of, part] of open) {
    if (!row(of)) keepDeleted(part);
    row(of)?.querySelector(".opened").append(part);
    row(of)?.querySelector(".open").setAttribute("aria-expanded", "true");
  }
  if (within && !page.contains(here)) focusRow(item, key);
  else if (within) here.focus();
}

// What was typed into a row that somebody else has deleted stays until it is thrown away.
function keepDeleted(part) {
  if (!isChanged(part)) return;
  const title = part.querySelector(".row-form").getAttribute("aria-label");
  const note = Object.assign(document.createElement("p"), { className: "errornote", textContent: `“${title}” was deleted by somebody else. What you typed still stands here: copy it to where it belongs. ` });
  const away = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Throw it away" });
  part.querySelector(".buttons").replaceChildren(away);
  part.prepend(note);
  list.after(part);
  away.addEventListener("click", () => part.remove());
}

function focusRow(item, key) {
  const places = row(item) ? [...row(item).querySelectorAll("button, a")] : [];
  const again = places.find((place) => key && (place.value === key || place.dataset.at === key));
  (again && again.checkVisibility() ? again : row(item)?.querySelector(".open"))?.focus();
}
