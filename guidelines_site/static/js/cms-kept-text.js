/**
 * What somebody writes in the CMS's editor, kept in the tab until the server has it: the page may be left or the session end
 * before. Back in the editor they can send it once more, as a draft; the server merges it with what was saved since. Each page
 * that was opened keeps a text of its own, so that beginning anew overwrites nothing. Texts are kept by page and by person.
 * Words: data-label-kept (with {time}), data-label-send and data-label-discard of this script's element.
 */
import { sendAgainWithNewToken } from "./cms-new-token.js";
import { entriesOf, forget, forgetAll, forgetSent, keep, kept, keysOf, markSent, sentKey } from "./kept-texts.js";

/** Milliseconds between two times of keeping while somebody types; more than Wagtail's rich text takes to fill its field. */
const EVERY = 500;

/** What shows that somebody writes. Wagtail tells of the rest: clauses added, moved and removed. */
const WRITING = ["beforeinput", "input", "change", "paste", "drop"];

const words = document.getElementById("cms-kept-text").dataset;
const person = document.querySelector("meta[name='signed-in-as']").content;
const form = document.querySelector("form[data-edit-form]");
const opened = Date.now();

document.addEventListener("submit", ({ target }) => target.action.endsWith("/logout/") && forgetAll());
if (hasArrived()) forgetSent();
if (form) {
  const answered = isRefused() && sentKey()?.startsWith(here()) ? sentKey() : "";
  for (const key of keysOf(here())) if (key !== answered) offer(key, kept(key));
  watch(answered || `${here()}${opened}`);
  sendAgainWithNewToken(form, person);
}

/** What the keys of this page's texts begin with; a page that is new has its address after its first save. */
function here() {
  return `${person} cms ${new URL(form.action).pathname} `;
}

/** Whether the page answers to what was sent last. Who had to sign in again is welcomed, and warned that nothing was done. */
function hasArrived() {
  const messages = document.querySelector(".messages");
  const isSaved = messages?.querySelector(".success") && !messages.querySelector(".warning");
  return Boolean(isSaved || document.querySelector("[data-text-kept]"));
}

/** Whether the form shows what was sent last, with what is wrong in it. */
function isRefused() {
  return form.dataset.wUnsavedForceValue === "true" && document.querySelector(".messages .error") !== null;
}

/** Keep what is written while it is written, until it is saved. @param {string} key */
function watch(key) {
  let changes = 0;
  let saving = 0;
  let timer = 0;
  const keepNow = () => {
    clearTimeout(timer);
    timer = 0;
    if (changes) keep(key, entriesOf(form));
  };
  const note = () => {
    changes += 1;
    timer ||= setTimeout(keepNow, EVERY);
  };
  for (const sign of WRITING) form.addEventListener(sign, note);
  form.addEventListener("w-unsaved:add", () => (form.dataset.wUnsavedForceValue === "true" ? null : note()));
  form.addEventListener("w-autosave:save", () => (saving = changes));
  form.addEventListener("w-autosave:success", () => {
    if (saving !== changes) return;
    changes = 0;
    clearTimeout(timer);
    timer = 0;
    forget(key);
  });
  form.addEventListener("submit", () => {
    keep(key, entriesOf(form));
    markSent(key);
  });
  addEventListener("pagehide", keepNow);
}

/** @param {string} key @param {import("./kept-texts.js").Entries} entries */
function offer(key, entries) {
  const notice = document.createElement("div");
  const text = document.createElement("p");
  const began = new Date(Number(key.slice(here().length)));
  const time = began.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  notice.className = "help-block help-warning";
  notice.dataset.keptNotice = "";
  notice.setAttribute("role", "status");
  text.textContent = words.labelKept.replace("{time}", time);
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
