/**
 * <diff-view data-label-next data-label-previous>: around a compare. Adds buttons that go to the next and the previous change
 * (`[data-change]`); while the focus is inside, the keys n and p do the same. How the compare is shown (inline, side by side,
 * changed only, all) stays in addresses: plain links.
 */
import { neighbour } from "./neighbour.js";

class DiffView extends HTMLElement {
  #place = document.createElement("span");

  connectedCallback() {
    if (this.#changes().length === 0 || this.querySelector(".diff-keys")) return;
    const keys = document.createElement("span");
    keys.className = "diff-keys";
    keys.append(this.#button(this.dataset.labelPrevious, "p", -1), this.#button(this.dataset.labelNext, "n", 1), this.#place);
    this.#place.setAttribute("role", "status");
    (this.querySelector(".diff-tools") ?? this).append(keys);
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  #changes() {
    return [...this.querySelectorAll("[data-change]")];
  }

  #button(label, key, step) {
    const button = document.createElement("button");
    const hint = document.createElement("kbd");
    button.type = "button";
    button.className = "btn btn-outline-secondary btn-sm";
    hint.textContent = key;
    hint.setAttribute("aria-hidden", "true");
    button.setAttribute("aria-keyshortcuts", key);
    button.append(label, " ", hint);
    button.addEventListener("click", () => this.#go(step));
    return button;
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
    const step = { n: 1, p: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#go(step);
  }

  #go(step) {
    const changes = this.#changes();
    const here = changes.findIndex((change) => change.classList.contains("is-here"));
    const next = neighbour(here, step, changes.length);
    changes[here]?.classList.remove("is-here");
    changes[next].classList.add("is-here");
    changes[next].tabIndex = -1;
    changes[next].focus();
    this.#place.textContent = `${next + 1} / ${changes.length}`;
  }
}

customElements.define("diff-view", DiffView);
