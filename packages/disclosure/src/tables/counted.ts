/** Returns a count with what it counts: `1 cell leaks`, `1,200 cells leak`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`
