/**
 * <blame-text>: around words with marks of the versions that brought them. A mark opens its card when it is pressed, also without
 * JavaScript. Here the card shows itself, too, while somebody points at the words or reaches the mark by keyboard, and all words of
 * its version are underlined. Only where the browser can put a card beside the words it is about.
 */
const PAUSE = 250;

class BlameText extends HTMLElement {
  #timer = 0;
  #shown = null;

  connectedCallback() {
    if (!CSS.supports("position-anchor", "--words")) return;
    this.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.#over(event.target));
    this.addEventListener("pointerleave", () => this.#soon(() => this.#hide()));
    this.addEventListener("focusin", (event) => event.target.matches(".blame-mark:focus-visible") && this.#reach(event));
    this.addEventListener("focusout", () => this.#hide());
    this.addEventListener("click", (event) => event.target.closest(".blame-mark") && this.#hide());
    this.addEventListener("toggle", (event) => this.#underline(event.target, event.newState === "open"), true);
  }

  #over(target) {
    if (target.closest(".blame-card")) return clearTimeout(this.#timer);
    const words = target.closest(".blame-mark, .blame-run");
    this.#soon(() => (words ? this.#show(words) : this.#hide()));
  }

  #reach({ target, relatedTarget }) {
    if (!relatedTarget?.closest(".blame-card")) this.#soon(() => this.#show(target));
  }

  #soon(action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, PAUSE);
  }

  #show(words) {
    if (words === this.#shown?.words) return;
    this.#hide();
    const card = document.getElementById(words.getAttribute("popovertarget") ?? `blame-v${words.dataset.version}`);
    if (!card || this.querySelector(".blame-card:popover-open")) return;
    words.classList.add("is-anchor");
    card.classList.add("is-beside");
    card.showPopover();
    this.#shown = { card, words };
  }

  #hide() {
    clearTimeout(this.#timer);
    if (!this.#shown) return;
    const { card, words } = this.#shown;
    this.#shown = null;
    words.classList.remove("is-anchor");
    card.hidePopover();
    card.classList.remove("is-beside");
  }

  #underline(card, isOpen) {
    const version = card.id.replace("blame-v", "");
    const brought = `.blame-run[data-version="${version}"], .blame-mark[popovertarget="${card.id}"]`;
    for (const words of this.querySelectorAll(brought)) words.classList.toggle("is-here", isOpen);
    if (!isOpen && card === this.#shown?.card) this.#hide();
  }
}

customElements.define("blame-text", BlameText);
