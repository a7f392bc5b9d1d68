import { tokens } from "./Lexer.ts"
import { parseExpression } from "./parseExpression.ts"
import { parseQuery } from "./parseQuery.ts"
import type { Query } from "./Syntax.ts"
import { TokenReader } from "./TokenReader.ts"

/** A reader of the text's tokens that parses expressions and queries. */
export const readerOf = (sql: string): TokenReader =>
  new TokenReader(tokens(sql), { expression: parseExpression, query: parseQuery })

/** Parses a whole text: one query, and at most a semicolon after it. Throws `SqlError`. */
export const parseSql = (sql: string): Query => {
  const reader = readerOf(sql)
  const query = reader.query()
  reader.takeOperator(";")
  return reader.peek().kind === "end" ? query : reader.unexpected("the end")
}
