/**
 * <blame-text>: around words with marks of the versions that brought them. Without it, a mark opens its card when it is pressed;
 * with it, the card also opens on pointing at the words and on reaching the mark by keyboard, and the words of one version are
 * underlined together. Only where the browser can put the card beside the words.
 */
const PAUSE = 250;

class BlameText extends HTMLElement {
  #timer = 0;
  #open = null;

  connectedCallback() {
    if (!CSS.supports("position-area", "block-end")) return;
    this.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.#over(event.target));
    this.addEventListener("pointerleave", () => this.#soon(() => this.#hide()));
    this.addEventListener("focusin", (event) => event.target.matches(".blame-mark:focus-visible") && this.#show(event.target));
    this.addEventListener("focusout", (event) => this.#left(event.relatedTarget));
    this.addEventListener("toggle", (event) => this.#toggled(event), true);
  }

  #over(target) {
    if (target.closest(".blame-card")) return clearTimeout(this.#timer);
    const words = target.closest(".blame-mark, .blame-run");
    this.#soon(() => (words ? this.#show(words) : this.#hide()));
  }

  #soon(action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, PAUSE);
  }

  #show(words) {
    const card = document.getElementById(words.getAttribute("popovertarget") ?? `blame-v${words.dataset.version}`);
    if (!card || (card === this.#open?.card && words === this.#open.words)) return;
    this.#hide();
    card.showPopover({ source: words });
    this.#open = { card, words };
  }

  #hide() {
    if (this.#open?.card.contains(document.activeElement)) return;
    this.#open?.card.hidePopover();
    this.#open = null;
  }

  #left(next) {
    if (!next?.closest(".blame-card")) this.#hide();
  }

  #toggled(event) {
    const isOpen = event.newState === "open";
    const version = event.target.id.replace("blame-v", "");
    const marks = `.blame-run[data-version="${version}"], .blame-mark[popovertarget="${event.target.id}"]`;
    for (const words of this.querySelectorAll(marks)) words.classList.toggle("is-here", isOpen);
    if (!isOpen && this.#open?.card === event.target) this.#open = null;
  }
}

customElements.define("blame-text", BlameText);
