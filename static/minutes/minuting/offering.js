// A form that the clerk had begun, in this window or in one that is gone, is offered again where it stood.
import { throwAway } from "../texts/keeping.js";
import { button, made } from "../texts/making.js";
import { keepForm } from "./begun.js";
import { save } from "./forms.js";
import { say, sayWhy, send } from "./page.js";
import { focusFirst, put } from "./parts.js";
import { isChanged } from "./written.js";

function fill(form, fields) {
  for (const control of form.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken" || control.type === "submit" || !(fields.has(control.name) || control.type === "checkbox")) continue;
    if (["radio", "checkbox"].includes(control.type)) control.checked = fields.getAll(control.name).includes(control.value);
    else control.value = fields.get(control.name);
    if (control.value && (control.type !== "radio" || control.checked)) control.closest("details:not(.remove)")?.setAttribute("open", "");
  }
}

async function putBack(begun, address, id) {
  const other = document.getElementById(id).querySelector("form[data-form]");
  if (other && isChanged(other) && !(await save(other))) return false;
  const answer = await send(address);
  if (answer.why) {
    sayWhy(answer.why);
    return false;
  }
  const part = put(document.getElementById(id), answer.part);
  const form = part.querySelector("form[data-form]");
  fill(form, new URLSearchParams(begun.text));
  form.dataset.adopted = begun.window;
  form.dataset.kept = "yes";
  keepForm(form);
  focusFirst(part);
  return true;
}

function offer(begun) {
  const id = `${begun.part}s-${begun.item}`;
  const part = document.getElementById(id);
  if (!part || part.querySelector(`form[data-field="${begun.field}"]`)) return;
  const address = `${location.pathname}${begun.item}/${begun.part}/${begun.row}/`;
  const note = made("div", "text-note own");
  const back = async () => { if (await putBack(begun, address, id)) note.remove(); };
  const discard = async () => {
    note.remove();
    await throwAway(begun.field, address, begun.window);
    say("Thrown away");
    document.getElementById(id).querySelector(".adds, a")?.focus();
  };
  note.append(...[begun.said, begun.words].filter(Boolean).map((words) => made("p", "", words)));
  note.append(button("Put it back", `Put it back: ${begun.what}`, back), button("Throw it away", `Throw it away: ${begun.what}`, discard));
  part.before(note);
}

document.addEventListener("forms:begun", (event) => event.detail.forEach(offer));
