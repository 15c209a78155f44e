/**
 * In Wagtail's editor: names for what Wagtail leaves without one, for people who hear the page. A field of rich text is named by its
 * label and the clause it stands in, also in clauses that are added later; a picture in the list of who is here by whose it is.
 */

const FIELD = '.public-DraftEditor-content:not([aria-labelledby])';
const PICTURE = "button.w-editing-sessions__session:not([aria-label])";

let given = 0;

/** @param {Element} element @returns {string} its id, a new one where it has none */
function idOf(element) {
  element.id ||= `name-${++given}`;
  return element.id;
}

/**
 * What says what a field is, from the inside out: its part of the rule, its label, and the heading of its clause.
 * @param {Element} field
 * @returns {Element[]}
 */
export function namesOf(field) {
  const names = [];
  for (let place = field.parentElement; place && !place.matches("form"); place = place.parentElement) {
    if (place.matches("[data-streamfield-child]")) {
      const isClause = !place.parentElement.closest("[data-streamfield-child]");
      names.push(place.querySelector(isClause ? "[data-panel-heading]" : "[data-panel-heading] .c-sf-block__type"));
    } else {
      names.push(place.querySelector(":scope > label.w-field__label"));
    }
  }
  return names.filter(Boolean);
}

/** Name whatever has no name yet. */
function name() {
  for (const field of document.querySelectorAll(FIELD)) {
    const names = namesOf(field);
    if (names.length) field.setAttribute("aria-labelledby", names.map(idOf).join(" "));
  }
  for (const button of document.querySelectorAll(PICTURE)) {
    const words = button._tippy?.props.content.textContent.trim().replace(/\s+/g, " "); // Wagtail's tooltip says whose it is
    if (words) button.setAttribute("aria-label", words);
  }
}

let isAsked = false;

/** Name what came into the page, once for all that came at the same moment. */
function nameSoon() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    name();
  });
}

new MutationObserver(nameSoon).observe(document.body, { childList: true, subtree: true });
nameSoon();
