// Search box with autocomplete and keyboard navigation: `/` focuses the box, the arrow keys move
// through completions and through the results below, Escape closes the completions. Without this
// script the box is a plain form. The pattern is the editable combobox with listbox of the ARIA
// Authoring Practices.
"use strict";

const DEBOUNCE = 120; // milliseconds without input before completions are requested

function createElement(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class Autocomplete {
  constructor(box) {
    this.box = box;
    this.list = createElement("ul", { id: `${box.id}-list`, role: "listbox", class: "completions", hidden: "" });
    this.list.setAttribute("aria-label", box.dataset.listed);
    box.after(this.list);
    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) box.setAttribute(key, value);
    box.addEventListener("input", (event) => { if (!event.isComposing) this.schedule(); });
    box.addEventListener("compositionend", () => this.schedule());
    box.addEventListener("keydown", (event) => this.onKeydown(event));
    box.addEventListener("blur", () => this.close());
    // On mousedown, before blur closes the list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  get isOpen() { return !this.list.hidden; }

  get selected() { return this.list.querySelector("[aria-selected=true]"); }

  schedule() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.fetch(), DEBOUNCE);
  }

  async fetch() {
    const query = this.box.value;
    if (!query.trim()) return this.close();
    this.request = new AbortController();
    let data;
    try {
      const response = await fetch(`${this.box.dataset.completes}?q=${encodeURIComponent(query)}`, { signal: this.request.signal });
      if (!response.ok) return;
      data = await response.json();
    } catch {
      return; // aborted by a newer request, or no connection: the user is not disturbed
    }
    if (query === this.box.value && document.activeElement === this.box) this.show(data.completions);
  }

  show(completions) {
    this.list.replaceChildren(...completions.map((completion, index) => {
      const count = createElement("span", { class: "count" }, `${completion.label} ${completion.meetings.toLocaleString("zh-CN")}`);
      const option = createElement("li", { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" }, createElement("span", {}, completion.text), count);
      option.dataset.text = completion.text;
      option.dataset.url = completion.url;
      return option;
    }));
    this.list.hidden = !completions.length;
    this.box.setAttribute("aria-expanded", String(this.isOpen));
    this.box.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.show([]);
  }

  onKeydown(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.selected) {
      event.preventDefault();
      this.choose(this.selected);
    } else if (this.isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  // Cyclic: from the box through the list and back to the box, where no option is selected.
  move(step) {
    const options = [...this.list.children];
    const current = options.indexOf(this.selected);
    const next = (current + 1 + step + options.length + 1) % (options.length + 1) - 1;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
    if (next < 0) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    this.box.value = option.dataset.text;
    this.close();
    this.box.form.requestSubmit();
  }
}

const boxes = [...document.querySelectorAll("input[data-completes]")];
for (const box of boxes) new Autocomplete(box);

function isTyping(target) {
  return target.closest?.("input, select, textarea, [contenteditable]");
}

// Queried at each key press, because htmx replaces the results.
function resultLinks() {
  return [...document.querySelectorAll(".search-results h3 a")];
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "/" && boxes.length && !isTyping(event.target)) {
    event.preventDefault();
    boxes[0].focus();
    boxes[0].select();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = resultLinks();
  const current = links.indexOf(document.activeElement);
  const isInBox = boxes.includes(document.activeElement);
  if (current < 0 && (!isInBox || step < 0)) return;
  event.preventDefault();
  const next = current + step;
  if (next < 0) boxes[0]?.focus();
  else links[next]?.focus();
});

// Announce the changed part of the page to screen readers.
document.addEventListener("htmx:afterSettle", () => {
  for (const status of document.querySelectorAll("[data-announces]")) {
    status.textContent = document.querySelector(status.dataset.announces)?.textContent ?? "";
  }
});
