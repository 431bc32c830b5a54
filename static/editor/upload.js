// Handing in files: each is sent by itself, with its own date and source where they are given, so
// that one that is slow or bad holds up no other; what became of it stands beside its name. Without
// this script the form sends them all at once and says the same on the page that comes back.
"use strict";

const form = document.getElementById("upload-form");
const say = form.dataset;
const chosen = form.querySelector("input[type=file]");
const button = form.querySelector("input[type=submit]");
const rows = document.createElement("ul");
const said = document.createElement("p");
rows.className = "to-send";
said.className = "sent";
said.setAttribute("role", "status");

const hint = document.createElement("p");
hint.className = "drop-hint";
hint.textContent = say.drop;
chosen.after(hint, rows);
button.after(said);

let waiting = [];

function input(name, label, type) {
  const made = document.createElement("input");
  made.type = type;
  made.className = name;
  made.setAttribute("aria-label", label);
  made.title = label;
  if (type === "text") made.placeholder = label;
  return made;
}

function add(files) {
  for (const file of files) {
    const row = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = file.name;
    const state = document.createElement("span");
    state.className = "state";
    state.textContent = say.waiting;
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = say.remove;
    const job = { file, row, state, progress, remove, day: input("own-date", `${file.name} ${say.date}`, "date"), source: input("own-source", say.source, "text") };
    remove.addEventListener("click", () => {
      waiting = waiting.filter((each) => each !== job);
      row.remove();
    });
    row.append(name, job.day, job.source, remove, progress, state);
    rows.append(row);
    waiting.push(job);
  }
  // Sent one by one from the list; the field itself would send them a second time.
  chosen.value = "";
  said.textContent = "";
}

function send(job) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("upload", job.file);
    body.append("published_on", job.day.value || form.elements.published_on.value);
    body.append("source", job.source.value || form.elements.source.value);
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    job.state.textContent = say.sending;
    request.upload.addEventListener("progress", (event) => {
      job.progress.value = event.total ? event.loaded / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      job.progress.removeAttribute("value");
      job.state.textContent = say.reading;
    });
    // Whoever is no longer logged in is led to the form for that, which is no answer.
    request.addEventListener("load", () => resolve(request.responseURL.includes("/login/") ? { errors: [say.login] } : request.response));
    request.addEventListener("error", () => resolve(null));
    request.send(body);
  });
}

function told(each) {
  const line = document.createElement("span");
  line.className = each.taken ? "taken" : "refused";
  if (each.url) {
    const link = document.createElement("a");
    link.href = each.url;
    link.textContent = each.name;
    line.append(link, " ");
  } else if (each.name) {
    line.append(`${each.name} `);
  }
  line.append(each.said);
  return line;
}

async function sendAll() {
  const count = { taken: 0, refused: 0 };
  button.disabled = true;
  for (const job of waiting) {
    for (const each of [job.remove, job.day, job.source]) each.disabled = true;
    const answer = await send(job);
    job.progress.remove();
    const wrong = answer ? answer.errors : [say.failed];
    const results = [...(answer?.results ?? []), ...wrong.map((error) => ({ said: error }))];
    for (const each of results) count[each.taken ? "taken" : "refused"] += 1;
    job.row.querySelector("strong").hidden = results.some((each) => each.name);
    job.state.replaceChildren(...results.map(told));
    for (const each of [job.remove, job.day, job.source]) each.remove();
  }
  waiting = [];
  button.disabled = false;
  said.textContent = say.done.replace("{taken}", count.taken).replace("{refused}", count.refused);
}

chosen.addEventListener("change", () => add([...chosen.files]));

// Wherever on the page: a file dropped beside the form would take its place.
for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("dropping", type === "dragover");
    if (type === "drop") add([...event.dataTransfer.files]);
  });
}

form.addEventListener("submit", (event) => {
  if (!waiting.length) return; // a pasted text, which the form sends itself
  event.preventDefault();
  if (form.elements.pasted.value.trim()) {
    said.textContent = say.both;
    return;
  }
  sendAll();
});
