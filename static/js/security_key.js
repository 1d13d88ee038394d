// Asks the browser for a security key or passkey when the form's button is pressed, and sends its answer with the form.
"use strict";
for (const form of document.querySelectorAll("form[data-key-form]")) {
  const trouble = form.querySelector("[data-key-trouble]");
  const answer = form.querySelector("input[name=credential]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    const request = JSON.parse(document.getElementById("key-request").textContent);
    try {
      const ask = form.dataset.keyForm === "create" ? window.webauthnJSON.create : window.webauthnJSON.get;
      answer.value = JSON.stringify(await ask(request));
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      trouble.hidden = false;
    }
  });
}
