// Opens the editor where a clerk asks for it; nothing of it is loaded before. Here and in richtext/ alone is it known by name.
let loading;

export class NotLoaded extends Error {}

function loaded({ base, scripts }) {
  window.CKEDITOR_BASEPATH ??= base;
  loading ??= scripts.reduce((before, src) => before.then(() => script(src)), Promise.resolve());
  loading.catch(() => { loading = undefined; });
  return loading;
}

function script(src) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = src;
    element.onload = resolve;
    element.onerror = () => reject(new NotLoaded(src));
    document.head.append(element);
  });
}

// The text node of `root` and the place in it that is `offset` characters from its beginning; its end if there is none.
// Between two nodes that is the end of the first, or, with `begins`, the beginning of the second.
function placeAt(root, offset, begins) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let last = null;
  while (walker.nextNode()) {
    last = walker.currentNode;
    if (offset < last.length + !begins) return [last, offset];
    offset -= last.length;
  }
  return last && [last, last.length];
}

function putCaret(root, { offset, begins }) {
  const place = placeAt(root, offset, begins);
  if (place) document.getSelection().setBaseAndExtent(...place, ...place);
  document.getSelection().focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
}

// `piece`, which is HTML of whole paragraphs, below the paragraph or list that holds the caret, or in place of an empty one.
function putBelow(root, piece) {
  const holder = document.createElement("template");
  holder.innerHTML = piece;
  const last = holder.content.lastElementChild;
  let at = document.getSelection().focusNode;
  while (at && at.parentNode !== root) at = at.parentNode;
  at ??= root.lastElementChild;
  const isEmpty = at && !at.textContent.trim();
  if (at) at.after(holder.content);
  else root.append(holder.content);
  if (isEmpty) at.remove();
  document.getSelection().selectAllChildren(last);
  document.getSelection().collapseToEnd();
  last.scrollIntoView({ block: "nearest" });
}

// Where the caret is put when nobody has clicked into the text.
export const END = { offset: Infinity };

// How many characters of `root` stand before the point that was clicked, and whether a piece of text begins there.
export function offsetAt(root, { clientX, clientY }) {
  const at = document.caretPositionFromPoint?.(clientX, clientY);
  const range = at ? null : document.caretRangeFromPoint?.(clientX, clientY);
  const [node, offset] = at ? [at.offsetNode, at.offset] : [range?.startContainer, range?.startOffset];
  if (!node || !root.contains(node)) return END;
  const before = document.createRange();
  before.setStart(root, 0);
  before.setEnd(node, offset);
  return { offset: before.toString().length, begins: offset === 0 };
}

// An editor in `place` that holds `html`. `settings` are what richtext.widgets.editor_for says. Gives what can be done with it.
export async function openEditor(place, html, settings) {
  await loaded(settings);
  const area = document.createElement("textarea");
  area.value = html;
  place.append(area);
  const editor = window.CKEDITOR.replace(area, settings.config);
  await new Promise((ready) => { editor.on("instanceReady", ready); });
  const typed = new Set();
  const tell = () => typed.forEach((heard) => heard());
  editor.on("change", tell);
  editor.editable().attachListener(editor.editable(), "input", tell);
  return {
    html: () => editor.getData(),
    onTyping: (heard) => { typed.add(heard); },
    onLeaving: (heard) => { editor.on("blur", heard); },
    insert(piece) {
      editor.focus();
      editor.fire("saveSnapshot");
      putBelow(editor.editable().$, piece);
      editor.fire("saveSnapshot");
      tell();
    },
    focusAt(place) {
      editor.focus();
      putCaret(editor.editable().$, place);
    },
    close() {
      editor.destroy(true);
      area.remove();
    },
  };
}
