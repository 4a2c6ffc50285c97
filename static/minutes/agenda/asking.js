// Each form goes to its own address, one after the other, and what has changed is shown.
import { alone, send as sendTo, tell } from "../../desk/sending.js";
import { replaceItems } from "./list.js";
import { said, say, undo } from "./page.js";

let queue = Promise.resolve();

// What the server says, or {error: true, why} where it says nothing to the matter.
export async function ask(address, body) {
  const { is, data } = await sendTo(address, body, { headers: { "X-Requested-With": "fetch" } });
  return data ?? { error: true, why: is === "done" ? "failed" : is };
}

// One after the other, in the order in which the clerk pressed the buttons. `then` hears the answer, once it is shown.
export function send(form, button, then = () => {}) {
  const body = new FormData(form, button);
  queue = queue.then(async () => {
    const answer = await ask(form.action.replace(/#.*/, ""), body);
    show(answer);
    then(answer);
  }).catch(reportError);
  return queue;
}

// A form that makes something is not sent again before it is answered.
export const sendOnce = (form, button, then) => alone(button ?? form, () => send(form, button, then));

export function show(answer) {
  if (answer.why) return sayWhy(answer.why);
  if (answer.items) replaceItems(answer.items);
  if (answer.said) say(answer.said);
  if (answer.error) say(answer.error, true);
  if (undo) {
    undo.hidden = !answer.added;
    undo.elements.added.value = answer.added ?? "";
  }
}

function sayWhy(why) {
  said.className = "said is-error";
  tell(said, why);
}
