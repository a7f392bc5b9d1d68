import type { Expression, OrderItem, Window } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** Parses the items of ORDER BY, with WITH FILL and its expressions. */
export const parseOrder = (reader: TokenReader): ReadonlyArray<OrderItem> => {
  const items: Array<OrderItem> = []
  do {
    const operand = reader.expression()
    const fill: Array<Expression> = []
    reader.takeOne("ascending", "descending", "asc", "desc")
    if (reader.take("nulls")) reader.takeOne("first", "last")
    if (reader.take("collate")) reader.next()
    if (reader.take("with", "fill")) {
      while (reader.takeOne("from", "to", "step", "staleness") !== undefined) fill.push(reader.expression())
    }
    items.push({ of: operand, fill })
  } while (reader.takeOperator(","))
  return items
}

/** Parses the content of a window's parentheses, after the opening one. */
export const parseWindow = (reader: TokenReader): Window => {
  const starts =
    reader.sees("partition") ||
    reader.sees("order") ||
    reader.sees("rows") ||
    reader.sees("range") ||
    reader.sees("groups")
  const base = starts || reader.seesOperator(")") ? undefined : reader.name()
  const reads: Array<Expression> = []
  if (reader.take("partition", "by")) reads.push(...reader.expressions())
  if (reader.take("order", "by")) reads.push(...parseOrder(reader).flatMap(({ of, fill }) => [of, ...fill]))
  // A frame is bounded by constants.
  reader.skipBracket()
  return { base, reads }
}
