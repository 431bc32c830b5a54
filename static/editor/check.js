// Form of a meeting in admin: focusing a field highlights its source spans in the text beside it,
// clicking a span focuses its field, and text selected there can be filled into the last used field.
// Ctrl+Enter saves and opens the next meeting. Without this script the text is shown all the same.
"use strict";

const text = document.getElementById("check-text");
const form = text.closest("form");
const fillButton = text.querySelector("button");
const HIGHLIGHT = "is-highlighted";
let lastField = null; // the field that fillButton fills

// From the id of a field to the key of its source spans: bulletins/selectors/annotated_text.py.
function keyOf(field) {
  const row = /^id_([a-z_]+-\d+)-/.exec(field.id);
  return row ? row[1] : field.id.replace(/^id_/, "");
}

function spansOf(isWanted) {
  return [...text.querySelectorAll("[data-facts]")].filter((span) => span.dataset.facts.split(" ").some(isWanted));
}

function highlight(key) {
  for (const span of text.querySelectorAll(`.${HIGHLIGHT}`)) span.classList.remove(HIGHLIGHT);
  // A list in one field has all spans of its values.
  let spans = spansOf((each) => each === key || each.startsWith(`${key}-`));
  // A field whose values have no spans of their own has one for all of them.
  if (!spans.length) spans = spansOf((each) => each === key.replace(/-\d+$/, ""));
  for (const span of spans) span.classList.add(HIGHLIGHT);
  spans[0]?.scrollIntoView({ block: "nearest" });
}

function labelOf(field) {
  const row = field.closest("tr");
  const cell = field.closest("td");
  if (row && cell) return cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]?.textContent.trim();
  return form.querySelector(`label[for="${field.id}"]`)?.textContent.replace(/[:：]\s*$/, "").trim();
}

function fieldOf(key) {
  const [name, number] = key.split("-");
  const ids = number === undefined ? [`id_${name}`, `id_${name}-0-name`, `id_${name}-0-heading`] : [`id_${name}-${number}-name`, `id_${name}-${number}-heading`, `id_${name}`];
  return ids.map((id) => document.getElementById(id)).find(Boolean);
}

form.addEventListener("focusin", (event) => {
  const field = event.target;
  if (!field.matches("input[id^=id_], select[id^=id_], textarea[id^=id_]")) return;
  highlight(keyOf(field));
  if (field.matches("input[type=text], textarea, select")) lastField = field;
});

text.addEventListener("click", (event) => {
  const span = event.target.closest(".source-span");
  if (!span) return;
  event.preventDefault();
  if (!getSelection().isCollapsed) return; // the end of a selection, not a click
  fieldOf(span.dataset.facts.split(" ")[0])?.focus();
});

// Pressing the mouse on a link drags it instead of starting a selection: the spans lose their href
// and are made keyboard-accessible links by role.
for (const span of text.querySelectorAll("a.source-span")) {
  span.removeAttribute("href");
  span.tabIndex = 0;
  span.setAttribute("role", "link");
  span.addEventListener("keydown", (event) => {
    if (event.key === "Enter") span.click();
  });
  // A focusable element does not start a selection either; only the keyboard needs the focus.
  span.addEventListener("pointerdown", () => span.removeAttribute("tabindex"));
  document.addEventListener("pointerup", () => {
    span.tabIndex = 0;
  });
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const isInText = selection.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer);
  fillButton.hidden = !(isInText && !selection.isCollapsed && lastField);
  if (!fillButton.hidden) fillButton.textContent = text.dataset.fill.replace("{field}", labelOf(lastField) ?? "");
});

// On mousedown: by the time of the click the selection is gone.
fillButton.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const selected = getSelection().toString().replace(/\s*\n\s*/g, "");
  const isList = lastField.matches("[data-lines]");
  // In a select, choose the option that contains the text or is contained in it (湖北 is 湖北省).
  const option = [...(lastField.options ?? [])].find(({ value, text }) => value && (text.includes(selected) || selected.includes(text)));
  if (lastField.options) lastField.value = option ? option.value : lastField.value;
  else lastField.value = isList && lastField.value.trim() ? `${lastField.value.trimEnd()}\n${selected}` : selected;
  lastField.dispatchEvent(new Event("change", { bubbles: true }));
  lastField.focus();
});

// Rows of people and priorities are moved by two buttons beside their numbers, which are updated.
const rowsOf = (table) => [...table.querySelectorAll("tr.form-row:not(.empty-form)")];

function moveRow(row, step) {
  const table = row.closest("table");
  const rows = rowsOf(table);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  other[step < 0 ? "before" : "after"](row);
  rowsOf(table).forEach((each, index) => {
    each.querySelector(NUMBER_INPUT).value = index + 1;
  });
}

const NUMBER_INPUT = "input[name$=-position], input[name$=-ordinal]";

function addMoveButtons(row) {
  const number = row.querySelector(NUMBER_INPUT);
  if (!number) return;
  for (const [step, sign, label] of [[-1, "↑", text.dataset.up], [1, "↓", text.dataset.down]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "move-button";
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

for (const row of form.querySelectorAll(".inline-group tr.form-row:not(.empty-form)")) addMoveButtons(row);
document.addEventListener("formset:added", (event) => addMoveButtons(event.target));

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  form.querySelector("[name=_next]")?.click();
});

// The initial focus: the first field in doubt, or else the first extracted field.
form.querySelector(":is(.module:nth-of-type(2) .form-row) :is(input, select, textarea)")?.focus({ preventScroll: true });
