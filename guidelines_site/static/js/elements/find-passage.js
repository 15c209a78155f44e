/**
 * <find-passage data-field data-label data-label-missing>: around a quote whose <mark> stands in the text that is edited. Adds a
 * button that selects the passage in the text area with the id `data-field`, or says that it cannot be found there.
 */
import { passageInSource } from "../passage-in-source.js";

class FindPassage extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    const answer = document.createElement("span");
    button.type = "button";
    button.className = "btn btn-outline-secondary btn-sm";
    button.textContent = this.dataset.label;
    button.addEventListener("click", () => {
      answer.textContent = this.#select() ? "" : this.dataset.labelMissing;
    });
    answer.setAttribute("role", "status");
    answer.className = "meta";
    const line = document.createElement("p");
    line.className = "actions";
    line.append(button, answer);
    this.append(line);
  }

  #select() {
    const field = document.getElementById(this.dataset.field);
    const place = passageInSource(this.querySelector("mark").textContent, field.value);
    if (!place) return false;
    field.focus();
    field.setSelectionRange(...place);
    this.#scroll(field, place[0]);
    return true;
  }

  /** Bring the selection into view: a text area scrolls by itself only while somebody types. */
  #scroll(field, start) {
    const share = start / Math.max(field.value.length, 1);
    field.scrollTop = Math.max(0, share * field.scrollHeight - field.clientHeight / 2);
    field.scrollIntoView({ block: "center" });
  }
}

customElements.define("find-passage", FindPassage);
