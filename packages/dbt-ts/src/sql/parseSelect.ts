/** One SELECT with its clauses. */
import { parseFrom } from "./parseFrom.ts"
import { parseOrder, parseWindow } from "./parseWindow.ts"
import { parseWith } from "./parseWith.ts"
import type { Expression, Select, Window } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

const parseGroupBy = (reader: TokenReader): ReadonlyArray<Expression> | "all" => {
  if (reader.take("all")) return "all"
  const keys: Array<Expression> = []
  do {
    if (reader.take("grouping", "sets")) {
      reader.expectOperator("(")
      do keys.push(reader.expression())
      while (reader.takeOperator(","))
      reader.expectOperator(")")
    } else keys.push(reader.expression())
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
    items.push([name, reader.take("as") ? reader.expression() : undefined])
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
      do reader.expression()
      while (reader.takeOperator(","))
      if (reader.take("offset")) reader.expression()
      if (reader.take("by")) limitBy = reader.take("all") ? [] : reader.expressions()
      else limited = true
      reader.take("with", "ties")
    } else if (reader.take("offset")) {
      reader.expression()
      reader.takeOne("rows", "row")
      limited = true
    } else if (reader.take("fetch")) {
      reader.takeOne("first", "next")
      reader.expression()
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
    if (reader.takeOperator("=")) reader.expression()
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
    distinctOn = reader.expressions()
    reader.expectOperator(")")
  }
  const items: Array<Expression> = []
  do {
    // A trailing comma is permitted.
    if (items.length > 0 && (reader.sees("from") || reader.peek().kind === "end")) break
    items.push(reader.expression(true))
  } while (reader.takeOperator(","))
  if (from.length === 0) from = parseFrom(reader)
  const filters: Array<Expression> = []
  if (reader.take("prewhere")) filters.push(reader.expression())
  if (reader.take("where")) filters.push(reader.expression())
  const groupBy = reader.take("group", "by") ? parseGroupBy(reader) : undefined
  const having = reader.take("having") ? reader.expression() : undefined
  const windows = parseWindows(reader)
  const qualify = reader.take("qualify") ? reader.expression() : undefined
  const orderBy = reader.take("order", "by") ? (reader.take("all") ? [] : parseOrder(reader)) : []
  const interpolate = parseInterpolate(reader)
  const { limitBy, limited } = parseLimits(reader)
  skipSettings(reader)
  return {
    ...{ type: "select", at, with: withs.items, distinct, distinctOn, items, from, filters, groupBy, having, qualify },
    ...{ windows, orderBy, interpolate, limitBy, limited }
  }
}
