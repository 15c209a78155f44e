/**
 * <version-picker>: around a GET form with two radio columns `a` (older) and `b` (newer). Choices that make no pair are switched
 * off as one chooses; without JavaScript the server says what is wrong with a pair.
 */
import { isChoosable } from "./version-range.js";

class VersionPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.#update());
    this.#update();
  }

  #chosen(column) {
    const radio = this.querySelector(`input[type="radio"][name="${column}"]:checked`);
    return radio ? Number(radio.value) : null;
  }

  #update() {
    for (const [column, other] of [["a", "b"], ["b", "a"]]) {
      const limit = this.#chosen(other);
      for (const radio of this.querySelectorAll(`input[type="radio"][name="${column}"]`)) {
        radio.disabled = !radio.checked && !isChoosable(column, Number(radio.value), limit);
        radio.closest("label")?.classList.toggle("is-off", radio.disabled);
      }
    }
  }
}

customElements.define("version-picker", VersionPicker);
