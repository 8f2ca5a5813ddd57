// Everything works without this file. It writes a chosen file's name into the page, names a file that is too
// large before it is sent, lets Esc close a dialog, keeps a command's progress up to date and copies a link.
"use strict";
document.documentElement.classList.add("scripted");

for (const input of document.querySelectorAll("input[type=file][data-limit]")) {
  const row = input.parentElement;
  const name = row.querySelector("[data-file-name]");
  const nothingChosen = name.textContent;
  const problem = document.getElementById(input.id + "-problem");
  const isTooLarge = () => input.files.length > 0 && input.files[0].size > Number(input.dataset.limit);

  const show = () => {
    const chosen = input.files.length > 0;
    name.textContent = chosen ? input.files[0].name : nothingChosen;
    row.classList.toggle("chosen", chosen);
    row.classList.toggle("invalid", isTooLarge());
    if (isTooLarge()) {
      input.setAttribute("aria-invalid", "true");
    } else {
      input.removeAttribute("aria-invalid");
    }
    problem.textContent = isTooLarge() ? input.dataset.tooLarge : "";
  };

  input.addEventListener("change", show);
  input.form.addEventListener("submit", (event) => {
    if (!isTooLarge()) return;
    event.preventDefault();
    problem.textContent = "";
    show();
    input.focus();
  });
  if (input.files.length > 0) show(); // a page that the browser kept
}

document.addEventListener("keydown", (event) => {
  const cancel = document.querySelector("dialog[open] [data-cancel]");
  if (event.key === "Escape" && cancel) cancel.click();
});

// A part of the page that may change by itself is asked for every two seconds, until it says no more.
// Only what differs changes: focus stays where it is, and an opened <details> stays open.
const liveSeconds = 2;

const refresh = async (container) => {
  if (document.hidden) return later(container);
  const address = container.dataset.live;
  let text;
  try {
    const answer = await fetch(address, { redirect: "manual" });
    if (!answer.ok) return; // the session ended, or the device is gone: the page says so when it is loaded again
    text = await answer.text();
  } catch {
    return later(container); // no network for a moment
  }
  const answered = new DOMParser().parseFromString(text, "text/html");
  // Elsewhere on the page: state, times, what has ended.
  for (const part of answered.querySelectorAll("[data-part]")) {
    const shown = document.getElementById(part.id);
    if (!shown) continue;
    keepOpen(shown, part);
    merge(shown, part);
  }
  const next = answered.getElementById(container.id);
  if (!next) return;
  keepOpen(container, next);
  const isWhole = merge(container, next);
  const shown = document.getElementById(container.id);
  if (!isWhole) shown.dataset.live = address; // the rest when the focus has left it
  if (shown.dataset.live) later(shown);
};

const keepOpen = (old, next) => {
  const open = new Set([...old.querySelectorAll("details[open][data-keep]")].map((one) => one.dataset.keep));
  for (const one of next.querySelectorAll("details[data-keep]")) one.open = open.has(one.dataset.keep);
};

const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

// Returns whether all of it could be changed: what holds the focus stays.
const merge = (old, next) => {
  if (old.isEqualNode(next)) return true;
  const pairs = [...old.children].map((child, index) => [child, next.children[index]]);
  const isAlike = pairs.length === next.children.length && pairs.every(([one, other]) => one.tagName === other.tagName);
  if (pairs.length > 0 && isAlike && !hasWords(old) && !hasWords(next)) {
    for (const name of old.getAttributeNames()) if (!next.hasAttribute(name)) old.removeAttribute(name);
    for (const name of next.getAttributeNames()) old.setAttribute(name, next.getAttribute(name));
    return pairs.map(([one, other]) => merge(one, other)).every(Boolean);
  }
  if (old.contains(document.activeElement)) return false;
  old.replaceWith(document.importNode(next, true));
  return true;
};

const later = (container) => setTimeout(() => refresh(container), liveSeconds * 1000);

for (const container of document.querySelectorAll("[data-live]")) later(container);

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!navigator.clipboard || !source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = button.dataset.copied;
  });
}
