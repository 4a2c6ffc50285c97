// How much of a meeting differs from what is public takes longer to work out than a page: it is asked for afterwards.
// Without this, the link leads to the page that says it.
import { send } from "./sending.js";

let waiting;
let asked = 0;

async function tell() {
  const link = document.querySelector("[data-differs]");
  if (!link) return;
  const mine = ++asked;
  const { is, ok, text } = await send(link.dataset.differs);
  if (is === "done" && ok && text && mine === asked) link.textContent = text;
}

// After each change; of several at once after the last.
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(tell, 300);
}

tell();
for (const event of ["desk:shown", "desk:stored", "text:saved"]) document.addEventListener(event, soon);
window.addEventListener("pageshow", (event) => { if (event.persisted) tell(); });
