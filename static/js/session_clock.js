// Warns before the session ends. The server counts; asking it how long is left does not lengthen the session.
"use strict";
const notice = document.querySelector("[data-idle]");
const form = notice.querySelector("form");
const button = notice.querySelector("button");
const warning = Number(notice.dataset.warning);

async function ask() {
  const response = await fetch(notice.dataset.left, { headers: { Accept: "application/json" } });
  return (await response.json()).seconds;
}

async function look() {
  let left;
  try {
    left = await ask();
  } catch {
    // No network: look again in a while; the server ends the session in any case.
    left = 60;
  }
  if (left <= 0) {
    // What was typed is sent along: the server keeps it until its owner has signed in again.
    const typed = document.querySelector("form[data-keeps]");
    if (typed) typed.submit(); else location.assign(notice.dataset.over);
  } else if (left <= warning) {
    if (notice.hidden) {
      notice.hidden = false;
      button.focus();
    }
    setTimeout(look, 1000 * Math.min(left + 1, 20));
  } else {
    notice.hidden = true;
    setTimeout(look, 1000 * (left - warning + 1));
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) });
  notice.hidden = true;
});
look();
