/**
 * Who signed in again in another tab has a new token there; the editor's old one is refused. The refusal to autosave brings the new
 * one and says whose it is (people.errors.stale_form): for the same person it is taken over, and autosave tries once more.
 */

/** @param {HTMLFormElement} form of Wagtail's editor @param {string} person whose page this is */
export function sendAgainWithNewToken(form, person) {
  let isSecondTry = false;
  form.addEventListener("w-autosave:success", () => (isSecondTry = false));
  form.addEventListener("w-autosave:error", ({ detail }) => {
    const { csrf_token: token, person: now } = detail.response ?? {};
    if (!token || now !== person || isSecondTry) return;
    isSecondTry = true;
    form.elements.namedItem("csrfmiddlewaretoken").value = token;
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  });
}
