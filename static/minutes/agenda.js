// The agenda without page loads: each form goes to its own address by fetch, and the list is put in anew. The page works without it.
import { addOne, insertAt, lateSaid } from "./agenda/adding.js";
import { send, sendOnce } from "./agenda/asking.js";
import { answered } from "./agenda/closed_titles.js";
import "./agenda/keys.js";
import { add, list, page, row } from "./agenda/page.js";
import { sendPaste } from "./agenda/pasting.js";
import { leave, saved, textsSaved, toggle } from "./agenda/rows.js";

list.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (link?.matches(".open") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    await toggle(link);
  } else if (link?.matches(".insert") && add) {
    event.preventDefault();
    insertAt(link.dataset.at, link);
  } else if (link?.matches(".close")) {
    event.preventDefault();
    leave(link.closest("[data-item]"));
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!page?.contains(form)) return;
  event.preventDefault();
  if (form === add) return addOne();
  if (form.id === "paste-form") return sendPaste(form, event.submitter);
  const item = form.closest("[data-item]")?.dataset.item;
  if (form.matches(".row-form")) return textsSaved(item).then(() => send(form, event.submitter, (answer) => saved(item, answer)));
  if (form.matches(".asks-closed")) return sendOnce(form, event.submitter, (answer) => answered(form, answer));
  if (form.id === "late-form") return sendOnce(form, event.submitter, (answer) => lateSaid(form, answer));
  if (form.closest(".deferred")) return sendOnce(form, event.submitter, (answer) => row(answer.item)?.querySelector(".open").focus());
  return form.id === "order" ? send(form, event.submitter) : sendOnce(form, event.submitter); // a row may move two places
});
