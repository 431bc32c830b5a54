// Page of a meeting: a value and its source spans are highlighted together when either is hovered or
// focused (keys: bulletins/selectors/annotated_text.py); text can be selected starting inside a
// span; a button copies the citation. Without this script values and spans still link to each
// other, and the citation can be selected.
"use strict";

const HIGHLIGHT = "is-highlighted";

function highlight(event) {
  for (const element of document.querySelectorAll(`.${HIGHLIGHT}`)) element.classList.remove(HIGHLIGHT);
  const target = event.target.closest?.("[data-facts]");
  if (!target || event.type === "pointerout" || event.type === "focusout") return;
  for (const key of target.dataset.facts.split(" ")) {
    for (const element of document.querySelectorAll(`[data-facts~="${key}"]`)) element.classList.add(HIGHLIGHT);
  }
}

for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) {
  document.addEventListener(type, highlight);
}

// Pressing the mouse on a link drags it instead of starting a selection, so a span loses its href
// while the button is down.
for (const span of document.querySelectorAll("#body a.source-span")) {
  const href = span.getAttribute("href");
  span.addEventListener("pointerdown", () => {
    span.removeAttribute("href");
    document.addEventListener("pointerup", () => span.setAttribute("href", href), { once: true });
  });
  span.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) event.preventDefault();
  });
}

for (const button of document.querySelectorAll("[data-copy-from]")) {
  const text = document.getElementById(button.dataset.copyFrom);
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Over plain HTTP, common in an intranet, scripts have no clipboard: the text is selected, so
    // that Ctrl+C copies it.
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.done;
  });
}
