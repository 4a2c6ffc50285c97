// Asks before the clerk leaves a page with unsaved text. The page works without it.
const form = document.querySelector("#content-main form:not(.agenda form)");
if (form) {
  let changed = false;
  let saving = false;
  const editors = () => Object.values(window.CKEDITOR?.instances ?? {});
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { saving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!saving && (changed || editors().some((editor) => editor.checkDirty()))) event.preventDefault();
  });
}
