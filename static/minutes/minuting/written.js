// What stands in a form, and whether it is stored.
export const written = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
export const isChanged = (form) => Boolean(form.querySelector(".errorlist")) || written(form) !== form.dataset.begun;

export const begin = (form) => { form.dataset.begun = written(form); };

// Saves that are under way, by their form.
export const saving = new WeakMap();
