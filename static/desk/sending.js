// Sends what a clerk typed, and says in one word what came of it. A page's token and log-in may be older than what it sends.
const KINDS = { 401: "logged out", 403: "forbidden", 404: "gone", 410: "gone", 413: "too much" };
const SENTENCES = {
  away: "The server was not reached. Nothing is lost: try again.",
  "logged out": "You are logged out, and nothing typed here is lost: ",
  another: "Somebody else is logged in in this browser now. Nothing typed here is lost: log in as yourself in another tab, then press the button again.",
  failed: "The server could not do it just now. Nothing typed here is lost: try again.",
  forbidden: "You may not do this. What you typed still stands here.",
  gone: "This was deleted meanwhile. What you typed still stands here: copy it to where it belongs, then load the page anew.",
  "too much": "This is more than can be sent at once. Nothing is lost: send part of it, or a smaller file (papers may have 50 MB).",
};

const userOf = (page) => page.querySelector("meta[name=minutebook-user]")?.content;

// The id of whose page this is.
export const user = userOf(document);

export const pageOf = (text) => new DOMParser().parseFromString(text, "text/html");

function kindOf(answer) {
  if (answer.redirected && answer.url.includes("/login/")) return "logged out";
  return answer.status >= 500 ? "failed" : (KINDS[answer.status] ?? "done");
}

async function once(address, options) {
  let answer, text;
  try {
    answer = await fetch(address, { cache: "no-store", ...options });
    text = await answer.text();
  } catch {
    return { is: "away", ok: false, text: "" };
  }
  const isJSON = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { is: kindOf(answer), ok: answer.ok, text, data: isJSON ? JSON.parse(text) : undefined };
}

// After a log-in in another tab the page's token is another one: "done" once each form has it.
async function renewToken() {
  const { is, text } = await once(location.pathname + location.search);
  if (is !== "done") return is;
  const page = pageOf(text);
  if (userOf(page) !== user) return "another";
  const value = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = value; });
  return "done";
}

// {is: "done", ok, text, data}, or is: away, failed, logged out, another, forbidden, gone, too much. `ok` is false where what was sent is refused in words;
// `data` is what the server says in JSON. `body` (FormData) is posted; without it a page is asked for. It never throws for what the network does.
// What was posted is told as "desk:stored", but for what is only kept, not stored (`options.keeps`).
export async function send(address, body = null, options = {}) {
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const asked = () => {
    body?.set("csrfmiddlewaretoken", token());
    return once(address, body ? { ...options, method: "POST", body } : options);
  };
  const sent = await asked();
  if (!body || sent.is !== "forbidden") return told(sent, body && !options.keeps);
  const is = await renewToken();
  return is === "done" ? told(await asked(), !options.keeps) : { ...sent, is };
}

function told(sent, stores) {
  if (stores && sent.is === "done") document.dispatchEvent(new Event("desk:stored"));
  return sent;
}

// What a button does is not begun again before it is done.
const underWay = new WeakSet();
export async function alone(button, doing) {
  if (underWay.has(button)) return;
  underWay.add(button);
  try {
    return await doing();
  } finally {
    underWay.delete(button);
  }
}

// A way to log in that leaves this page as it is.
export function logIn(words) {
  const link = Object.assign(document.createElement("a"), { target: "_blank", textContent: words });
  link.href = `/admin/login/?next=${encodeURIComponent(location.pathname)}`;
  return link;
}

// Puts into `place` what to do, with a way to log in.
export function tell(place, is) {
  place.textContent = SENTENCES[is] ?? SENTENCES.failed;
  if (is === "logged out") place.append(logIn("log in in a new tab"), ", then press the button again here.");
}
