/** FROM with its joins. */
import { notAliases } from "./Keywords.ts"
import type { Expression, From, Join, Table } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

const parseTable = (reader: TokenReader): Table => {
  const at = reader.offset
  if (reader.takeOperator("(")) {
    if (!reader.seesQuery()) return reader.unexpected("SELECT")
    const query = reader.query()
    reader.expectOperator(")")
    return { type: "query", at, query }
  }
  const name = reader.name()
  if (reader.takeOperator("(")) {
    const args: Array<Expression> = []
    while (!reader.takeOperator(")")) {
      const first = reader.offset
      args.push(
        reader.seesQuery() && !reader.seesOperator("(")
          ? { type: "subquery", at: first, query: reader.query() }
          : reader.expression()
      )
      if (!reader.takeOperator(",") && !reader.seesOperator(")")) reader.unexpected("',' or ')'")
    }
    return { type: "function", at, name, args }
  }
  const parts = [name]
  while (reader.takeOperator(".")) parts.push(reader.name())
  return { type: "named", at, parts }
}

const parseAlias = (reader: TokenReader): string | undefined => {
  if (reader.take("as")) return reader.name()
  const token = reader.peek()
  const follows = token.kind === "quoted" || (token.kind === "word" && !notAliases.has(token.text.toLowerCase()))
  return follows ? reader.name() : undefined
}

const parseItem = (reader: TokenReader, join: Join | undefined): From => {
  const at = reader.offset
  const table = parseTable(reader)
  let alias: string | undefined
  let columns: ReadonlyArray<string> = []
  for (;;) {
    if (reader.take("final")) continue
    if (reader.take("sample")) {
      reader.expression()
      if (reader.take("offset")) reader.expression()
      continue
    }
    const found = alias === undefined ? parseAlias(reader) : undefined
    if (found === undefined) break
    alias = found
    if (reader.takeOperator("(")) {
      columns = reader.names()
      reader.expectOperator(")")
    }
  }
  return { type: "table", at, table, alias, columns, join }
}

const joinWords = new Set(
  "inner left right full cross outer global local any all asof semi anti only paste array".split(" ")
)

/** Takes JOIN and the keywords before it, in any order that ClickHouse accepts, and returns its kind; undefined if there is none. */
const takeJoin = (reader: TokenReader): "table" | "array" | undefined => {
  let ahead = 0
  let kind: "table" | "array" = "table"
  for (;;) {
    const token = reader.peek(ahead)
    const word = token.kind === "word" ? token.text.toLowerCase() : ""
    ahead++
    if (word === "join") break
    if (!joinWords.has(word)) return undefined
    if (word === "array") kind = "array"
  }
  while (ahead-- > 0) reader.next()
  return kind
}

export const parseFrom = (reader: TokenReader): ReadonlyArray<From> => {
  const found: Array<From> = []
  if (reader.take("from")) found.push(parseItem(reader, undefined))
  for (;;) {
    if (found.length > 0 && reader.takeOperator(",")) {
      found.push(parseItem(reader, { on: undefined, using: [] }))
      continue
    }
    const at = reader.offset
    const join = takeJoin(reader)
    if (join === undefined) return found
    if (join === "array") {
      found.push({ type: "array", at, items: reader.expressions() })
      continue
    }
    const item = parseItem(reader, undefined)
    let on: Expression | undefined
    let using: ReadonlyArray<string> = []
    if (reader.take("on")) on = reader.expression()
    else if (reader.take("using")) {
      const open = reader.takeOperator("(")
      using = reader.names()
      if (open) reader.expectOperator(")")
    }
    found.push(item.type === "table" ? { ...item, join: { on, using } } : item)
  }
}
