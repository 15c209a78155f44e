/** Where a passage that a reader sees stands in the Markdown it was made of. */

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BETWEEN = "[^\\p{L}\\p{N}]*";

/**
 * Find a passage word by word, whatever marks and white space stand between its words.
 * Returns [start, end] in UTF-16 units, or null if it stands there not at all or more than once.
 */
export function passageInSource(passage, source) {
  const words = passage.match(WORD);
  const pattern = words ? words.join(BETWEEN) : passage.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (!pattern) return null;
  const found = [...source.matchAll(new RegExp(pattern, "gu"))];
  return found.length === 1 ? [found[0].index, found[0].index + found[0][0].length] : null;
}
