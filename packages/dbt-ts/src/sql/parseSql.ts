import { tokens } from "./Lexer.ts"
import { parseExpression } from "./parseExpression.ts"
import { parseSelect } from "./parseSelect.ts"
import { parseWith } from "./parseWith.ts"
import type { Body, Query } from "./Syntax.ts"
import { TokenReader } from "./TokenReader.ts"

/** Queries: WITH, set operations and brackets around SELECTs. */
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

const parseQuery = (reader: TokenReader): Query => {
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

/** Returns a reader of the text's tokens that parses expressions and queries. */
export const readerOf = (sql: string): TokenReader =>
  new TokenReader(tokens(sql), { expression: parseExpression, query: parseQuery })

/** Parses a whole text: one query, and at most a semicolon after it. Throws `SqlError`. */
export const parseSql = (sql: string): Query => {
  const reader = readerOf(sql)
  const query = reader.query()
  reader.takeOperator(";")
  return reader.peek().kind === "end" ? query : reader.unexpected("the end")
}
