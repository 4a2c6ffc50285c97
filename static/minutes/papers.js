// The papers of a meeting without leaving the page. Without it each form and link leads to a page of its own.
import { pageOf, send as sendTo, tell } from "../desk/sending.js";
import { isChanged } from "./unsaved.js";

const tab = document.querySelector(".meeting-tab");
const MOST_FILES = 20, MOST_BYTES = 20e6; // of one request: what lies between may take no more
let said = [];

document.documentElement.classList.add("by-script");
prepare();

function prepare() {
  for (const hint of tab.querySelectorAll("[data-drop]")) hint.hidden = false;
}

function say(text) {
  const region = tab.querySelector("[data-says]");
  if (region) region.textContent = text;
}

// What the answer shows takes the place of what is there, but for what is typed elsewhere than in `sent`; the clerk stays at the control that was used.
function show(page, goTo, sent) {
  const came = page.querySelector(".meeting-tab");
  if (!came) throw new NotDone("failed");
  const at = goTo ?? document.activeElement?.id;
  const putBack = whatIsTyped(sent);
  tab.replaceChildren(...came.childNodes);
  putBack();
  const messages = page.querySelector(".messages");
  messages?.removeAttribute("role"); // its words are said below, and once
  const old = document.querySelector(".messages");
  if (messages && old) old.replaceWith(messages);
  else if (messages) tab.before(messages);
  else old?.remove();
  prepare();
  const there = at ? document.getElementById(at) : null;
  const beside = there?.disabled ? there.parentElement.querySelector("button:not([disabled])") : there;
  (beside || tab.querySelector("h2"))?.focus();
  const words = [...said, messages?.innerText].filter(Boolean);
  setTimeout(() => say(words.join(" ")), 100); // after the focus, lest it is talked over
  setTimeout(() => say(""), 5000); // said, and not to be read twice
}

// The forms that are open, and what is chosen for files that wait: puts them into the page that came.
function whatIsTyped(sent) {
  const open = [...tab.querySelectorAll("[data-from]")].filter((form) => form !== sent && isChanged(form));
  const places = open.map((form) => form.parentElement.id);
  const waiting = [...tab.querySelectorAll("#received [name]:not([type=hidden])")].filter(({ form }) => form !== sent).map(({ name, value }) => [name, value]);
  return () => {
    open.forEach((form, n) => {
      (document.getElementById(places[n]) ?? tab).append(form);
      form.before_ = document.getElementById(form.dataset.from);
    });
    for (const [name, value] of waiting) {
      const field = tab.querySelector(`#received [name="${CSS.escape(name)}"]`);
      if (field) field.value = value;
    }
  };
}

class NotDone extends Error {}

// An answer as a page; NotDone where there is none, and what is typed stays.
async function send(address, body) {
  tab.setAttribute("aria-busy", "true");
  try {
    const { is, text } = await sendTo(address, body);
    if (is !== "done") throw new NotDone(is);
    return pageOf(text);
  } finally {
    tab.removeAttribute("aria-busy");
  }
}

function lost(error) {
  if (!(error instanceof NotDone)) throw error;
  const line = alertLine("");
  tell(line, error.message);
  say(line.textContent);
  line.scrollIntoView({ block: "nearest" });
}

function alertLine(text) {
  const line = Object.assign(document.createElement("p"), { className: "errornote", textContent: text });
  tab.querySelector(":scope > .errornote")?.remove();
  tab.prepend(line);
  return line;
}

// Groups of files that one request holds.
function groups(files) {
  const found = [[]];
  let bytes = 0;
  for (const file of files) {
    if (found.at(-1).length && (found.at(-1).length >= MOST_FILES || bytes + file.size > MOST_BYTES)) {
      found.push([]);
      bytes = 0;
    }
    found.at(-1).push(file);
    bytes += file.size;
  }
  return found;
}

async function receive(files) {
  const form = tab.querySelector("[data-receive]");
  if (!form || !files.length) return;
  const notes = [];
  let page, sent = 0;
  try {
    for (const group of groups(files)) {
      const body = new FormData();
      for (const file of group) body.append("papers", file);
      if (form.elements.as_sent.checked) body.append("as_sent", "on");
      page = await send(form.action, body);
      notes.push(...page.querySelectorAll("ul.messagelist > li.error"));
      sent += group.length;
      say(`${sent} of ${files.length} files are sent.`);
    }
  } catch (error) {
    lost(error);
    return offerAgain(files.slice(sent));
  }
  const list = page.querySelector("ul.messagelist");
  if (list) list.prepend(...notes); // those of the last answer move to their place, the others join them
  else if (notes.length) {
    const made = Object.assign(page.createElement("ul"), { className: "messagelist" });
    const around = Object.assign(page.createElement("div"), { className: "messages" });
    made.append(...notes);
    around.append(made);
    page.querySelector(".meeting-tab").before(around);
  }
  show(page, "received-heading");
}

// Files that were chosen already can't be chosen again to any effect.
function offerAgain(files) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Send the files again" });
  button.addEventListener("click", () => receive(files));
  tab.querySelector(":scope > .errornote").append(" ", button);
}

tab.addEventListener("change", (event) => {
  if (event.target.id === "papers") receive([...event.target.files]);
});

tab.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.matches("[data-receive]")) return receive([...form.elements.papers.files]);
  const body = new FormData(form, event.submitter);
  const target = form.dataset.address ?? form.action;
  try {
    const page = await send(target, body);
    const again = page.querySelector("[data-form]");
    if (again && form.matches("[data-form]")) open(again, form, target);
    else show(page, form.dataset.from, form);
  } catch (error) {
    lost(error);
  }
});

// A link with data-here opens its form where it stands.
tab.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches("[data-leave]") && link.closest("[data-from]")) {
    event.preventDefault();
    const form = link.closest("[data-form]");
    const from = form.before_ ?? tab;
    form.remove();
    from.focus();
  }
  if (!link.matches("[data-here]")) return;
  event.preventDefault();
  if (isTypedInto(tab.querySelector("[data-from]"))) return;
  try {
    const form = (await send(link.href)).querySelector("[data-form]");
    if (!form) return location.assign(link.href);
    tab.querySelector("[data-from]")?.remove();
    const place = link.closest("li, section");
    const shown = document.importNode(form, true);
    place.append(shown);
    open(shown, null, link.href, link);
  } catch (error) {
    lost(error);
  }
});

// One form at a time: one with words in it is saved or left first.
function isTypedInto(form) {
  if (!form || !isChanged(form)) return false;
  const words = `“${form.querySelector("h2").textContent}” is open, with what you typed: save it, or leave it as it is, first.`;
  alertLine(words);
  say(words);
  form.querySelector("input:not([type=hidden]), textarea, button").focus();
  return true;
}

function open(form, instead, address, from = instead?.before_) {
  if (instead) {
    form = document.importNode(form, true);
    instead.replaceWith(form);
  }
  form.dataset.address = address;
  form.dataset.from = from?.id ?? "";
  form.before_ = from;
  form.querySelector(".errorlist ~ :is(input, select, textarea), input:not([type=hidden]), textarea, button")?.focus();
}

// Files may be dropped anywhere.
const dragged = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!dragged(event)) return;
  event.preventDefault();
  document.body.classList.add("is-dropping");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("is-dropping");
});
addEventListener("drop", (event) => {
  if (!dragged(event)) return;
  event.preventDefault();
  document.body.classList.remove("is-dropping");
  receive([...event.dataTransfer.files]);
});
