/**
 * What somebody sends from the CMS's editor, kept in the tab until the server has it: their session may have ended meanwhile.
 * Back in the editor they can send it once more, as a draft; the server merges it with what was saved since.
 * Words: data-label-kept, data-label-send and data-label-discard of this script's element.
 */
import { entriesOf, forget, forgetSent, keep, kept, markSent } from "./kept-texts.js";

const words = document.getElementById("cms-kept-text").dataset;
const form = document.querySelector("form[data-edit-form]");

if (hasArrived()) forgetSent();
if (form) watch(`cms ${new URL(form.action).pathname}`);

/** Whether the page answers to what was sent last. Who had to sign in again is welcomed, and warned that nothing was done. */
function hasArrived() {
  const messages = document.querySelector(".messages");
  const isSaved = messages?.querySelector(".success") && !messages.querySelector(".warning");
  return Boolean(isSaved || document.querySelector("[data-text-kept]"));
}

/** Keep what is sent, and offer what was sent before and never arrived. @param {string} key */
function watch(key) {
  const entries = kept(key);
  form.addEventListener("submit", () => {
    keep(key, entriesOf(form));
    markSent(key);
  });
  if (entries && form.dataset.wUnsavedForceValue !== "true") offer(key, entries);
}

/** @param {string} key @param {import("./kept-texts.js").Entries} entries */
function offer(key, entries) {
  const notice = document.createElement("div");
  const text = document.createElement("p");
  notice.className = "help-block help-warning";
  notice.setAttribute("role", "status");
  text.textContent = words.labelKept;
  notice.append(text, button(words.labelSend, "button", () => send(key, entries)), " ");
  notice.append(button(words.labelDiscard, "button button-secondary", () => {
    forget(key);
    notice.remove();
  }));
  form.before(notice);
}

/** @param {string} label @param {string} look @param {() => void} press */
function button(label, look, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = look;
  element.textContent = label;
  element.addEventListener("click", press);
  return element;
}

/** @param {string} key @param {import("./kept-texts.js").Entries} entries */
function send(key, entries) {
  const again = document.createElement("form");
  const token = form.elements.namedItem("csrfmiddlewaretoken").value;
  again.method = "post";
  again.action = form.action;
  for (const [name, value] of [...entries, ["csrfmiddlewaretoken", token]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    again.append(field);
  }
  document.body.append(again);
  markSent(key);
  again.submit();
}
