// Warns before the session ends, and keeps what was typed. The server counts; asking it how long is left lengthens nothing.
"use strict";
const notice = document.querySelector("[data-idle]");
const form = notice.querySelector("form");
const button = notice.querySelector("button");
const warning = Number(notice.dataset.warning);

// The form somebody typed in last; one that came back with errors, or to be checked, holds their words as well.
let typed = null;
document.addEventListener("input", (event) => {
  const around = event.target.form;
  if (around && around.elements.whose) typed = around;
});

function leave() {
  const waiting = typed || document.querySelector("form[data-keeps]") ||
    (document.querySelector(".error-summary") && document.querySelector("main form.form-sheet"));
  if (!waiting || !waiting.elements.whose) {
    location.assign(notice.dataset.over);
    return;
  }
  // The server keeps the words until their owner has signed in again, and does nothing else with them.
  const mark = document.createElement("input");
  mark.type = "hidden";
  mark.name = "only_keep";
  mark.value = "yes";
  waiting.append(mark);
  HTMLFormElement.prototype.submit.call(waiting);
}

// The same page in the other language shows what was typed.
document.querySelector("form.language")?.addEventListener("submit", async (event) => {
  if (!typed) return;
  event.preventDefault();
  const words = new FormData(typed);
  words.append("only_keep", "yes");
  typed = null;
  try {
    await fetch(location.href, { method: "POST", body: words, redirect: "manual" });
  } finally {
    event.target.requestSubmit(event.submitter);
  }
});

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
    leave();
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
