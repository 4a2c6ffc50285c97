// Keys in the list, and its menus: one open at a time.
import { send } from "./asking.js";
import { list } from "./page.js";
import { leave } from "./rows.js";

const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
list.addEventListener("keydown", (event) => {
  const item = event.target.closest("[data-item]");
  if (event.target.matches("input") && event.target.name?.startsWith("place-") && event.key === "Enter") {
    event.preventDefault();
    item.querySelector(`[value="${item.dataset.item}:place"]`).click();
  } else if (event.altKey && STEPS[event.key] && !event.target.closest(".row-form")) {
    event.preventDefault();
    const order = document.querySelector("#order");
    const body = document.createElement("button");
    Object.assign(body, { name: "move", value: `${item.dataset.item}:${STEPS[event.key]}`, hidden: true });
    order.append(body);
    send(order, body);
    body.remove();
  } else if (event.key === "Escape" && event.target.closest(".row-form, .more")) {
    const menu = event.target.closest(".more");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else leave(item);
  }
});

// One menu at a time.
list.addEventListener("toggle", (event) => {
  if (!event.target.matches(".more") || !event.target.open) return;
  for (const other of list.querySelectorAll(".more[open]")) if (other !== event.target) other.open = false;
}, true);
