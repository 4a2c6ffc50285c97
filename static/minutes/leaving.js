// A link leads away once what is being written is saved; where it can't be, she stays and reads why.
const writers = []; // each gives, of a link, promises of whether what it must not leave behind is saved

export const saveBeforeLink = (writer) => { writers.push(writer); };

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("href").startsWith("#")) return;
  const saves = writers.flatMap((writer) => writer(link));
  if (!saves.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if ((await Promise.all(saves)).every(Boolean)) link.click();
}, true);
