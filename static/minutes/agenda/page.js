// What of the agenda's page all its scripts speak of.
export const page = document.querySelector("#agenda");
export const list = document.querySelector("#items");
export const add = document.querySelector("#add"); // a title; not there for who may add none
export const undo = document.querySelector("#undo");
export const said = document.querySelector("#said");

export const row = (item) => list.querySelector(`#item-${item}`);

export function say(text, isError = false) {
  said.className = isError ? "said is-error" : "said";
  said.textContent = text;
}
