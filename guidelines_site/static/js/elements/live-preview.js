/**
 * <live-preview data-label-failed>: around a form with a button named `preview` and a `[data-preview]`. While one types, what the
 * form would do is fetched as a fragment (`preview` and `fragment` are sent along) and shown there. Without it the button shows
 * the same on a page of its own.
 */
import { currentToken, isShowable, nodesOf } from "./fragment-dialog.js";

/** Milliseconds without a key pressed after which what was typed is looked at. */
const PAUSE = 400;

class LivePreview extends HTMLElement {
  #form = null;
  #shown = null;
  #timer = 0;
  #asked = 0;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#shown = this.querySelector("[data-preview]");
    this.#form.addEventListener("input", () => this.#soon());
    this.#form.addEventListener("submit", () => clearTimeout(this.#timer));
    if (this.#wasTypedInto()) this.#soon(); // before this script was there
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #wasTypedInto() {
    return [...this.#form.elements].some((field) => "defaultValue" in field && field.value !== field.defaultValue);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  /** Ask what the form would do; an answer that a later question has overtaken is not shown. */
  async #ask() {
    const question = ++this.#asked;
    const body = new FormData(this.#form);
    const token = currentToken(document.cookie);
    body.set("preview", "1");
    body.set("fragment", "1");
    if (token) body.set("csrfmiddlewaretoken", token);
    this.#shown.setAttribute("aria-busy", "true");
    const answer = await this.#answer(body);
    if (question !== this.#asked) return;
    this.#shown.removeAttribute("aria-busy");
    this.#shown.replaceChildren(answer ?? this.#apology());
  }

  async #answer(body) {
    try {
      const response = await fetch(this.#form.action, {
        method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      return isShowable(response) ? nodesOf(await response.text()) : null;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return null; // no connection
    }
  }

  #apology() {
    const text = document.createElement("p");
    text.className = "muted";
    text.textContent = this.dataset.labelFailed;
    return text;
  }
}

customElements.define("live-preview", LivePreview);
