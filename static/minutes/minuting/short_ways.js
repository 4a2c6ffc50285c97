// The short ways, each one press: the minute's number, a standing phrase, an action that is done, a resolution taken as the decision.
import { alone } from "../../desk/sending.js";
import { desk, partOf, say, sayWhy, send, sendForm, tell } from "./page.js";
import { focusFirst, put } from "./parts.js";

export const SHORT_WAYS = {
  async take(form, submitter) {
    const answer = await sendForm(form, submitter);
    if (answer.why) sayWhy(answer.why);
    else focusFirst(put(partOf(form), answer.part));
  },

  async number(form) {
    const { why, ok, data } = await sendForm(form);
    if (why) return tell(form, why);
    form.querySelectorAll(".errornote").forEach((old) => old.remove());
    if (ok) form.elements.opened_number.value = data.number;
    else form.append(Object.assign(document.createElement("p"), { className: "errornote", textContent: data.said }));
    return say(data.said);
  },

  phrases: (form, submitter) => alone(submitter, async () => {
    const text = form.closest(".item").querySelector(".texts .text");
    const asked = send(`${form.action}?phrase=${submitter.value}`);
    text.dispatchEvent(new CustomEvent("text:insert", { detail: asked.then(({ data }) => data ?? {}) })); // at once, so that phrases stand as they were asked for
    const { why, data } = await asked;
    if (why) return sayWhy(why);
    return say(data.said ? "" : "The phrase is in the text.");
  }),

  async done(form, submitter) {
    const { why, data } = await sendForm(form, submitter);
    if (why) return tell(form, why);
    const place = form.closest("li").id;
    form.closest(".arising").outerHTML = data.arising;
    document.getElementById(place)?.querySelector("button").focus();
    return say(data.said);
  },

  approves: (form, submitter) => alone(submitter, async () => {
    const { why, data } = await sendForm(form, submitter);
    if (why) return tell(form, why);
    const place = form.closest(".approvals").id;
    form.closest(".approvals").outerHTML = data.approvals;
    const fresh = document.getElementById(place);
    (fresh.querySelector("[aria-invalid]") ?? fresh.querySelector("button, a"))?.focus();
    return say(data.said);
  }),
};

desk.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-number]");
  if (form) SHORT_WAYS.number(form);
});

// Figures put in phrases, while their list has the focus.
desk.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-phrases]");
  if (form && /^[1-9]$/.test(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) form.querySelectorAll("button:has(kbd)")[event.key - 1]?.click();
});
