/**
 * From a selection in the browser to a passage as the server knows it: a block and two offsets in Unicode code points.
 * Pure functions of the DOM given to them; no listeners, no state.
 *
 * A block is an element with `data-block` whose text nodes, one after the other, are exactly the block's text.
 * A browser counts UTF-16 units, the server code points: an emoji is two of the former and one of the latter.
 */

/**
 * @typedef {{kind: "passage", block: HTMLElement, key: string, start: number, end: number, text: string}} Passage
 * @typedef {{kind: "several"}} Several  words of more than one block are selected
 * @typedef {{kind: "none"}} None  no words of any block are selected
 */

/**
 * How many code points stand before a UTF-16 index.
 * @param {string} text
 * @param {number} index in UTF-16 units; beyond the end means the end; inside a pair of surrogates counts the pair
 * @returns {number}
 */
export function codePointsBefore(text, index) {
  return Array.from(text.slice(0, index)).length;
}

/**
 * A span without the white space at its ends.
 * @param {string} text
 * @param {number} start in UTF-16 units
 * @param {number} end in UTF-16 units
 * @returns {[number, number]} in UTF-16 units; equal when nothing but white space was in it
 */
export function trimmedSpan(text, start, end) {
  const inside = text.slice(start, end);
  const leading = inside.length - inside.trimStart().length;
  const trailing = inside.length - inside.trimEnd().length;
  return leading === inside.length ? [start, start] : [start + leading, end - trailing];
}

/**
 * A span that splits no pair of surrogates: widened to whole code points.
 * @param {string} text
 * @param {number} start in UTF-16 units
 * @param {number} end in UTF-16 units
 * @returns {[number, number]} in UTF-16 units
 */
export function wholeCodePoints(text, start, end) {
  const splitsPair = (index) =>
    index > 0 && index < text.length && /[\uD800-\uDBFF]/.test(text[index - 1]) && /[\uDC00-\uDFFF]/.test(text[index]);
  return [splitsPair(start) ? start - 1 : start, splitsPair(end) ? end + 1 : end];
}

/**
 * The part of a range that lies within an element, in UTF-16 units of that element's text.
 * @param {HTMLElement} element
 * @param {Range} range
 * @returns {[number, number]} equal when the range does not touch the element's text
 */
export function spanWithin(element, range) {
  if (!range.intersectsNode(element)) return [0, 0];
  const whole = element.ownerDocument.createRange();
  whole.selectNodeContents(element);
  const before = whole.cloneRange();
  const inside = whole.cloneRange();
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0) inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0) inside.setEnd(range.endContainer, range.endOffset);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = before.toString().length;
  return [start, start + inside.toString().length];
}

/**
 * What a range marks among the blocks of a text.
 * @param {Range} range
 * @param {ParentNode} root the text; its blocks are the elements with `data-block`
 * @returns {Passage|Several|None}
 */
export function passageOf(range, root) {
  const touched = [];
  for (const block of root.querySelectorAll("[data-block]")) {
    const text = block.textContent;
    const [start, end] = trimmedSpan(text, ...wholeCodePoints(text, ...spanWithin(block, range)));
    if (start < end) touched.push({ block, text, start, end });
  }
  if (touched.length === 0) return { kind: "none" };
  if (touched.length > 1) return { kind: "several" };
  const [{ block, text, start, end }] = touched;
  return {
    kind: "passage",
    block,
    key: block.dataset.block,
    start: codePointsBefore(text, start),
    end: codePointsBefore(text, end),
    text: text.slice(start, end),
  };
}

/**
 * The address that names a passage to the server.
 * @param {string} formUrl the address of the form, with or without a query
 * @param {{kind: string, id: string, version: string}} target
 * @param {Passage} passage
 * @param {string} base what a relative address is relative to
 * @returns {URL}
 */
export function passageUrl(formUrl, target, passage, base) {
  const url = new URL(formUrl, base);
  const parts = { ...target, block: passage.key, start: passage.start, end: passage.end };
  for (const [name, value] of Object.entries(parts)) url.searchParams.set(name, String(value));
  return url;
}
