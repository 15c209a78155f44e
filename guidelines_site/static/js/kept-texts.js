/**
 * What somebody has typed into a form and not saved yet, kept in the tab's own storage: it never leaves the browser, and goes
 * when the tab is closed, when a page says that it was saved, and when the person signs out.
 */

const PREFIX = "kept-text ";
const SENT = "kept-text-sent";

/** Fields that belong to one loading of a form and mean nothing in the next. */
const OF_THIS_LOAD = new Set(["csrfmiddlewaretoken"]);

/** @typedef {[string, string][]} Entries names and values of fields, as a form would send them */

/**
 * What stands in a form now.
 * @param {HTMLFormElement} form
 * @returns {Entries}
 */
export function entriesOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OF_THIS_LOAD.has(name));
}

/**
 * Put entries back into a form; a box that none of them names is left unticked.
 * @param {HTMLFormElement} form
 * @param {Entries} entries
 */
export function fillIn(form, entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || OF_THIS_LOAD.has(field.name) || field.matches("button, fieldset")) continue;
    const wanted = values.get(field.name) ?? [];
    if (field.matches("[type='checkbox'], [type='radio']")) field.checked = wanted.includes(field.value);
    else if (field.matches("select")) for (const option of field.options) option.selected = wanted.includes(option.value);
    else if (wanted.length) field.value = wanted[0];
  }
}

/** @param {string} key @param {Entries} entries */
export function keep(key, entries) {
  tryStorage(() => sessionStorage.setItem(PREFIX + key, JSON.stringify(entries)));
}

/** @param {string} key @returns {Entries|null} */
export function kept(key) {
  return JSON.parse(tryStorage(() => sessionStorage.getItem(PREFIX + key)) ?? "null");
}

/**
 * The keys that begin like this, of texts that are kept.
 * @param {string} beginning
 * @returns {string[]} oldest first, where keys end with a time
 */
export function keysOf(beginning) {
  const names = tryStorage(() => Object.keys(sessionStorage)) ?? [];
  return names.filter((name) => name.startsWith(PREFIX + beginning)).map((name) => name.slice(PREFIX.length)).sort();
}

/** @param {string} key */
export function forget(key) {
  tryStorage(() => sessionStorage.removeItem(PREFIX + key));
}

/** Remember which form was sent last. @param {string} key */
export function markSent(key) {
  tryStorage(() => sessionStorage.setItem(SENT, key));
}

/** Which form was sent last and not answered yet. @returns {string|null} */
export function sentKey() {
  return tryStorage(() => sessionStorage.getItem(SENT));
}

/** What was sent last did not arrive: keep it, whatever is saved next. */
export function unmarkSent() {
  tryStorage(() => sessionStorage.removeItem(SENT));
}

/** Forget the text of the form that was sent last: it is saved. */
export function forgetSent() {
  tryStorage(() => {
    forget(sentKey());
    unmarkSent();
  });
}

/** Forget every text that is kept in this tab. */
export function forgetAll() {
  tryStorage(() => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => sessionStorage.removeItem(name)));
}

/** A browser may refuse its storage, or have none left; nothing is kept then. */
function tryStorage(use) {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}
