/**
 * The screen of contradicting edits: within a passage the keys 1, 2 and 3 choose mine, theirs and words of one's own; how many are
 * chosen is told above the button. Without it the same radio buttons are chosen by Tab, the arrow keys and the space bar.
 * Words: data-label of .merging-count, with {chosen} and {count}.
 */

/**
 * The place in a question that a key stands for, from 0; -1 for none, and where somebody is typing.
 * @param {KeyboardEvent} event
 * @returns {number}
 */
export function placeMeant({ key, altKey, ctrlKey, metaKey, target }) {
  const types = target.matches("textarea, input:not([type=radio])");
  return types || altKey || ctrlKey || metaKey ? -1 : ["1", "2", "3"].indexOf(key);
}

/** @param {HTMLElement} question */
const radiosOf = (question) => [...question.querySelectorAll("input[type=radio]")];

/** Choose with a key in the question that has the focus. @param {KeyboardEvent} event */
function choose(event) {
  const radio = radiosOf(event.currentTarget)[placeMeant(event)];
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  radio.click();
}

/** @param {HTMLElement[]} questions @param {HTMLElement} place */
function tell(questions, place) {
  const chosen = questions.filter((question) => radiosOf(question).some((radio) => radio.checked)).length;
  place.textContent = place.dataset.label.replace("{chosen}", chosen).replace("{count}", questions.length);
}

const questions = [...document.querySelectorAll("[data-question]")];
if (questions.length) {
  const place = document.querySelector(".merging-count");
  for (const question of questions) {
    question.addEventListener("keydown", choose);
    question.addEventListener("change", () => tell(questions, place));
  }
  tell(questions, place);
  document.querySelector(".merging-keys").hidden = false;
}
