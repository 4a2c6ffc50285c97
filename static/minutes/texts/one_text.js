// One text: it becomes the editor, is kept while it is typed, and saved when it is left.
// For other scripts: a .text hears "text:open" and "text:insert" (detail: a promise of {html, said}), and says "text:saved", and "text:held" (detail: whether
// two wordings wait to be chosen among).
import { logIn } from "../../desk/sending.js";
import { END, NotLoaded, openEditor } from "../../richtext/opening.js";
import { ask, isForLater, post } from "./asking.js";
import { forget, keep, neverInBrowser, throwAway, wait, windowNumber } from "./keeping.js";
import { button, made, sayAloud } from "./making.js";
import { focusMerge, mergeOf } from "./merging.js";
import { removeOwn } from "./notes.js";

const clock = (moment) => moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const editable = () => [...document.querySelectorAll(".text.may-edit")].filter((element) => element.offsetParent);

export class Text {
  constructor(element) {
    this.element = element;
    this.state = element.querySelector(".text-state");
    this.shown = element.querySelector(".text-shown");
    this.name = element.getAttribute("aria-label");
    const link = element.querySelector(".text-edit");
    if (!link) return;
    this.button = button(link.textContent, link.getAttribute("aria-label"), () => this.open(END));
    this.button.className = "text-edit";
    link.replaceWith(this.button);
    element.classList.add("may-edit");
    element.addEventListener("keydown", (event) => this.pressed(event), true);
    element.addEventListener("paste", (event) => this.pasted(event), true);
    element.addEventListener("text:open", () => this.open(END));
    element.addEventListener("text:insert", (event) => this.insert(event.detail));
  }

  get field() { return this.element.dataset.field; }
  get address() { return this.element.dataset.address; }

  // What is said beside the field; aloud only when it is another kind of thing than before.
  say(kind, words, warns = false) {
    this.state.textContent = words;
    this.state.classList.toggle("warns", warns);
    if (kind && kind !== this.said) sayAloud(words && `${words}: ${this.name}`);
    this.said = kind;
  }

  sentences(list = []) {
    this.element.querySelectorAll(".text-said").forEach((old) => old.remove());
    this.element.querySelector(".text-head").after(...list.map((sentence) => made("p", "text-said", sentence)));
    if (list.length) sayAloud(list.join(" "));
  }

  // `typed`: {text, version, window} of an earlier typing that is put back.
  async open(offset, typed = null) {
    if (this.editor) return;
    this.opening ??= this.load(offset, typed);
    await this.opening;
  }

  async load(offset, typed) {
    this.say("opening", "Opening…");
    const answer = await ask(`${this.address}opened/`);
    const refuse = () => this.notDone(answer, "It can’t be opened just now. Try again.");
    try {
      if (answer.is === "done") await this.begin(answer.data, offset, typed);
      else refuse();
    } catch (error) {
      refuse();
      if (!(error instanceof NotLoaded)) throw error;
    } finally {
      this.opening = undefined;
    }
  }

  async begin(data, offset, typed) {
    this.markClosed(data.closed);
    this.version = typed?.version ?? data.version;
    this.adopted = typed?.window;
    this.longest = data.longest;
    this.place = made("div", "text-editing form-row");
    const widget = made("div", "django-ckeditor-widget");
    this.place.append(widget);
    this.shown.after(this.place);
    try {
      this.editor = await openEditor(widget, typed?.text ?? data.text, data.editor);
    } catch (error) {
      this.place.remove();
      throw error;
    }
    this.shown.hidden = true;
    this.begun = typed ? null : this.editor.html();
    this.isKept = Boolean(typed);
    this.editor.onTyping(() => this.typed());
    this.editor.onLeaving(() => this.left());
    this.editor.focusAt(offset);
    this.say("open", "");
    if (typed) this.typed();
  }

  get isChanged() { return Boolean(this.editor) && this.editor.html() !== this.begun; }

  // What the clerk is told, and a save says that she knew.
  markClosed(closed) {
    this.closed = closed;
    if (closed) this.keepOutOfBrowser();
  }

  keepOutOfBrowser() {
    delete this.element.dataset.open;
    neverInBrowser(this.field);
  }

  // One after the other, in the order in which they were asked for: each may have to wait for the server, and for the editor.
  insert(asked) {
    this.inserted = (this.inserted ?? Promise.resolve()).then(() => this.putIn(asked));
  }

  async putIn(asked) {
    const { html, said } = await asked;
    if (html) {
      await this.open(END);
      this.editor?.insert(html);
    }
    this.sentences(said ? [said] : []);
  }

  typed() {
    clearTimeout(this.timer);
    this.since ??= Date.now();
    this.timer = setTimeout(() => this.keep(), wait(this.since));
  }

  // What no field can hold is not put in: the editor would stand still for minutes, and it is still in the clipboard.
  pasted(event) {
    const pasted = event.clipboardData?.getData("text/plain") || event.clipboardData?.getData("text/html") || "";
    if (!this.editor || pasted.length <= this.longest) return;
    event.preventDefault();
    event.stopPropagation();
    const [many, most] = [pasted.length, this.longest].map((number) => number.toLocaleString("en-GB"));
    this.sentences([`What you pasted has ${many} characters; ${most} can be kept. It is not put in, and your text stands as it was. Paste part of it, or attach it as a paper.`]);
  }

  stopWaiting() {
    clearTimeout(this.timer);
    this.since = undefined;
  }

  keep(isLast = false) {
    this.stopWaiting();
    if (!this.editor || !(this.isChanged || this.isKept)) return;
    this.isKept = true;
    const { field, address, version } = this;
    const entry = { field, address, version, text: this.editor.html(), open: "open" in this.element.dataset };
    return keep(entry, (answer, sent) => this.kept(answer, sent), isLast);
  }

  async kept(answer, { since }) {
    if (!this.editor) return;
    if (answer.is !== "done") {
      this.notDone(answer, "", since);
      return;
    }
    if (answer.data.closed) this.keepOutOfBrowser();
    this.say("kept", `Kept ${answer.data.at}, not yet in the record`);
    if (this.adopted && this.adopted !== windowNumber()) {
      const adopted = this.adopted;
      this.adopted = undefined;
      throwAway(this.field, this.address, adopted);
    }
    if (this.wasLeft && !this.element.contains(document.activeElement)) this.save();
  }

  notDone(answer, otherwise, since = new Date()) {
    const where = answer.inBrowser ? `kept in this browser since ${clock(since)}` : `kept in this window alone since ${clock(since)}; don’t close it`;
    const said = answer.data.said ?? [];
    if (answer.is === "away") this.say("away", this.editor ? `No connection: ${where}` : "No connection. Try again when it is back.", true);
    else if (answer.is === "logged out") this.loggedOut(said[0] ?? "You are logged out.", this.editor ? where : "");
    else if (answer.is === "another") this.loggedOut("Somebody else is logged in now, and not you.", this.editor ? where : "");
    else if (answer.is === "too much") this.say("refused", "This is too long to be saved. Take it apart, or attach it as a paper.", true);
    else if (answer.is === "forbidden") this.say("refused", "You may not change this text. What you wrote still stands here.", true);
    else if (answer.is === "gone") this.say("refused", "Not saved", true), this.sentences(said.length ? said : ["This text was deleted meanwhile. What you wrote still stands here: copy it to where it belongs."]);
    else this.say("refused", said.length ? "Not saved" : otherwise, true), this.sentences(said);
  }

  loggedOut(sentence, where) {
    const isNew = this.said !== "logged out";
    this.say("logged out", "", true);
    if (isNew) sayAloud(`${this.name}: ${sentence} Log in in a new tab, then go on here${where && `: ${where}`}.`);
    this.state.append(`${sentence} `, logIn("Log in in a new tab"), `, then go on here${where && `: ${where}`}.`);
  }

  left() {
    if (!document.hasFocus()) this.keep(); // another window: she will come back
    else if (!this.element.contains(document.activeElement)) this.save();
  }

  pressed(event) {
    if (!this.editor || this.merge || event.isComposing) return;
    const leaves = (event.ctrlKey || event.metaKey) && (event.key === "s" || event.key === "Enter");
    if (event.key !== "Escape" && !leaves) return;
    event.preventDefault();
    event.stopPropagation();
    this.save(leaves ? "next" : "here");
  }

  // `to`: where the focus goes when it is saved: "next" text, "here" on the button, or nowhere.
  save(to = "", merged = {}) {
    this.saving = this.isSaving ? this.saving : this.send(to, merged);
    return this.saving;
  }

  async send(to, merged) {
    if (!this.editor) return;
    if (!this.isChanged && !this.isKept) return this.close(to);
    this.stopWaiting();
    this.isSaving = this.wasLeft = true;
    this.say("saving", "Saving…");
    const text = this.editor.html();
    const fields = { text, opened_version: this.version, window: windowNumber(), closed: this.closed ? "yes" : "no", level: this.element.dataset.level, ...merged };
    if (this.adopted) fields.adopted = this.adopted;
    const answer = await post(this.address, fields);
    this.isSaving = false;
    if (answer.is === "done") this.saved(answer.data, text, to);
    else this.notSaved(answer);
  }

  saved(data, text, to) {
    this.wasLeft = false;
    forget(this.field);
    this.shown.innerHTML = data.html;
    this.element.dataset.version = data.version;
    if (this.editor.html() === text) this.close(to);
    else this.goOn(data, text);
    this.say("saved", `Saved ${data.at}`);
    this.sentences(data.said);
    this.element.dispatchEvent(new CustomEvent("text:saved", { bubbles: true, detail: data }));
  }

  // She has typed on while it was saved. What was merged into the text is not in her editor: to that end she began earlier.
  goOn(data, text) {
    this.isKept = false;
    this.begun = text;
    if (!data.merged) this.version = data.version;
    this.typed();
  }

  notSaved(answer) {
    if (isForLater(answer)) {
      this.isKept = true;
      this.keep();
      return;
    }
    this.wasLeft = false;
    this.keep();
    if ("closed" in answer.data) this.markClosed(answer.data.closed);
    this.notDone(answer, "It could not be saved. What you wrote still stands here.");
    if (answer.data.merge) this.showMerge(answer.data.merge);
  }

  showMerge(html) {
    this.merge?.remove();
    this.merge = mergeOf(html, this.name, (chosen) => { this.endMerge(); this.save("here", chosen); }, () => { this.endMerge(); this.editor.focusAt(END); });
    this.place.before(this.merge);
    this.place.hidden = true;
    this.tellHeld(true);
    const here = document.activeElement;
    const writes = here.closest("input, textarea, select, [contenteditable=true]");
    if (!writes || this.element.contains(here)) focusMerge(this.merge); // who writes elsewhere already goes on there
  }

  // For the page around: that somebody is to choose what stands, or needn't any more.
  tellHeld(isHeld) {
    this.element.dispatchEvent(new CustomEvent("text:held", { bubbles: true, detail: isHeld }));
  }

  // Why a link did not lead away.
  holdBack() {
    const stays = `You are still on this page, because this is not saved: ${this.name}.`;
    const why = [...this.element.querySelectorAll(".text-said")].map((said) => said.textContent);
    if (this.merge) focusMerge(this.merge);
    else this.editor.focusAt(END);
    this.element.scrollIntoView({ block: "nearest" });
    this.sentences([stays, ...why.filter((words) => words !== stays)]);
  }

  endMerge() {
    this.merge?.remove();
    this.merge = null;
    this.tellHeld(false);
    this.place.hidden = false;
  }

  close(to) {
    this.stopWaiting();
    this.merge?.remove();
    this.editor.close();
    this.editor = this.merge = this.adopted = null;
    this.tellHeld(false);
    this.place.remove();
    this.shown.hidden = false;
    this.say("", "");
    this.sentences();
    removeOwn(this);
    const after = to === "next" && editable()[editable().indexOf(this.element) + 1];
    if (after) after.dispatchEvent(new CustomEvent("text:open"));
    else if (to) this.button.focus();
  }
}
