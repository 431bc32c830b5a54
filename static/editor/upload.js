// Upload page: each file is sent in a request of its own, with its own date and source if given, so
// that a slow or unreadable one does not hold up the others; its result is shown beside its name.
// Without this script the form sends all files in one request, and the next page has the results.
"use strict";

const form = document.getElementById("upload-form");
const messages = form.dataset;
const fileInput = form.querySelector("input[type=file]");
const submitButton = form.querySelector("input[type=submit]");
const rows = document.createElement("ul");
const summary = document.createElement("p");
rows.className = "pending-uploads";
summary.setAttribute("role", "status");

const hint = document.createElement("p");
hint.className = "drop-hint";
hint.textContent = messages.drop;
fileInput.after(hint, rows);
submitButton.after(summary);

let pending = []; // one job a file that is not sent yet

function createInput(name, label, type) {
  const element = document.createElement("input");
  element.type = type;
  element.className = name;
  element.setAttribute("aria-label", label);
  element.title = label;
  if (type === "text") element.placeholder = label;
  return element;
}

function addFiles(files) {
  for (const file of files) {
    const row = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = file.name;
    const state = document.createElement("span");
    state.className = "upload-state";
    state.textContent = messages.waiting;
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = messages.remove;
    const job = { file, row, state, progress, remove, day: createInput("file-date", `${file.name} ${messages.date}`, "date"), source: createInput("file-source", messages.source, "text") };
    remove.addEventListener("click", () => {
      pending = pending.filter((other) => other !== job);
      row.remove();
    });
    row.append(name, job.day, job.source, remove, progress, state);
    rows.append(row);
    pending.push(job);
  }
  // Cleared, so that the form does not send the files a second time.
  fileInput.value = "";
  summary.textContent = "";
}

function send(job) {
  return new Promise((resolve) => {
    const body = new FormData();
    // From the cookie: a login in another tab makes that of the form invalid.
    body.append("csrfmiddlewaretoken", /csrftoken=(\w+)/.exec(document.cookie)[1]);
    body.append("upload", job.file);
    body.append("published_on", job.day.value || form.elements.published_on.value);
    body.append("source", job.source.value || form.elements.source.value);
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    job.state.textContent = messages.sending;
    request.upload.addEventListener("progress", (event) => {
      job.progress.value = event.total ? event.loaded / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      job.progress.removeAttribute("value");
      job.state.textContent = messages.reading;
    });
    request.addEventListener("load", () => resolve(request.response));
    request.addEventListener("error", () => resolve(null));
    request.send(body);
  });
}

function outcome(result) {
  return result.taken ? "imported" : result.known ? "known" : "rejected";
}

function resultLine(result) {
  const line = document.createElement("span");
  line.className = outcome(result);
  if (result.url) {
    const link = document.createElement("a");
    link.href = result.url;
    link.textContent = result.name;
    line.append(link, " ");
  } else if (result.name) {
    line.append(`${result.name} `);
  }
  line.append(result.said);
  return line;
}

async function sendAll() {
  const counts = { imported: 0, known: 0, rejected: 0 };
  submitButton.disabled = true;
  const unsent = [];
  for (const job of pending) {
    for (const control of [job.remove, job.day, job.source]) control.disabled = true;
    const response = await send(job);
    // No connection, or no login: the file waits for the next attempt.
    const isSent = Boolean(response?.results);
    if (isSent) job.progress.remove();
    else unsent.push(job);
    const errors = response ? response.errors : [messages.failed];
    const results = [...(response?.results ?? []), ...errors.map((error) => ({ said: error }))];
    for (const result of results) counts[outcome(result)] += 1;
    job.row.querySelector("strong").hidden = results.some((result) => result.name);
    job.state.replaceChildren(...results.map(resultLine));
    for (const control of [job.remove, job.day, job.source]) isSent ? control.remove() : (control.disabled = false);
  }
  pending = unsent;
  submitButton.disabled = false;
  summary.textContent = messages.done.replace("{taken}", counts.imported).replace("{known}", counts.known).replace("{refused}", counts.rejected);
}

fileInput.addEventListener("change", () => addFiles([...fileInput.files]));

// On the whole page: the browser would open a file that is dropped outside the form.
for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("dropping", type === "dragover");
    if (type === "drop") addFiles([...event.dataTransfer.files]);
  });
}

form.addEventListener("submit", (event) => {
  if (!pending.length) return; // pasted text is sent by the form itself
  event.preventDefault();
  if (form.elements.pasted.value.trim()) {
    summary.textContent = messages.both;
    return;
  }
  sendAll();
});
