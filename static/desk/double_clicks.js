// A double click is one click: its second press reaches no button of a form, even where the first was answered meanwhile, but one that moves a row, and may
// be meant twice.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button, input[type=submit]");
  if (event.detail < 2 || button?.type !== "submit" || button.name === "move") return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
