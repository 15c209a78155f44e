/**
 * The index of the next or previous of several things in a ring. Pure.
 * @param {number} here the present index, -1 when none was visited yet
 * @param {1|-1} step
 * @param {number} count how many there are; at least 1
 * @returns {number}
 */
export function neighbour(here, step, count) {
  if (here < 0) return step > 0 ? 0 : count - 1;
  return (here + step + count) % count;
}
