// The minutes desk: forms open, save and close in place, and the focus stays where it was. The page works without it.
import { close, open, save } from "./minuting/forms.js";
import "./minuting/going.js";
import "./minuting/leaving.js";
import "./minuting/offering.js";
import { desk, formsIn, partOf } from "./minuting/page.js";
import { focusFirst, prepare, refresh } from "./minuting/parts.js";
import { keepPastes } from "./minuting/pasting.js";
import { SHORT_WAYS } from "./minuting/short_ways.js";

const WAYS = { form: save, ...SHORT_WAYS };

desk.addEventListener("submit", (event) => {
  const form = event.target;
  const way = Object.keys(WAYS).find((kind) => kind in form.dataset);
  if (!way) return;
  event.preventDefault();
  WAYS[way](form, event.submitter);
});

desk.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens], a[data-closes]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if ("opens" in link.dataset) open(link);
  else close(link.closest("form"));
});

// A saved text changes what the list says of its item, and with a resolution in it what can be taken as the decision.
desk.addEventListener("text:saved", async (event) => {
  const [, item] = /^minute-(\d+)-body$/.exec(event.target.dataset.field) ?? [];
  if (!item) return;
  const words = event.target.querySelector(".text-shown").textContent.trim();
  desk.querySelector(`.written[data-of="${item}"]`).textContent = words ? "minutes" : "";
  const part = document.getElementById(`decisions-${item}`);
  const link = part?.querySelector(".adds[data-opens]");
  if (!link || !words.includes("RESOLVED") || part.querySelector("form[data-form], .row")) return;
  refresh(part, link.href.split("#")[0]);
});

keepPastes(desk);
desk.classList.add("with-script");
formsIn(desk).forEach(prepare);
if (formsIn(desk).length) focusFirst(partOf(formsIn(desk)[0]));
