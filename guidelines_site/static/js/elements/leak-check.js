/**
 * <leak-check data-url>: around a form with a button named `check` and a `[data-hints]` outside of the fields. While one types,
 * the texts of the form go to `data-url`, and what looks like a leak is shown there. Nothing is shown as long as nothing is
 * found. Without this element the button shows the same on the form's own page.
 */
import { currentToken, isShowable, nodesOf } from "./fragment-dialog.js";

/** Milliseconds without a key pressed after which what was typed is looked through. */
const PAUSE = 1500;

const FIELDS = ["title", "summary", "tags", "body"];

class LeakCheck extends HTMLElement {
  #form = null;
  #shown = null;
  #timer = 0;
  #asked = 0;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#shown = this.querySelector("[data-hints]");
    this.#form.addEventListener("input", (event) => FIELDS.includes(event.target.name) && this.#soon());
    this.#form.addEventListener("submit", () => clearTimeout(this.#timer));
    if (FIELDS.some((name) => this.#typedInto(this.#form.elements[name]))) this.#soon(); // before this script was there
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #typedInto(field) {
    return field && field.value !== field.defaultValue;
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  /** Look the texts through; an answer that a later question has overtaken is not shown, nor one that did not come. */
  async #ask() {
    const question = ++this.#asked;
    const body = new FormData();
    for (const name of FIELDS) body.set(name, this.#form.elements[name]?.value ?? "");
    body.set("csrfmiddlewaretoken", currentToken(document.cookie) || this.#form.elements.csrfmiddlewaretoken.value);
    const answer = await this.#answer(body);
    if (question !== this.#asked || answer === null) return;
    const nodes = nodesOf(answer);
    this.#shown.replaceChildren(...(nodes.querySelector("mark") ? nodes.childNodes : []));
  }

  async #answer(body) {
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      return response.ok && isShowable(response) ? await response.text() : null;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return null; // no connection
    }
  }
}

customElements.define("leak-check", LeakCheck);
