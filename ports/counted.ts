/** Returns a count with its noun: `1 row`, `2 rows`. `many` is the plural where it is not the noun with an `s`. */
export const counted = (count: number | bigint, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 || count === 1n ? one : many}`
