// Checking a meeting: the field one is at marks its words in the text beside it, words in the text
// lead to their field, and what is selected there is put into the field one was at last. Ctrl+Enter
// saves and goes on to the next. Without this script the text stands beside the form all the same.
"use strict";

const text = document.getElementById("check-text");
const form = text.closest("form");
const use = text.querySelector("button");
const lit = "lit";
let last = null; // the field that was used last

// `id_venue` is venue, `id_chairs-0-name` is chairs-0.
function keyOf(field) {
  const row = /^id_([a-z_]+-\d+)-/.exec(field.id);
  return row ? row[1] : field.id.replace(/^id_/, "");
}

function mark(key) {
  for (const each of text.querySelectorAll(`.${lit}`)) each.classList.remove(lit);
  const field = key.replace(/-\d+$/, "");
  let words = [...text.querySelectorAll(`[data-facts~="${CSS.escape(key)}"]`)];
  // Where the words of single values are not told apart, those of all of them are shown.
  if (!words.length) words = [...text.querySelectorAll(`[data-facts~="${CSS.escape(field)}"]`)];
  for (const each of words) each.classList.add(lit);
  words[0]?.scrollIntoView({ block: "nearest" });
}

function labelOf(field) {
  const row = field.closest("tr");
  const cell = field.closest("td");
  if (row && cell) return cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]?.textContent.trim();
  return form.querySelector(`label[for="${field.id}"]`)?.textContent.replace(/[:：]\s*$/, "").trim();
}

function fieldOf(key) {
  const [name, number] = key.split("-");
  const ids = number === undefined ? [`id_${name}`, `id_${name}-0-name`, `id_${name}-0-heading`] : [`id_${name}-${number}-name`, `id_${name}-${number}-heading`];
  return ids.map((id) => document.getElementById(id)).find(Boolean);
}

form.addEventListener("focusin", (event) => {
  const field = event.target;
  if (!field.matches("input[id^=id_], select[id^=id_], textarea[id^=id_]")) return;
  mark(keyOf(field));
  if (field.matches("input[type=text], textarea, select")) last = field;
});

text.addEventListener("click", (event) => {
  const words = event.target.closest(".words");
  if (!words) return;
  event.preventDefault();
  if (!getSelection().isCollapsed) return; // selected, not pointed at
  fieldOf(words.dataset.facts.split(" ")[0])?.focus();
});

// On a link a browser begins to drag where one begins to select; so these are links no more, and
// lead to their field all the same.
for (const words of text.querySelectorAll("a.words")) {
  words.removeAttribute("href");
  words.tabIndex = 0;
  words.setAttribute("role", "link");
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") words.click();
  });
  // Nor does a selection begin on what takes the focus; only the keyboard needs that.
  words.addEventListener("pointerdown", () => words.removeAttribute("tabindex"));
  document.addEventListener("pointerup", () => {
    words.tabIndex = 0;
  });
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const inText = selection.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer);
  use.hidden = !(inText && !selection.isCollapsed && last);
  if (!use.hidden) use.textContent = text.dataset.fill.replace("{field}", labelOf(last) ?? "");
});

// Not click: by then the button has taken the selection away.
use.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const selected = getSelection().toString().replace(/\s*\n\s*/g, "");
  const isList = last.id === "id_exchange_units";
  // Of a list of choices the one that the words name (湖北 is 湖北省), if any does.
  const choice = [...(last.options ?? [])].find(({ value, text }) => value && (text.includes(selected) || selected.includes(text)));
  if (last.options) last.value = choice ? choice.value : last.value;
  else last.value = isList && last.value.trim() ? `${last.value.trimEnd()}\n${selected}` : selected;
  last.dispatchEvent(new Event("change", { bubbles: true }));
  last.focus();
});

// People and priorities change places by two buttons beside their numbers, which follow.
const rowsOf = (table) => [...table.querySelectorAll("tr.form-row:not(.empty-form)")];

function moveRow(row, step) {
  const table = row.closest("table");
  const rows = rowsOf(table);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  other[step < 0 ? "before" : "after"](row);
  rowsOf(table).forEach((each, at) => {
    each.querySelector(numbers).value = at + 1;
  });
}

const numbers = "input[name$=-position], input[name$=-ordinal]";

function addMoves(row) {
  const number = row.querySelector(numbers);
  if (!number) return;
  for (const [step, sign, label] of [[-1, "↑", text.dataset.up], [1, "↓", text.dataset.down]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "move-row";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      moveRow(row, step);
      button.focus();
    });
    number.parentElement.append(button);
  }
}

for (const row of form.querySelectorAll(".inline-group tr.form-row:not(.empty-form)")) addMoves(row);
document.addEventListener("formset:added", (event) => addMoves(event.target));

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  form.querySelector("[name=_next]")?.click();
});

// Where checking begins: what is in doubt, or the first field that was read.
form.querySelector(":is(.module:nth-of-type(2) .form-row) :is(input, select, textarea)")?.focus({ preventScroll: true });
