// The grid of people: each change is saved at once, and the grid has keys. The page works without it, by its buttons.
import { pageOf, send as sendTo } from "../desk/sending.js";

const KEYS = { p: "present", a: "apologies", x: "absent", e: "expected" };
const PAUSE = 400; // ms in which a choice may move on before it is saved
const AGAIN = 5000; // ms until what could not be sent is tried again
const grid = () => document.querySelector("#grid");
const form = () => document.querySelector("#people_form");
const named = (name) => form().querySelector(`[name="${CSS.escape(name)}"]:is(:checked, :not([type=radio]))`);
const seen = (name) => form().querySelector(`[name="${CSS.escape(`was-${name}`)}"]`);
const isText = (control) => control.matches("textarea, input:not([type=radio], [type=hidden])");
const unsaved = new Set(); // names of controls that hold what is not stored
let queue = Promise.resolve(); // one thing at a time, in the order in which the clerk did them
let timer;
let retry;

function say(words) {
  document.querySelector("#people-said").textContent = words;
}

function sayQuorum(words) {
  const place = document.querySelector("#people-quorum");
  if (place.textContent !== words) place.textContent = words;
}

const inTurn = (task) => { queue = queue.then(task).catch(reportError); };

function send(fields, accept) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return sendTo(form().action, body, { headers: { Accept: accept }, keepalive: true });
}

const AWAY = "the desk can’t be reached";
const LOG_IN = {
  "logged out": "you are logged out. Log in in another window",
  another: "somebody else is logged in in this browser now. Log in as yourself in another window",
};
const NEVER = {
  forbidden: "you may not change who is in the room",
  gone: "this meeting was deleted meanwhile",
  "too much": "this is more than can be sent at once",
};

function notSaved(is) {
  if (NEVER[is]) return say(`Not saved: ${NEVER[is]}. What you changed still stands here.`);
  say(`Not saved: ${LOG_IN[is] ?? AWAY}. What you changed stays here, and is sent again.`);
  return tryAgain();
}

function notDone(is) {
  const later = LOG_IN[is] ? `${LOG_IN[is]}, then press the button again.` : `${AWAY}. Press the button again when it can.`;
  say(`Not done: ${NEVER[is] ? `${NEVER[is]}.` : later}`);
  tryAgain();
}

function tryAgain() {
  clearTimeout(retry);
  if (unsaved.size) retry = setTimeout(saveAll, AGAIN);
}

async function save(name) {
  const control = named(name);
  const was = seen(name);
  if (!control || !was || (control.value === was.value && !unsaved.has(name))) return;
  const value = control.value;
  const { is, ok, data } = await send([[name, value], [`was-${name}`, was.value]], "application/json");
  if (!data) return notSaved(is);
  sayQuorum(data.quorum);
  unsaved.delete(name);
  if (ok) saved(name, value, data);
  else refused(name, value, data);
}

function saved(name, value, told) {
  const stored = told.times[name] ?? value;
  seen(name).value = stored;
  const control = named(name);
  if (control.value === value) control.value = stored;
  note(name, "");
  say(told.said);
  const comment = control.closest(".person")?.querySelector(".told-comment");
  if (comment && name.endsWith("-comment")) comment.textContent = stored;
  if (name.endsWith("-state")) sayAwayOrThere(control);
  if (/-(seat|role|capacity|chair|vice-chair)$/.test(name)) inTurn(refresh);
}

// Who is away can have a substitute: the list of them says it too.
function sayAwayOrThere(radio) {
  const option = form().querySelector(`#substitute-for option[value="${radio.name.match(/\d+/)}"]`);
  if (!option) return;
  const person = radio.closest(".person").querySelector(".who strong").textContent;
  option.textContent = radio.value === "expected" ? person : `${person} (${radio.value})`;
}

function refused(name, value, told) {
  say(told.problem);
  const place = note(name, told.problem);
  if (told.stored === null) return;
  const button = (words, then) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: words });
    made.addEventListener("click", then);
    place.append(" ", made);
  };
  button(`Keep ${told.stored_words}`, () => { hold(name, told.stored); seen(name).value = told.stored; note(name, ""); named(name).focus(); });
  button("Change it to mine", () => { seen(name).value = told.stored; hold(name, value); note(name, ""); named(name).focus(); enqueue(name); });
}

function hold(name, value) {
  for (const control of form().querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (control.type === "radio") control.checked = control.value === value;
    else control.value = value;
  }
}

// The sentence at a control about why it is not saved; none for no words.
function note(name, words) {
  const place = form().querySelector(`[data-control="${CSS.escape(name)}"]`);
  place?.querySelector(".note")?.remove();
  named(name)?.toggleAttribute("aria-invalid", Boolean(words));
  if (!words || !place) return null;
  const made = Object.assign(document.createElement("p"), { className: "errornote note", textContent: words });
  place.append(made);
  return made;
}

function enqueue(name) {
  unsaved.add(name);
  inTurn(() => save(name));
}

function saveAll() {
  clearTimeout(timer);
  for (const name of unsaved) inTurn(() => save(name));
}

function later(name, pause) {
  unsaved.add(name);
  clearTimeout(timer);
  if (pause) timer = setTimeout(saveAll, PAUSE);
  else saveAll();
}

// What a button does beside saving a column: the page that comes back takes the place of this one, without a page load.
async function act(button) {
  const part = button.closest("[data-part]");
  const fields = part ? [...part.querySelectorAll("[name]:not(button)")].map((each) => [each.name, each.value]) : [];
  const { is, text } = await send([...fields, ["do", button.value]], "text/html");
  const page = pageOf(text);
  if (!show(page, part)) return notDone(is);
  say([...page.querySelectorAll("#people .note, .messagelist li")].map((each) => each.textContent.trim()).join(" "));
  focusAt(button.dataset.then);
}

// Puts a page that came in the place of this one, if it is the grid's. What stands in fields outside `part` stays there.
function show(page, part) {
  const fresh = page.querySelector("#people");
  if (!fresh) return false;
  const kept = whatIsTyped(part);
  const putBackQuestions = questionsOutside(part);
  const stated = [...unsaved].map((name) => [name, named(name)?.value]);
  const open = [...form().querySelectorAll("details[open]")].map((each) => each.closest(".person").id);
  document.querySelector("#people").replaceWith(fresh);
  ready();
  for (const id of open) document.getElementById(id)?.querySelector("details").setAttribute("open", "");
  for (const [name, value, was] of kept) putBack(name, value, was);
  for (const [name, value] of stated) hold(name, value);
  putBackQuestions();
  sayQuorum(page.querySelector("#people-quorum").textContent);
  return true;
}

// Questions that are still open (“Who is …?”) go into the page that came, to their own button.
function questionsOutside(part) {
  const open = [...form().querySelectorAll(".question")].filter((each) => !part?.contains(each));
  const asking = open.map((each) => [each, each.closest("[data-part]").querySelector("button[name=do]").value]);
  return () => {
    for (const [question, value] of asking) form().querySelector(`button[name=do][value="${CSS.escape(value)}"]`)?.closest("p").before(question);
  };
}

// What a seat, a post or who presides is called stands in more than one place.
async function refresh() {
  const here = document.activeElement?.id;
  const { text } = await sendTo(form().action);
  if (show(pageOf(text)) && here) document.getElementById(here)?.focus();
}

function whatIsTyped(part) {
  const waits = (each) => (isText(each) ? each.value !== each.defaultValue : each.matches("select") && !seen(each.name) && !each.closest(".question"));
  const typed = [...form().elements].filter((each) => waits(each) && !part?.contains(each));
  return typed.map((each) => [each.name, each.value, seen(each.name)?.value]);
}

function putBack(name, value, was) {
  const control = named(name);
  if (!control || (control.matches("select") && ![...control.options].some((option) => option.value === value))) return;
  control.value = value;
  if (unsaved.has(name) && was !== undefined) seen(name).value = was;
}

function focusAt(id) {
  const place = document.getElementById(id);
  const wanted = form().querySelector("[aria-invalid=true], .question [data-focus]") ?? inside(place);
  wanted?.focus();
}

function inside(place) {
  if (place?.matches("input, textarea")) return place;
  const inDetails = place?.querySelector("details[open] [data-focus]");
  const here = (wanted) => place?.querySelector(wanted);
  return inDetails ?? here(".state input:checked") ?? here("button[name=do]") ?? document.querySelector("#names");
}

function press(radio) {
  if (!radio || radio.checked) return;
  radio.checked = true;
  later(radio.name, false);
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter") return onEnter(event);
  const row = event.target.matches("input[type=radio]") && event.target.closest("#grid .person");
  if (!row) return;
  const state = KEYS[event.key.toLowerCase()];
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (state) press(row.querySelector(`.state input[value=${state}]`));
  else if (step) goTo(row, step, event.target);
  else return;
  event.preventDefault();
  if (state && event.target.closest(".state")) row.querySelector(".state input:checked").focus();
}

function goTo(row, step, from) {
  const rows = [...grid().querySelectorAll(".person")];
  const group = from.closest(".mode") ? ".mode" : ".state";
  rows[rows.indexOf(row) + step]?.querySelector(`${group} input:checked`)?.focus();
}

// Enter does what the field is for: its own button, or saving it. It never sends the whole page.
function onEnter(event) {
  if (!event.target.matches("input")) return;
  event.preventDefault();
  const button = event.target.closest("[data-part]")?.querySelector("button[name=do]:not([value^=unmove])");
  if (button) button.click();
  else if (event.target.name) later(event.target.name, false);
}

let looking;
function onInput(event) {
  if (event.target.id !== "substitute") return;
  clearTimeout(looking);
  looking = setTimeout(() => look(event.target), 200);
}

async function look(field) {
  if (field.value.trim().length < 2) return;
  const { data } = await sendTo(`${document.querySelector("#people").dataset.find}?q=${encodeURIComponent(field.value)}`);
  if (data) field.list?.replaceChildren(...data.people.map((value) => Object.assign(document.createElement("option"), { value })));
}

// Opened by us and at once, not by the browser afterwards: what is typed next belongs into the field.
function onMore(event) {
  const details = event.currentTarget.parentElement;
  details.open = !details.open;
  if (details.open) details.querySelector("[data-focus]")?.focus();
  event.preventDefault();
}

const acting = new Set(); // what buttons do that were pressed and are not answered yet
let byArrow = false;
function ready() {
  form().classList.add("is-quick");
  form().addEventListener("keydown", (event) => { byArrow = event.key.startsWith("Arrow"); onKey(event); });
  form().addEventListener("pointerdown", () => { byArrow = false; });
  form().addEventListener("input", onInput);
  form().addEventListener("change", (event) => {
    if (seen(event.target.name)) later(event.target.name, byArrow && event.target.type === "radio");
  });
  for (const details of form().querySelectorAll(".person details")) details.querySelector("summary").addEventListener("click", onMore);
  form().addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    event.preventDefault();
    saveAll();
    if (acting.has(button.value)) return; // a double click is one click
    acting.add(button.value);
    inTurn(() => act(button).finally(() => acting.delete(button.value)));
  });
}

window.addEventListener("online", saveAll);
window.addEventListener("beforeunload", (event) => { if (unsaved.size) { saveAll(); event.preventDefault(); } });
ready();
