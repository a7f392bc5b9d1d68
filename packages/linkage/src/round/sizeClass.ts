/**
 * Returns the next size at or above `count` that is 8 to 15 times a power of two, and at least 64: a size says little of a count, and
 * padding adds at most an eighth.
 */
export const sizeClass = (count: number): number => {
  const step = 2 ** Math.max(3, Math.ceil(Math.log2(Math.max(count, 1))) - 4)
  return Math.max(64, Math.ceil(count / step) * step)
}

/** JSON with spaces after it up to a size class in bytes: its length says little of how many rows and tokens it has. */
export const padJson = (json: string): string => {
  const length = new TextEncoder().encode(json).length
  return json + " ".repeat(sizeClass(length) - length)
}
