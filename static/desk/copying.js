// A field that is there to be copied is selected by a click, and its button copies it. Without this script the field alone is there.
const buttons = () => document.querySelectorAll("button[data-copies]");
const fieldOf = (button) => document.getElementById(button.dataset.copies);

function show() {
  buttons().forEach((button) => { button.hidden = false; });
}

async function copy(button) {
  const field = fieldOf(button);
  const said = button.parentElement.querySelector("[role=status]");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = "Copied.";
  } catch {
    said.textContent = "The browser did not copy it. It is selected: press Ctrl and C.";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copies]");
  if (button) copy(button);
  [...buttons()].map(fieldOf).find((field) => field === event.target)?.select();
});
document.addEventListener("desk:shown", show);
show();
