// What the texts' scripts put on the page, and what they say aloud.
const live = document.createElement("div");
live.setAttribute("role", "status");
live.className = "visually-hidden";
document.body.append(live);

export const sayAloud = (words) => { live.textContent = words; };

export function made(tag, className, words = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

export function button(words, name, press) {
  const element = made("button", "button", words);
  element.type = "button";
  element.setAttribute("aria-label", name);
  element.addEventListener("click", press);
  return element;
}
