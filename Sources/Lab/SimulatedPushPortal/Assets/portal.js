// Goes on by itself after the sixth digit, as the manual describes. Without it, Enter does.
for (const form of document.querySelectorAll("form[data-digits]")) {
  const digits = Number(form.dataset.digits);
  const field = form.querySelector("input[name=code]");
  let sent = false;
  field.addEventListener("input", () => {
    if (!sent && field.value.length === digits && /^[0-9]+$/.test(field.value)) {
      sent = true;
      form.requestSubmit();
    }
  });
}
