/** Returns a number in [0, 1) that is a hash of its arguments. */
export const pseudoRandom = (which: number, round: number): number => {
  let hash = Math.imul(which + 1, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}
