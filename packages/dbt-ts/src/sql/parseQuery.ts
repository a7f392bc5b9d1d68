/** Queries: WITH, set operations and brackets around SELECTs. */
import { tokens } from "./Lexer.ts"
import { parseExpression } from "./parseExpression.ts"
import { parseSelect } from "./parseSelect.ts"
import type { Body, Query, With } from "./Syntax.ts"
import { TokenReader } from "./TokenReader.ts"

export const parseWith = (
  reader: TokenReader
): { readonly items: ReadonlyArray<With>; readonly recursive: boolean } => {
  if (!reader.take("with")) return { items: [], recursive: false }
  const recursive = reader.take("recursive")
  const items: Array<With> = []
  do {
    const token = reader.peek()
    const named = token.kind === "word" || token.kind === "quoted"
    let ahead = 1
    if (named && reader.seesOperator("(", 1)) {
      // name (a, b) as (…)
      while (!reader.seesOperator(")", ahead) && reader.peek(ahead).kind !== "end") ahead++
      ahead++
    }
    const as = reader.peek(ahead)
    const isAs = as.kind === "word" && as.text.toLowerCase() === "as"
    let open = ahead + 1
    if (["materialized"].includes(reader.peek(open).text.toLowerCase())) open++
    if (named && isAs && reader.seesOperator("(", open)) {
      const name = reader.name()
      let columns: ReadonlyArray<string> = []
      if (reader.takeOperator("(")) {
        columns = reader.names()
        reader.expectOperator(")")
      }
      reader.expect("as")
      reader.take("materialized")
      reader.expectOperator("(")
      items.push({ type: "query", name, columns, query: parseQuery(reader) })
      reader.expectOperator(")")
    } else {
      const value = parseExpression(reader)
      items.push(
        value.type === "alias" ? { type: "expression", name: value.name, of: value.of } : reader.unexpected("AS")
      )
    }
  } while (reader.takeOperator(","))
  return { items, recursive }
}

const parseTerm = (reader: TokenReader): Body => {
  const at = reader.offset
  if (!reader.takeOperator("(")) return parseSelect(reader)
  const query = parseQuery(reader)
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

/** A whole text: one query, and at most a semicolon behind it. Throws `SqlError`. */
export const parseSql = (sql: string): Query => {
  const reader = new TokenReader(tokens(sql))
  const query = parseQuery(reader)
  reader.takeOperator(";")
  return reader.peek().kind === "end" ? query : reader.unexpected("the end")
}
