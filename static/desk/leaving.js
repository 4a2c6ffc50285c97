// What this browser keeps of texts while the server is away is its clerk's alone: it goes when somebody else logs in, and at a
// log-out once it is at the server.
import { send, user } from "./sending.js";

const own = `minutebook:${user}:`;

function kept() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("minutebook:"));
  } catch {
    return [];
  }
}

// Whether it is at the server, or belongs nowhere any more.
async function isSent(key) {
  const { address, text, version, window } = JSON.parse(localStorage.getItem(key));
  const body = new FormData();
  Object.entries({ text, window, opened_version: version, user }).forEach(([name, value]) => body.append(name, value));
  const { is, ok } = await send(`${address}typing/`, body, { headers: { Accept: "application/json" } });
  return is === "gone" || (is === "done" && ok);
}

kept().filter((key) => !key.startsWith(own)).forEach((key) => localStorage.removeItem(key));

document.querySelector("#logout-form")?.addEventListener("submit", async (event) => {
  if (!kept().length) return;
  event.preventDefault();
  // Where it can't be sent, there may be no server to log out from either, and what is typed stays hers.
  for (const key of kept()) if (await isSent(key)) localStorage.removeItem(key);
  event.target.submit();
});
