// The door without page loads between choosing, checking and confirming: each answer takes the place of what was shown.
// Without this script each is a page of its own. What is published is confirmed on either way.
import { pageOf, send as sendTo, tell } from "./sending.js";

let isSending = false;

function notSent() {
  const place = document.querySelector(".door .not-sent") ?? document.querySelector(".door").insertAdjacentElement("afterbegin", document.createElement("p"));
  place.className = "not-sent errornote";
  place.setAttribute("role", "alert");
  return place;
}

// The fresh page's messages stand where this page's stood, or would have stood.
function replaceMessages(page) {
  document.querySelector(".messages")?.remove();
  const fresh = page.querySelector(".messages");
  if (fresh) document.querySelector("main").prepend(document.importNode(fresh, true));
}

function show(page) {
  replaceMessages(page);
  for (const part of [".meeting-head", ".door"]) document.querySelector(part).replaceWith(page.querySelector(part));
  document.title = page.title;
  const wanted = document.querySelector(".door .errornote") ?? document.querySelector(page.querySelector(".messages") ? "main" : ".door h2");
  wanted.tabIndex = -1;
  wanted.focus();
  window.scrollTo(0, 0);
  document.dispatchEvent(new Event("desk:shown"));
}

async function send(form, button) {
  const { is, text } = await sendTo(form.action, new FormData(form, button));
  const page = pageOf(text);
  if (page.querySelector(".door")) return show(page);
  if (is === "away") notSent().textContent = "No connection. Look at the list of what was published once it is back, before you press the button again.";
  else tell(notSent(), is === "done" ? "failed" : is);
}

// What stops one kind stops no other: with another one chosen the button leads on, as it does where nothing stops.
document.addEventListener("change", ({ target }) => {
  const button = document.querySelector(".door button[data-stopped]");
  if (!button || target.name !== "kind") return;
  const leadsOn = target.value !== button.dataset.stopped;
  button.textContent = leadsOn ? "Go on to publish" : "Check again";
  button.value = leadsOn ? "confirm" : "check";
  button.classList.toggle("default", leadsOn);
  document.getElementById("stopped").hidden = leadsOn;
});

// A note that was checked already stands in the fresh page, and is stored nowhere either.
const isTyped = (field) => (field.matches("textarea") ? field.value.trim() : field.matches("[type=datetime-local]") && field.value !== field.defaultValue);
window.addEventListener("beforeunload", (event) => {
  if (!isSending && [...document.querySelectorAll(".door :is(input, textarea)")].some(isTyped)) event.preventDefault();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest(".door") || new URL(form.action).pathname !== location.pathname) return;
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  await send(form, event.submitter);
  isSending = false;
});
