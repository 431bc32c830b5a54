// A form that has been changed warns before its page is left: what was typed would be lost. Forms
// that only select rows of a list are left alone. The browser words the warning itself.
//
// A long form asks first whether it can be sent: without a login the server takes no more than a
// stranger may send, and what was typed would be gone. The page then says what to do, and stays.
"use strict";

// Forms are compared with what they were when the page had loaded: scripts change fields, too, and
// a change that is taken back is none.
const watched = new Map();
let isSubmitting = false;

// Bytes; below what a stranger may send (config/server/body_limits.py). Shorter forms are carried
// over the login by the server.
const LONG = 60_000;
const { probe } = document.currentScript.dataset;

function stateOf(form) {
  return JSON.stringify(
    [...form.elements].map((field) => {
      if (field.options) return [field.name, [...field.options].map((option) => [option.value, option.selected])];
      if (field.type === "checkbox" || field.type === "radio") return [field.name, field.checked];
      return [field.name, field.type === "file" ? field.files.length : field.value];
    }),
  );
}

const lengthOf = (form) => new URLSearchParams(new FormData(form)).toString().length;

// A form that is shown again, with errors or after a login, has never been saved.
const isShownAgain = document.querySelector("[data-unsaved]") !== null;
const isUnsaved = (form, state) => isShownAgain || form.querySelector(".errorlist") || stateOf(form) !== state;

// After the load: the admin's own scripts move options between boxes then.
window.addEventListener("load", () => {
  for (const form of document.querySelectorAll("#content form[method=post]:not(#changelist-form, #login-form)")) watched.set(form, stateOf(form));
});

// On the document, after the handlers of the form itself: a script may send it in another way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !watched.has(form)) return;
  if (form.dataset.isProbed || lengthOf(form) < LONG) {
    delete form.dataset.isProbed;
    isSubmitting = true;
    return;
  }
  event.preventDefault();
  submitIfLoggedIn(form, event.submitter);
});

async function submitIfLoggedIn(form, submitter) {
  let id = "";
  try {
    const response = await fetch(probe, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (!response.ok) id = "not-logged-in";
  } catch {
    id = "not-reachable";
  }
  document.querySelector(".not-sent")?.remove();
  if (id) {
    const notice = document.getElementById(id).content.cloneNode(true);
    form.prepend(notice);
    form.querySelector(".not-sent").scrollIntoView({ block: "center" });
    return;
  }
  form.dataset.isProbed = "true";
  form.requestSubmit(submitter);
}

window.addEventListener("pageshow", () => {
  isSubmitting = false;
});

window.addEventListener("beforeunload", (event) => {
  if (!isSubmitting && [...watched].some(([form, state]) => isUnsaved(form, state))) event.preventDefault();
});
