// Keeps what is typed: at the server, and in this browser while the server can't be reached. Text that the public may not
// read is kept in this window's memory alone.
import { user } from "../../desk/sending.js";
import { isForLater, post } from "./asking.js";

const PREFIX = `minutebook:${user}:`;
const AGAIN = 5000; // milliseconds between two tries
const PAUSE = 2500; // milliseconds after the last key
const LONGEST = 5000; // milliseconds after the first key that is not kept yet: some never pause
const unsent = new Map(); // by name of the text
const closed = new Set(); // names of texts that were closed while this page is open

// A number of this window's own, the same after a reload, another one in a copy of the tab.
function ownNumber() {
  const made = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  try {
    return (sessionStorage.minutebookWindow ??= made());
  } catch {
    return made();
  }
}

let own = ownNumber();
export const windowNumber = () => own;
const windows = new BroadcastChannel("minutebook-windows");
windows.onmessage = ({ data }) => {
  if (data.asks === own) windows.postMessage({ taken: own, by: performance.timeOrigin });
  if (data.taken === own && data.by < performance.timeOrigin) {
    own = sessionStorage.minutebookWindow = `${own.slice(0, 16)}${Math.random().toString(16).slice(2, 10)}`;
  }
};
windows.postMessage({ asks: own });

// How many milliseconds a keeping waits for a pause, where the first key that is not kept yet came at `since`.
export const wait = (since) => Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now()));

function inBrowser(entry) {
  if (!entry.open || closed.has(entry.field)) return false;
  try {
    localStorage.setItem(PREFIX + entry.field + ":" + entry.window, JSON.stringify({ ...entry, heard: undefined }));
    return true;
  } catch {
    return false; // full, or refused
  }
}

export function forget(field, window = unsent.get(field)?.window ?? own) {
  if (unsent.get(field)?.window === window) unsent.delete(field);
  try {
    localStorage.removeItem(PREFIX + field + ":" + window);
  } catch { /* there is none */ }
}

// What a window has kept of a text is thrown away, here and at the server.
export function throwAway(field, address, window) {
  forget(field, window);
  return post(`${address}typing/`, { window, throw_away: "1" });
}

// Nothing of a text lies in this browser from now on, whoever typed it. What is not sent yet stays in the window's memory.
export function neverInBrowser(field) {
  closed.add(field);
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("minutebook:") && key.includes(`:${field}:`)).forEach((key) => localStorage.removeItem(key));
  } catch { /* there is none */ }
}

function remember(entry) {
  unsent.set(entry.field, entry);
  return inBrowser(entry);
}

const fieldsOf = (entry) => ({ text: entry.text, opened_version: entry.version, window: entry.window });

// Keep `entry`: {address, field, version, text, open}. `heard` is told what came of it, now and at each later try. `isLast`: the page is being left, and nothing may hear what comes of it.
export async function keep(entry, heard, isLast = false) {
  entry = { ...entry, window: own, heard, since: unsent.get(entry.field)?.since ?? new Date() };
  if (unsent.has(entry.field) || isLast) remember(entry);
  await tried(entry);
}

async function tried(entry) {
  const answer = await post(`${entry.address}typing/`, fieldsOf(entry));
  const newer = unsent.get(entry.field);
  if (answer.is === "done") {
    if (!newer || newer === entry) forget(entry.field, entry.window);
  } else if (isForLater(answer)) {
    answer.inBrowser = remember(newer ?? entry);
  }
  entry.heard?.(answer, entry);
}

const hasUnsent = () => unsent.size > 0;
export const isInMemoryAlone = () => [...unsent.values()].some((entry) => !entry.open || closed.has(entry.field));

// What this browser kept when it was closed is sent, whichever page it was typed in.
function leftBehind() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => JSON.parse(localStorage[key]));
  } catch {
    return [];
  }
}

export async function sendLeftBehind() {
  for (const entry of leftBehind()) {
    const answer = await post(`${entry.address}typing/`, fieldsOf(entry));
    if (answer.is === "done" || answer.is === "gone") forget(entry.field, entry.window);
  }
}

async function again() {
  for (const entry of [...unsent.values()]) await tried(entry);
}

setInterval(() => { if (hasUnsent()) again(); }, AGAIN);
for (const event of ["online", "focus"]) window.addEventListener(event, again);
