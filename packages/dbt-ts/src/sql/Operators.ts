import type { TokenReader } from "./TokenReader.ts"

/** How closely an operator binds; what is read does not depend on it, only which parts make an expression. */
const bindings: ReadonlyArray<readonly [number, string]> = [
  [5, "= == != <> < > <= >= <=>"],
  [6, "??"],
  [7, "||"],
  [8, "+ -"],
  [9, "* / %"]
]
const symbols = new Map(
  bindings.flatMap(([binding, all]) => all.split(" ").map((symbol) => [symbol, binding] as const))
)

const comparisons = [
  ...["not like", "not ilike", "not rlike", "not regexp", "not in", "global not in", "global in", "in", "like"],
  ...["ilike", "rlike", "regexp", "is not distinct from", "is distinct from"]
]

/** Operators that are words; longer ones come before their prefixes. */
const worded: ReadonlyArray<readonly [ReadonlyArray<string>, number]> = [
  [["or"], 1],
  [["and"], 2],
  ...comparisons.map((words) => [words.split(" "), 5] as const),
  [["div"], 9],
  [["mod"], 9]
]

export interface Operator {
  readonly name: string
  readonly binding: number
}

export const notBinding = 3
export const betweenBinding = 5
export const signBinding = 10

/** Reads the operator at this position if it binds at least as closely as `least`. */
export const takeOperator = (reader: TokenReader, least: number): Operator | undefined => {
  const token = reader.peek()
  const binding = token.kind === "operator" ? symbols.get(token.text) : undefined
  if (binding !== undefined) {
    if (binding < least) return undefined
    reader.next()
    return { name: token.text, binding }
  }
  if (token.kind !== "word") return undefined
  for (const [words, strength] of worded) {
    if (strength >= least && reader.take(...words)) return { name: words.join(" "), binding: strength }
  }
  return undefined
}
