// The search box: what is typed is completed, and the keyboard goes everywhere. `/` leads to the
// box, the arrows walk its completions and the results below, Escape puts the completions away.
// Without this script the box is a plain form. The pattern is the editable combobox with a listbox
// of the ARIA Authoring Practices.
"use strict";

const WAIT = 120; // milliseconds without a key before completions are asked for

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Completions {
  constructor(box) {
    this.box = box;
    this.list = element("ul", { id: `${box.id}-list`, role: "listbox", class: "completions", hidden: "" });
    this.list.setAttribute("aria-label", box.dataset.listed);
    box.after(this.list);
    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) box.setAttribute(key, value);
    box.addEventListener("input", (event) => { if (!event.isComposing) this.ask(); });
    box.addEventListener("compositionend", () => this.ask());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // Before the box loses the focus, so that the click still finds the list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  get isOpen() { return !this.list.hidden; }

  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  ask() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.waiting = setTimeout(() => this.fetch(), WAIT);
  }

  async fetch() {
    const typed = this.box.value;
    if (!typed.trim()) return this.close();
    this.asking = new AbortController();
    let answer;
    try {
      const response = await fetch(`${this.box.dataset.completes}?q=${encodeURIComponent(typed)}`, { signal: this.asking.signal });
      if (!response.ok) return;
      answer = await response.json();
    } catch {
      return; // asked again, or no connection: whoever types is left in peace
    }
    if (typed === this.box.value && document.activeElement === this.box) this.show(answer.completions);
  }

  show(completions) {
    this.list.replaceChildren(...completions.map((each, place) => {
      const number = element("span", { class: "number" }, `${each.label} ${each.meetings.toLocaleString("zh-CN")}`);
      const option = element("li", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false" }, element("span", {}, each.text), number);
      option.dataset.text = each.text;
      option.dataset.url = each.url;
      return option;
    }));
    this.list.hidden = !completions.length;
    this.box.setAttribute("aria-expanded", String(this.isOpen));
    this.box.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.show([]);
  }

  key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.take(this.chosen);
    } else if (this.isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.walk(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  // From the box down the list and back into the box, round and round.
  walk(step) {
    const options = [...this.list.children];
    const at = options.indexOf(this.chosen);
    const next = (at + 1 + step + options.length + 1) % (options.length + 1) - 1;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    if (next < 0) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }

  take(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    this.box.value = option.dataset.text;
    this.close();
    this.box.form.requestSubmit();
  }
}

const boxes = [...document.querySelectorAll("input[data-completes]")];
for (const box of boxes) new Completions(box);

function isTyping(target) {
  return target.closest?.("input, select, textarea, [contenteditable]");
}

// The links of the results, in their order; asked anew, for a part of the page may have changed.
function results() {
  return [...document.querySelectorAll(".hits h3 a")];
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
  const links = results();
  const at = links.indexOf(document.activeElement);
  const inBox = boxes.indexOf(document.activeElement);
  if (at < 0 && (inBox < 0 || step < 0)) return;
  event.preventDefault();
  const next = at + step;
  if (next < 0) boxes[0]?.focus();
  else links[next]?.focus();
});

// What a part of the page now shows is said to whoever cannot see it change.
document.addEventListener("htmx:afterSettle", () => {
  for (const said of document.querySelectorAll("[data-says]")) {
    said.textContent = document.querySelector(said.dataset.says)?.textContent ?? "";
  }
});
