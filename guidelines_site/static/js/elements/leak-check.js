/**
 * <leak-check data-url data-fields>: in a form with a button named `check`. While one types, the form's texts named in
 * `data-fields` go to `data-url`, and what looks like a leak is shown in this element. Nothing is shown as long as nothing is
 * found. Without its script the button shows the same on a page with the form.
 */
import { currentToken, isShowable, nodesOf } from "./fragment-dialog.js";

/** Milliseconds without a key pressed after which what was typed is looked through. */
const PAUSE = 1500;

class LeakCheck extends HTMLElement {
  #form = null;
  #fields = [];
  #timer = 0;
  #asked = 0;

  connectedCallback() {
    this.#form = this.closest("form");
    this.#fields = this.dataset.fields.split(" ");
    this.#form.addEventListener("input", (event) => this.#fields.includes(event.target.name) && this.#soon());
    this.#form.addEventListener("submit", () => clearTimeout(this.#timer));
    if (this.#fields.some((name) => this.#typedInto(this.#form.elements[name]))) this.#soon(); // before this script was there
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
    for (const name of this.#fields) body.append("body", this.#form.elements[name]?.value ?? "");
    body.set("csrfmiddlewaretoken", currentToken(document.cookie) || this.#form.elements.csrfmiddlewaretoken.value);
    const answer = await this.#answer(body);
    if (question !== this.#asked || answer === null) return;
    const nodes = nodesOf(answer);
    this.replaceChildren(...(nodes.querySelector("mark") ? nodes.childNodes : []));
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
