/**
 * <kept-text data-key data-bound data-label-kept data-label-discard>: around a form. What is typed is kept in the tab until a
 * page says that it was saved, so that neither a session that ended nor a closed page loses it. `data-bound`: the server has
 * filled in what was just sent, which is the newest. A link with `data-discards` leaves the form and what was typed into it.
 */
import { entriesOf, fillIn, forget, keep, kept, markSent, sentKey, unmarkSent } from "../kept-texts.js";

class KeptText extends HTMLElement {
  #form = null;
  #asServed = [];

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#asServed = entriesOf(this.#form);
    this.#form.addEventListener("input", () => this.#keep());
    this.#form.addEventListener("submit", () => this.#send());
    this.querySelector("[data-discards]")?.addEventListener("click", () => forget(this.dataset.key));
    if (sentKey() === this.dataset.key) unmarkSent(); // it was not saved, for the form is here again
    if ("bound" in this.dataset) this.#keep();
    else this.#bringBack();
  }

  #keep() {
    keep(this.dataset.key, entriesOf(this.#form));
  }

  #send() {
    this.#keep();
    markSent(this.dataset.key);
  }

  #bringBack() {
    const entries = kept(this.dataset.key);
    if (!entries || JSON.stringify(entries) === JSON.stringify(this.#asServed)) return;
    fillIn(this.#form, entries);
    this.#say();
  }

  /** Say that the text is an older one, with a way back to what the server gave; `help-block` and `button` are the CMS's looks. */
  #say() {
    const fold = this.closest("details");
    if (fold) fold.open = true;
    const notice = document.createElement("div");
    const text = document.createElement("p");
    const discard = document.createElement("button");
    notice.className = "notice help-block help-info";
    notice.dataset.keptNotice = "";
    notice.setAttribute("role", "status");
    text.textContent = this.dataset.labelKept;
    discard.type = "button";
    discard.className = "btn btn-outline-secondary btn-sm button button-secondary";
    discard.textContent = this.dataset.labelDiscard;
    discard.addEventListener("click", () => {
      forget(this.dataset.key);
      fillIn(this.#form, this.#asServed);
      notice.remove();
      this.#form.querySelector("input:not([type='hidden']), textarea, select")?.focus();
    });
    this.#form.before(notice);
    notice.append(text, discard);
  }
}

customElements.define("kept-text", KeptText);
