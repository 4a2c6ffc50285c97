// Going from item to item by keys.
import { desk } from "./page.js";

const sections = () => [...desk.querySelectorAll(".item")];
const links = () => [...desk.querySelectorAll(".item-list a")];

function step(list, at, by) {
  const next = list[Math.min(Math.max(at + by, 0), list.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "start" });
}

document.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !event.altKey || event.ctrlKey || event.target.tagName === "SELECT") return;
  event.preventDefault();
  const list = sections();
  const here = list.findIndex((section) => section.contains(document.activeElement));
  step(list, here < 0 && by < 0 ? 0 : here, by);
});

desk.querySelector(".item-list").addEventListener("keydown", (event) => {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  step(links(), links().indexOf(document.activeElement), by);
});
