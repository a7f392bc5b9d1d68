import type { TokenReader } from "./TokenReader.ts"

/** How closely an operator binds; what is read does not depend on it, only which parts make an expression. */
const symbols: Readonly<Record<string, number>> = {
  "=": 5,
  "==": 5,
  "!=": 5,
  "<>": 5,
  "<": 5,
  ">": 5,
  "<=": 5,
  ">=": 5,
  "<=>": 5,
  "??": 6,
  "||": 7,
  "+": 8,
  "-": 8,
  "*": 9,
  "/": 9,
  "%": 9
}

/** Operators that are words; longer ones come before their prefixes. */
const worded: ReadonlyArray<readonly [ReadonlyArray<string>, number]> = [
  [["or"], 1],
  [["and"], 2],
  [["not", "like"], 5],
  [["not", "ilike"], 5],
  [["not", "rlike"], 5],
  [["not", "regexp"], 5],
  [["not", "in"], 5],
  [["global", "not", "in"], 5],
  [["global", "in"], 5],
  [["in"], 5],
  [["like"], 5],
  [["ilike"], 5],
  [["rlike"], 5],
  [["regexp"], 5],
  [["is", "not", "distinct", "from"], 5],
  [["is", "distinct", "from"], 5],
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
  const binding = token.kind === "operator" && Object.hasOwn(symbols, token.text) ? symbols[token.text] : undefined
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
