// Names, for who hears the page, what scripts make on it: fields that look up a name, and new rows. Without it there is neither.
const $ = window.django?.jQuery;

// The lookup takes its name from the value alone: it has none while nobody is chosen.
function nameLookup(select) {
  const box = select.nextElementSibling?.querySelector(".select2-selection");
  const value = box?.querySelector(".select2-selection__rendered");
  const [label] = select.labels;
  if (!value || !label) return;
  label.id ||= `${select.id}_label`;
  value.removeAttribute("role");
  value.removeAttribute("aria-readonly");
  box.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
}

function nameLookups() {
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameLookup);
}

// What sets a date or a time says only what to: "Today".
function nameShortcuts() {
  document.querySelectorAll(".datetimeshortcuts a").forEach((link) => {
    const [label] = link.parentElement.previousElementSibling?.labels ?? [];
    const words = link.textContent.trim() || link.querySelector("[title]")?.title;
    if (label && words) link.setAttribute("aria-label", `${words}: ${label.textContent.replace(/:$/, "")}`);
  });
}

// New rows are numbered as they stand: "attendance 3".
function numberRows(prefix) {
  document.querySelectorAll(`#${prefix}-group .form-row:not(.has_original, .empty-form)`).forEach((row) => {
    const number = Number(row.id.slice(prefix.length + 1)) + 1;
    row.querySelectorAll(".whose").forEach((whose) => {
      whose.textContent = whose.textContent.replace(/(__prefix__|\d+)$/, number);
    });
  });
}

// A sign with a name is a picture; Django's says only the name.
const nameSigns = () => document.querySelectorAll(".search-label-icon").forEach((sign) => sign.setAttribute("role", "img"));

if ($) {
  $(nameLookups);
  window.addEventListener("load", () => {
    nameSigns();
    nameShortcuts();
  });
  $(document).on("select2:open", (event) => {
    const search = document.querySelector(".select2-container--open .select2-search__field");
    search?.setAttribute("aria-label", event.target.labels[0]?.textContent ?? "Search");
  });
  for (const change of ["formset:added", "formset:removed"]) {
    document.addEventListener(change, (event) => {
      numberRows(event.detail.formsetName);
      nameLookups();
      nameShortcuts();
    });
  }
}
