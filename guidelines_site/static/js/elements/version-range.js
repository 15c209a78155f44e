/** Which pairs of versions can be compared: an older one (a) with a newer one (b). Pure. */

/**
 * Whether a version may be chosen in a column while the other column's choice stands.
 * @param {"a"|"b"} column
 * @param {number} version
 * @param {number|null} other the other column's choice, null if none yet
 * @returns {boolean}
 */
export function isChoosable(column, version, other) {
  if (other === null) return true;
  return column === "a" ? version < other : version > other;
}
