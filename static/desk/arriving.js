// Where a page opens, or a part of it is shown anew: what it says is read out, and focus goes to what is to be put right.
// The page works without it.
function closeButton(message, messages) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Close";
  button.setAttribute("aria-label", `Close: ${message.textContent.trim()}`);
  button.addEventListener("click", () => {
    message.remove();
    if (!messages.children.length) messages.parentElement.remove();
    document.querySelector("main").focus();
  });
  return button;
}

function arrive() {
  const messages = document.querySelector(".messagelist");
  if (messages) {
    messages.querySelectorAll("li").forEach((message) => message.append(closeButton(message, messages)));
    // A live region tells what comes into it, not what was there when it was made.
    setTimeout(() => messages.replaceChildren(...messages.children), 250);
  }
  document.querySelector("#content [aria-invalid=true]:not([type=hidden])")?.focus();
}

arrive();
document.addEventListener("desk:shown", arrive);
