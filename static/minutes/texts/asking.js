// Asks for texts and posts them, in JSON. What can't be stored just now is kept, and sent again.
import { send, user } from "../../desk/sending.js";

export const typingAddress = document.getElementById("texts")?.dataset.typing;

const HEADERS = { Accept: "application/json" };
const SMALL = 15000; // characters: what is under way is not lost with the page, but no browser does that for long texts

// {is: "done", data}, or is: away, logged out, another, forbidden, gone, refused, too much; data.said are sentences, if there are any.
function told({ is, ok, data = {} }) {
  if (is === "failed") return { is: "away", data };
  return { is: is === "done" && !ok ? "refused" : is, data };
}

export const ask = async (address) => told(await send(address, null, { headers: HEADERS }));

export async function post(address, fields) {
  const body = new FormData();
  Object.entries({ ...fields, user }).forEach(([name, value]) => body.append(name, value));
  return told(await send(address, body, { headers: HEADERS, keeps: true, keepalive: (fields.text ?? "").length < SMALL }));
}

// Whether it may be stored later, as it is: once the server is there, or the clerk has logged in.
export const isForLater = ({ is }) => ["away", "logged out", "another"].includes(is);
