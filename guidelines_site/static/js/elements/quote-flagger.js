/**
 * <quote-flagger data-target-kind data-target-id data-target-version data-flag-url data-label-…>: around a text that can be
 * flagged. Selecting words of one block shows a button; it opens the server's own form in a dialog. Without JavaScript the
 * "flag this passage" link after each block leads to the same form as a page. Without data-flag-url, as for its author, nothing
 * can be flagged.
 *
 * data-within: the text is not in the element, but what this selector finds. data-pieces: each clause in it is a target of its
 * own; id of the JSON that has the number of each by its id.
 *
 * Labels, translated by the server: data-label-flag, -title, -close, -one-block, -failed, -open-page.
 */
import { FragmentDialog } from "./fragment-dialog.js";
import { passageOf, passageUrl } from "./quote-offsets.js";

/** Elements that may only hold elements of certain kinds: a button is put after the whole list or table. */
const STRICT_PARENTS = "ul, ol, dl, table, thead, tbody, tfoot, tr";

/** How long a selection must rest before the button appears, in milliseconds: fewer and it flickers along with the drag. */
const REST_MS = 120;

class QuoteFlagger extends HTMLElement {
  #timer = 0;
  #passage = null;
  #button = null;
  #hint = null;
  #listeners = null;
  #text = null;
  #pieces = null;

  connectedCallback() {
    if (!this.dataset.flagUrl) return;
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#text = this.dataset.within ? document.querySelector(this.dataset.within) : this;
    if (!this.#text) return;
    if (this.#text !== this) this.#text.classList.add("quotable");
    this.#pieces = this.dataset.pieces ? JSON.parse(document.getElementById(this.dataset.pieces).textContent) : null;
    document.addEventListener("selectionchange", () => this.#soon(), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    window.addEventListener("resize", () => this.#place(), { signal });
  }

  disconnectedCallback() {
    this.#listeners?.abort();
    clearTimeout(this.#timer);
    this.#hide();
  }

  /** With words selected, Tab goes to the button wherever the focus was before; Escape takes the button away. */
  #key(event) {
    if (event.key === "Escape") this.#hide();
    if (event.key !== "Tab" || event.shiftKey || !this.#button || this.#button === document.activeElement) return;
    event.preventDefault();
    this.#button.focus();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), REST_MS);
  }

  #look() {
    if (this.#button?.contains(document.activeElement)) return;
    const selection = document.getSelection();
    const found = selection.rangeCount && !selection.isCollapsed ? passageOf(selection.getRangeAt(0), this.#text) : { kind: "none" };
    this.#hide();
    if (found.kind === "several") this.#showHint(selection.getRangeAt(0));
    if (found.kind === "passage") this.#showButton(found);
  }

  #showButton(passage) {
    this.#passage = passage;
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.className = "btn btn-primary btn-sm flag-selection";
    this.#button.textContent = this.dataset.labelFlag;
    // A press on the button must not take the selection away before the click arrives.
    this.#button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#button.addEventListener("click", () => this.#open());
    anchorOf(passage.block, this.#text).after(this.#button);
    this.#place();
  }

  #showHint(range) {
    this.#hint = document.createElement("p");
    this.#hint.className = "flag-hint";
    this.#hint.setAttribute("role", "status");
    this.#text.append(this.#hint);
    this.#hint.textContent = this.dataset.labelOneBlock;
    placeBelow(this.#hint, range, this.#text);
  }

  #place() {
    const selection = document.getSelection();
    if (this.#button && selection.rangeCount) placeBelow(this.#button, selection.getRangeAt(0), this.#text);
  }

  #hide() {
    this.#button?.remove();
    this.#hint?.remove();
    this.#button = this.#hint = this.#passage = null;
  }

  #open() {
    const { targetKind: kind, targetVersion: version, flagUrl } = this.dataset;
    const block = this.#passage.block;
    const id = this.#idOf(block);
    const url = passageUrl(flagUrl, { kind, id, version }, this.#passage, document.baseURI);
    this.#hide();
    document.getSelection().removeAllRanges();
    new FragmentDialog({
      url,
      labels: {
        title: this.dataset.labelTitle ?? this.dataset.labelFlag,
        close: this.dataset.labelClose,
        failed: this.dataset.labelFailed,
        openPage: this.dataset.labelOpenPage ?? this.dataset.labelFlag,
      },
      returnFocusTo: linkOf(block, this.#text) ?? this.#text,
    }).open();
  }

  /** The number of the target a block belongs to. */
  #idOf(block) {
    if (!this.#pieces) return this.dataset.targetId;
    return this.#pieces[block.closest(".clause").id.replace("clause-", "")];
  }
}

/** The nearest element at or above a block after which a button may stand. */
function anchorOf(block, root) {
  let anchor = block;
  while (anchor.parentElement !== root && anchor.parentElement.matches(STRICT_PARENTS)) anchor = anchor.parentElement;
  return anchor;
}

/** The "flag this passage" link of a block: within its anchor or right after it. */
function linkOf(block, root) {
  const anchor = anchorOf(block, root);
  const next = anchor.nextElementSibling;
  return (next?.matches(".flag-link") ? next : next?.querySelector(".flag-link")) ?? anchor.querySelector(".flag-link");
}

/** Put an element just below the end of a range, inside its frame, without making the page wider. */
function placeBelow(element, range, frame) {
  const rects = range.getClientRects();
  const last = rects[rects.length - 1] ?? range.getBoundingClientRect();
  const box = frame.getBoundingClientRect();
  const furthest = Math.max(0, box.width - element.offsetWidth);
  element.style.left = `${Math.min(Math.max(0, last.left - box.left), furthest)}px`;
  element.style.top = `${last.bottom - box.top + 6}px`;
}

customElements.define("quote-flagger", QuoteFlagger);
