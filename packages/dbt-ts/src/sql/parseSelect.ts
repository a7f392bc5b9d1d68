/** One SELECT with its clauses. */
import { parseExpression, parseExpressions } from "./parseExpression.ts"
import { parseFrom } from "./parseFrom.ts"
import { parseWith } from "./parseQuery.ts"
import type { Expression, OrderItem, Select, Window } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

const parseOrder = (reader: TokenReader): ReadonlyArray<OrderItem> => {
  const items: Array<OrderItem> = []
  do {
    const of = parseExpression(reader)
    const fill: Array<Expression> = []
    reader.takeOne("ascending", "descending", "asc", "desc")
    if (reader.take("nulls")) reader.takeOne("first", "last")
    if (reader.take("collate")) reader.next()
    if (reader.take("with", "fill")) {
      while (reader.takeOne("from", "to", "step", "staleness") !== undefined) fill.push(parseExpression(reader))
    }
    items.push({ of, fill })
  } while (reader.takeOperator(","))
  return items
}

/** What stands in the brackets of a window, the opening one already read. */
export const parseWindow = (reader: TokenReader): Window => {
  const starts =
    reader.sees("partition") ||
    reader.sees("order") ||
    reader.sees("rows") ||
    reader.sees("range") ||
    reader.sees("groups")
  const base = starts || reader.seesOperator(")") ? undefined : reader.name()
  const reads: Array<Expression> = []
  if (reader.take("partition", "by")) reads.push(...parseExpressions(reader))
  if (reader.take("order", "by")) reads.push(...parseOrder(reader).flatMap(({ of, fill }) => [of, ...fill]))
  // A frame is bounded by constants.
  reader.skipBracket()
  return { base, reads }
}

const parseGroupBy = (reader: TokenReader): ReadonlyArray<Expression> | "all" => {
  if (reader.take("all")) return "all"
  const keys: Array<Expression> = []
  do {
    if (reader.take("grouping", "sets")) {
      reader.expectOperator("(")
      do keys.push(parseExpression(reader))
      while (reader.takeOperator(","))
      reader.expectOperator(")")
    } else keys.push(parseExpression(reader))
  } while (reader.takeOperator(","))
  for (;;) {
    if (reader.take("with", "totals") || reader.take("with", "rollup") || reader.take("with", "cube")) continue
    // rollup(a, b) was read as a function
    return keys
  }
}

const parseInterpolate = (reader: TokenReader): Select["interpolate"] => {
  if (!reader.take("interpolate") || !reader.takeOperator("(")) return []
  const items: Array<readonly [string, Expression | undefined]> = []
  while (!reader.takeOperator(")")) {
    const name = reader.name()
    items.push([name, reader.take("as") ? parseExpression(reader) : undefined])
    reader.takeOperator(",")
  }
  return items
}

const parseWindows = (reader: TokenReader): ReadonlyMap<string, Window> => {
  const windows = new Map<string, Window>()
  if (!reader.take("window")) return windows
  do {
    const name = reader.name()
    reader.expect("as")
    reader.expectOperator("(")
    windows.set(name, parseWindow(reader))
  } while (reader.takeOperator(","))
  return windows
}

const parseLimits = (reader: TokenReader) => {
  let limitBy: ReadonlyArray<Expression> = []
  let limited = false
  for (;;) {
    if (reader.take("limit")) {
      do parseExpression(reader)
      while (reader.takeOperator(","))
      if (reader.take("offset")) parseExpression(reader)
      if (reader.take("by")) limitBy = reader.take("all") ? [] : parseExpressions(reader)
      else limited = true
      reader.take("with", "ties")
    } else if (reader.take("offset")) {
      parseExpression(reader)
      reader.takeOne("rows", "row")
      limited = true
    } else if (reader.take("fetch")) {
      reader.takeOne("first", "next")
      parseExpression(reader)
      reader.takeOne("rows", "row")
      if (!reader.take("only")) reader.expect("with", "ties")
      limited = true
    } else return { limitBy, limited }
  }
}

const skipSettings = (reader: TokenReader): void => {
  if (!reader.take("settings")) return
  do {
    reader.name()
    if (reader.takeOperator("=")) parseExpression(reader)
  } while (reader.takeOperator(","))
}

export const parseSelect = (reader: TokenReader): Select => {
  const at = reader.offset
  const withs = parseWith(reader)
  let from = parseFrom(reader)
  reader.expect("select")
  reader.take("all")
  const distinct = reader.take("distinct")
  let distinctOn: ReadonlyArray<Expression> = []
  if (distinct && reader.take("on")) {
    reader.expectOperator("(")
    distinctOn = parseExpressions(reader)
    reader.expectOperator(")")
  }
  const items: Array<Expression> = []
  do {
    // A comma may stand behind the last one.
    if (items.length > 0 && (reader.sees("from") || reader.peek().kind === "end")) break
    items.push(parseExpression(reader, true))
  } while (reader.takeOperator(","))
  if (from.length === 0) from = parseFrom(reader)
  const filters: Array<Expression> = []
  if (reader.take("prewhere")) filters.push(parseExpression(reader))
  if (reader.take("where")) filters.push(parseExpression(reader))
  const groupBy = reader.take("group", "by") ? parseGroupBy(reader) : undefined
  const having = reader.take("having") ? parseExpression(reader) : undefined
  const windows = parseWindows(reader)
  const qualify = reader.take("qualify") ? parseExpression(reader) : undefined
  const orderBy = reader.take("order", "by") ? (reader.take("all") ? [] : parseOrder(reader)) : []
  const interpolate = parseInterpolate(reader)
  const { limitBy, limited } = parseLimits(reader)
  skipSettings(reader)
  return {
    ...{ type: "select", at, with: withs.items, distinct, distinctOn, items, from, filters, groupBy, having, qualify },
    ...{ windows, orderBy, interpolate, limitBy, limited }
  }
}
