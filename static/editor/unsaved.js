// A form that has been changed warns before its page is left: what was typed would be lost. Forms
// that only select rows of a list are left alone. The browser words the warning itself.
"use strict";

// Forms are compared with what they were when the page had loaded: scripts change fields, too, and
// a change that is taken back is none.
const watched = new Map();
let isSubmitting = false;

function stateOf(form) {
  return JSON.stringify(
    [...form.elements].map((field) => {
      if (field.options) return [field.name, [...field.options].map((option) => [option.value, option.selected])];
      if (field.type === "checkbox" || field.type === "radio") return [field.name, field.checked];
      return [field.name, field.type === "file" ? field.files.length : field.value];
    }),
  );
}

// A form that is shown again with errors has never been saved.
const isUnsaved = (form, state) => "unsaved" in form.dataset || form.querySelector(".errorlist") || stateOf(form) !== state;

// After the load: the admin's own scripts move options between boxes then.
window.addEventListener("load", () => {
  for (const form of document.querySelectorAll("#content form[method=post]:not(#changelist-form, #login-form)")) watched.set(form, stateOf(form));
});

// On the document, after the handlers of the form itself: a script may send it in another way.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) isSubmitting = true;
});

window.addEventListener("pageshow", () => {
  isSubmitting = false;
});

window.addEventListener("beforeunload", (event) => {
  if (!isSubmitting && [...watched].some(([form, state]) => isUnsaved(form, state))) event.preventDefault();
});
