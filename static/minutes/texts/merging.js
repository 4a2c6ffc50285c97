// What two clerks wrote into one text, piece by piece: the second chooses.
import { button, made } from "./making.js";

const chosenIn = (merge) => Object.fromEntries([...merge.querySelectorAll("input[type=hidden], input:checked")].map((one) => [one.name, one.value]));

// `html` is the choice as the server wrote it, `name` the text's. `save` hears what is chosen, `goOn` that nothing is.
export function mergeOf(html, name, save, goOn) {
  const merge = made("div", "text-merge");
  merge.innerHTML = html;
  const buttons = made("p", "merge-buttons");
  buttons.append(
    button("Save what is chosen", `Save what is chosen: ${name}`, () => save(chosenIn(merge))),
    button("Go on writing", `Go on writing: ${name}`, goOn),
  );
  merge.append(buttons);
  return merge;
}

export const focusMerge = (merge) => (merge.querySelector("input[type=radio]") ?? merge.querySelector(".merge-buttons button")).focus();
