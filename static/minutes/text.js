// Texts that become the editor where the clerk clicks, are kept while they are typed, and saved when they are left.
import { offsetAt } from "../richtext/opening.js";
import { saveBeforeLink } from "./leaving.js";
import { ask, typingAddress } from "./texts/asking.js";
import { isInMemoryAlone, sendLeftBehind } from "./texts/keeping.js";
import { offer, showOthers } from "./texts/notes.js";
import { Text } from "./texts/one_text.js";

const LOOK = 30000; // milliseconds between two looks at who else is typing
const known = new WeakMap();

function find() {
  document.querySelectorAll(".text").forEach((element) => {
    if (!known.has(element)) known.set(element, new Text(element));
  });
}

const texts = () => [...document.querySelectorAll(".text")].map((element) => known.get(element)).filter(Boolean);

async function look(isFirst = false) {
  const writing = texts().filter((text) => text.editor && "open" in text.element.dataset).map(({ field }) => `writing=${field}`);
  const answer = await ask(`${typingAddress}?${writing.join("&")}`);
  if (answer.is !== "done") return;
  texts().filter(({ field }) => answer.data.closed.includes(field)).forEach((text) => text.keepOutOfBrowser());
  for (const text of texts()) {
    showOthers(text, answer.data.others.filter(({ field }) => field === text.field).map(({ said }) => said));
    if (isFirst) answer.data.mine.filter(({ field }) => field === text.field).forEach((typed) => offer(text, typed));
  }
  if (isFirst) document.dispatchEvent(new CustomEvent("forms:begun", { detail: answer.data.forms }));
}

document.addEventListener("click", (event) => {
  const shown = event.target.closest(".text.may-edit > .text-shown");
  if (!shown || event.target.closest("a") || !document.getSelection().isCollapsed) return;
  known.get(shown.parentElement)?.open(offsetAt(shown, event));
});

const holdsTexts = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches(".text") || node.querySelector(".text"));
new MutationObserver((changes) => {
  if (changes.some(({ addedNodes }) => [...addedNodes].some(holdsTexts))) find();
}).observe(document.body, { childList: true, subtree: true });

async function isSaved(text) {
  await text.save();
  if (text.isChanged) text.holdBack();
  return !text.isChanged;
}

saveBeforeLink((link) => texts().filter((text) => text.isChanged && !text.element.contains(link)).map(isSaved));
window.addEventListener("pagehide", () => texts().forEach((text) => text.isChanged && text.keep(true)));
window.addEventListener("beforeunload", (event) => { if (isInMemoryAlone()) event.preventDefault(); });
setInterval(() => { if (!document.hidden && document.querySelector(".text")) look(); }, LOOK);

find();
sendLeftBehind().then(() => look(true));
