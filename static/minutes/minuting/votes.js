// The names of a vote: a click or a key for each, counted while they are set. Nothing is set that the clerk has not set.
const KEYS = { f: "for", a: "against", b: "abstained", "-": "", "–": "" };
const CASTS = ["for", "against", "abstained"];

const rows = (names) => [...names.querySelectorAll("[data-name]")];
const chosen = (row) => row.querySelector("input:checked")?.value ?? "";

function set(row, cast) {
  const radio = [...row.querySelectorAll("input")].find((one) => one.value === cast);
  if (radio) radio.checked = true;
  return radio;
}

// [for, against, abstained] of the names, or of the counts where there are no names.
function counted(form, names) {
  const cast = rows(names).map(chosen);
  if (form.elements.method.value === "recorded") return CASTS.map((one) => cast.filter((other) => other === one).length);
  return ["votes_for", "votes_against", "abstentions"].map((name) => Number(form.elements[name].value));
}

// What the count says of the result is shown; that it is the result, the clerk says.
function show(form, names) {
  const [ayes, noes, abstained] = counted(form, names);
  const without = rows(names).filter((row) => !chosen(row)).length;
  names.querySelector(".counts").textContent = `${ayes} for, ${noes} against, ${abstained} abstained, ${without} without a vote`;
  const casting = form.elements.casting_vote.value;
  const carried = ayes > noes || (ayes === noes && casting === "for");
  const proposed = ayes + noes === 0 || (ayes === noes && !casting) ? "" : carried ? "carried" : "lost";
  for (const radio of form.querySelectorAll("[name=result]")) radio.closest("label").classList.toggle("proposed", Boolean(proposed) && radio.value === proposed);
  form.querySelector(".casting").classList.toggle("equal", ayes === noes && ayes > 0);
}

function pressed(event, names) {
  const here = event.target.closest("[data-name]");
  if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
  const list = rows(names);
  const at = list.indexOf(here);
  const key = event.key.toLowerCase();
  const by = { arrowup: -1, arrowdown: 1 }[key];
  if (by === undefined && !(key in KEYS)) return;
  event.preventDefault();
  if (key in KEYS) set(here, KEYS[key]).dispatchEvent(new Event("change", { bubbles: true }));
  const next = list[at + (by ?? 1)] ?? here;
  (next.querySelector("input:checked") ?? next.querySelector("input")).focus();
}

function all(form, names, cast, onlyOthers) {
  rows(names).filter((row) => !onlyOthers || !chosen(row)).forEach((row) => set(row, cast));
  show(form, names);
  rows(names)[0]?.querySelector("input:checked")?.focus();
}

export function startNames(form, names) {
  const forAll = names.querySelector("[data-all-for]");
  form.addEventListener("change", (event) => {
    if (event.target.name === "method" && event.target.value === "recorded") {
      names.open = true;
      forAll?.scrollIntoView({ block: "nearest" });
    }
    if (forAll) show(form, names);
  });
  if (!forAll) return;
  form.addEventListener("input", () => show(form, names)); // while she types: what appears when she leaves would move Save away under the mouse
  forAll.type = "button";
  forAll.addEventListener("click", () => all(form, names, "for", true));
  const clear = names.querySelector("[data-clear]");
  clear.hidden = false;
  clear.addEventListener("click", () => all(form, names, "", false));
  names.addEventListener("keydown", (event) => pressed(event, names));
  show(form, names);
}
