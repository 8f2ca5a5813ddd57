// Everything works without this file. It writes a chosen file's name into the page, names a file that is too
// large before it is sent, and lets Esc close a dialog.
"use strict";

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
