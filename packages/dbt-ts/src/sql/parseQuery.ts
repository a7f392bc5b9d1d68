/** Queries: WITH, set operations and brackets around SELECTs. */
import { parseSelect } from "./parseSelect.ts"
import { parseWith } from "./parseWith.ts"
import type { Body, Query } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

const parseTerm = (reader: TokenReader): Body => {
  const at = reader.offset
  if (!reader.takeOperator("(")) return parseSelect(reader)
  const query = reader.query()
  reader.expectOperator(")")
  return { type: "nested", at, query }
}

const quantifier = (reader: TokenReader) => reader.takeOne("all", "distinct")

/** INTERSECT binds more closely than UNION and EXCEPT. */
const parseIntersect = (reader: TokenReader): Body => {
  let left = parseTerm(reader)
  while (reader.take("intersect")) {
    quantifier(reader)
    left = { type: "set", at: left.at, operator: "intersect", left, right: parseTerm(reader) }
  }
  return left
}

export const parseQuery = (reader: TokenReader): Query => {
  const at = reader.offset
  const { items, recursive } = parseWith(reader)
  let body = parseIntersect(reader)
  for (;;) {
    const word = reader.takeOne("union", "except")
    if (word === undefined) return { at, with: items, recursive, body }
    const all = quantifier(reader) === "all"
    const operator = word === "except" ? word : all ? "union all" : "union distinct"
    body = { type: "set", at: body.at, operator, left: body, right: parseIntersect(reader) }
  }
}
