import type { With } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** Returns whether `name as (…)` or `name (a, b) as materialized (…)` is next: a query, not an expression. */
const seesNamedQuery = (reader: TokenReader): boolean => {
  if (!["word", "quoted"].includes(reader.peek().kind)) return false
  let ahead = 1
  if (reader.seesOperator("(", ahead)) {
    while (!reader.seesOperator(")", ahead) && reader.peek(ahead).kind !== "end") ahead++
    ahead++
  }
  const as = reader.peek(ahead)
  if (as.kind !== "word" || as.text.toLowerCase() !== "as") return false
  const isMaterialized = reader.peek(ahead + 1).text.toLowerCase() === "materialized"
  return reader.seesOperator("(", ahead + (isMaterialized ? 2 : 1))
}

const parseNamedQuery = (reader: TokenReader): With => {
  const name = reader.name()
  let columns: ReadonlyArray<string> = []
  if (reader.takeOperator("(")) {
    columns = reader.names()
    reader.expectOperator(")")
  }
  reader.expect("as")
  reader.take("materialized")
  reader.expectOperator("(")
  const query = reader.query()
  reader.expectOperator(")")
  return { type: "query", name, columns, query }
}

const parseNamedExpression = (reader: TokenReader): With => {
  const value = reader.expression()
  return value.type === "alias" ? { type: "expression", name: value.name, of: value.of } : reader.unexpected("AS")
}

/** WITH: named queries and named expressions. */
export const parseWith = (
  reader: TokenReader
): { readonly items: ReadonlyArray<With>; readonly recursive: boolean } => {
  if (!reader.take("with")) return { items: [], recursive: false }
  const recursive = reader.take("recursive")
  const items: Array<With> = []
  do items.push(seesNamedQuery(reader) ? parseNamedQuery(reader) : parseNamedExpression(reader))
  while (reader.takeOperator(","))
  return { items, recursive }
}
