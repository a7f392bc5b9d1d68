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

/** Returns the keywords before JOIN, in any order that ClickHouse accepts. */
const takeJoinWords = (reader: TokenReader): Join["side"] | "array" | undefined => {
  let ahead = 0
  let side: Join["side"] = "inner"
  let array = false
  for (;;) {
    const token = reader.peek(ahead)
    const word = token.kind === "word" ? token.text.toLowerCase() : ""
    ahead++
    if (word === "join") break
    if (word === "left" || word === "right" || word === "full" || word === "cross") side = word
    else if (word === "paste") side = "cross"
    else if (word === "array") array = true
    else if (!["inner", "outer", "global", "local", "any", "all", "asof", "semi", "anti", "only"].includes(word))
      return undefined
  }
  while (ahead-- > 0) reader.next()
  return array ? "array" : side
}

export const parseFrom = (reader: TokenReader): ReadonlyArray<From> => {
  const found: Array<From> = []
  if (reader.take("from")) found.push(parseItem(reader, undefined))
  for (;;) {
    if (found.length > 0 && reader.takeOperator(",")) {
      found.push(parseItem(reader, { side: "cross", on: undefined, using: [] }))
      continue
    }
    const at = reader.offset
    const side = takeJoinWords(reader)
    if (side === undefined) return found
    if (side === "array") {
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
    found.push(item.type === "table" ? { ...item, join: { side, on, using } } : item)
  }
}
