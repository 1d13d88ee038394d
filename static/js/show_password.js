// Adds a "Show password" button after each password field. Without this script the field is an ordinary one.
"use strict";
const words = document.currentScript.dataset;
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button show-password";
  button.textContent = words.show;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const isHidden = field.type === "password";
    field.type = isHidden ? "text" : "password";
    button.textContent = isHidden ? words.hide : words.show;
  });
  field.after(button);
}
