import type { With } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** WITH: named queries and named expressions. */
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
      items.push({ type: "query", name, columns, query: reader.query() })
      reader.expectOperator(")")
    } else {
      const value = reader.expression()
      items.push(
        value.type === "alias" ? { type: "expression", name: value.name, of: value.of } : reader.unexpected("AS")
      )
    }
  } while (reader.takeOperator(","))
  return { items, recursive }
}
