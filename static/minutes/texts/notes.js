// What is typed in a text and not saved: one's own is offered again, of somebody else's it is said that there is some.
import { END } from "../../richtext/opening.js";
import { throwAway } from "./keeping.js";
import { button, made } from "./making.js";

const notesOf = (text, whose) => text.element.querySelectorAll(`.text-note.${whose}`);

export const removeOwn = (text) => notesOf(text, "own").forEach((note) => note.remove());

// An earlier typing of one's own.
export function offer(text, { said, html, ...typed }) {
  if (text.editor || !text.button) return;
  const note = made("div", "text-note own");
  const words = made("div", "text-typed");
  words.innerHTML = html;
  const putBack = () => { note.remove(); text.open(END, typed); };
  const discard = async () => {
    note.remove();
    await throwAway(text.field, text.address, typed.window);
    text.say("thrown away", "Thrown away");
    text.button.focus();
  };
  const buttons = [["Put it back", putBack], ["Throw it away", discard]];
  note.append(made("p", "", said), words, ...buttons.map(([label, press]) => button(label, `${label}: ${text.name}`, press)));
  text.shown.before(note);
}

export function showOthers(text, sentences) {
  notesOf(text, "others").forEach((note) => note.remove());
  for (const sentence of sentences) text.shown.before(made("p", "text-note others", sentence));
}
