// What is pasted into a plain field for rich text: its words stand in the field, its HTML is sent beside them, so that
// lists and bold stay. The server takes it where the words still stand as they were pasted.
const SHAPED = /<(?:li|b|strong|table)\b|mso-list|font-weight:\s*(?:bold|[6-9]00)/i;
const LONGEST = 500000; // characters

export function keepPastes(root) {
  root.addEventListener("paste", (event) => {
    const field = event.target.closest?.("textarea[data-pastes]");
    const words = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n");
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (!field || !words || !SHAPED.test(html) || html.length > LONGEST) return;
    const beside = field.form.elements[field.dataset.pastes];
    beside.value = JSON.stringify([...JSON.parse(beside.value || "[]"), [words, html]].slice(-20));
  });
}
