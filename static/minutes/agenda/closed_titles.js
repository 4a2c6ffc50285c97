// A title that may be closed is not stored until the clerk has answered. The focus stays: what she types next is the next title.
import { add } from "./page.js";

export function askWhetherClosed(answer) {
  document.querySelector("#asks").insertAdjacentHTML("beforeend", answer.asks);
}

export function answered(form, answer) {
  if (answer.error) return;
  if (answer.asks) {
    form.outerHTML = answer.asks;
    return document.querySelector("#asks [aria-invalid]")?.focus();
  }
  form.remove();
  if (answer.at) add.elements.at.value = answer.at;
  (document.querySelector("#asks [name=public_title]") ?? add.elements.title).focus();
}
