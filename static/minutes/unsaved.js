// Asks before the clerk leaves a page with what is not saved by itself: [data-asks], and the forms of one record. Pages work without it.
const PARTS = "[data-asks], .change-form #content-main form";
const CONTROLS = "input:not([type=hidden], [type=submit]), select, textarea";

function differs(control) {
  if (control.type === "file") return control.files.length > 0;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.matches(".empty-form *")) return false; // what new rows are made of
  if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
  const first = [...control.options].findIndex((option) => option.defaultSelected);
  return control.multiple ? [...control.options].some((option) => option.selected !== option.defaultSelected) : Math.max(control.selectedIndex, 0) !== Math.max(first, 0);
}

// Whether something stands in it that is not stored: changed since it came, refused before, or to be looked at ([data-unsaved]).
export const isChanged = (part) => part.matches("[data-unsaved]") || Boolean(part.querySelector(".errorlist, .errornote, [data-unsaved]")) || [...part.querySelectorAll(CONTROLS)].some(differs);

let leaving = false; // by a button that saves
const editors = () => Object.values(window.CKEDITOR?.instances ?? {});
window.addEventListener("submit", (event) => { leaving ||= !event.defaultPrevented; });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && ([...document.querySelectorAll(PARTS)].some(isChanged) || editors().some((editor) => editor.checkDirty()))) event.preventDefault();
});
