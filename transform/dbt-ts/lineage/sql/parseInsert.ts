import { tokens } from "./Lexer.ts"
import { parseExpression } from "./parseExpression.ts"
import { parseQuery } from "./parseQuery.ts"
import type { Query } from "./Syntax.ts"
import { TokenReader } from "./TokenReader.ts"

export interface Insert {
  /** The table's name, with its database where it is written. */
  readonly into: ReadonlyArray<string>
  readonly query: Query
}

/** A statement with a query in it, which must be `insert into … select`; nothing for one without. Throws `SqlError`. */
export const parseInsert = (sql: string): Insert | undefined => {
  const all = tokens(sql)
  if (!all.some(({ kind, text }) => kind === "word" && text.toLowerCase() === "select")) return undefined
  const reader = new TokenReader(all)
  reader.expect("insert", "into")
  reader.take("table")
  const into = [reader.name()]
  while (reader.takeOperator(".")) into.push(reader.name())
  if (reader.takeOperator("(")) reader.skipBracket()
  if (reader.take("settings")) {
    do parseExpression(reader)
    while (reader.takeOperator(","))
  }
  const query = parseQuery(reader)
  reader.takeOperator(";")
  return reader.peek().kind === "end" ? { into, query } : reader.unexpected("the end")
}
