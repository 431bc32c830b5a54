// The page of a meeting: a fact and the words it was read from are marked together, wherever one of
// them is pointed at or reached by keyboard; words are selected from wherever one begins; and the
// citation is copied. Without this script the links between them still lead there, and the citation
// can be selected.
"use strict";

const lit = "lit";

function mark(event) {
  for (const each of document.querySelectorAll(`.${lit}`)) each.classList.remove(lit);
  const pointedAt = event.target.closest?.("[data-facts]");
  if (!pointedAt || event.type === "pointerout" || event.type === "focusout") return;
  for (const key of pointedAt.dataset.facts.split(" ")) {
    for (const each of document.querySelectorAll(`[data-facts~="${key}"]`)) each.classList.add(lit);
  }
}

for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) {
  document.addEventListener(type, mark);
}

// Who quotes begins to select wherever the sentence begins, on a marked word too, where a browser
// would drag the link instead: while the button is down it is none.
for (const words of document.querySelectorAll("#body a.words")) {
  const leadsTo = words.getAttribute("href");
  words.addEventListener("pointerdown", () => {
    words.removeAttribute("href");
    document.addEventListener("pointerup", () => words.setAttribute("href", leadsTo), { once: true });
  });
  words.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) event.preventDefault();
  });
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    // An intranet is often plain HTTP, where browsers have no clipboard for scripts; then the text
    // is selected, so that Ctrl+C takes it.
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.done;
  });
}
