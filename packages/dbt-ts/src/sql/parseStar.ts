import type { Expression, StarChange } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

const bracketed = <A>(reader: TokenReader, read: () => A): A => {
  const open = reader.takeOperator("(")
  const value = read()
  if (open) reader.expectOperator(")")
  return value
}

const parseReplacement = (reader: TokenReader): readonly [string, Expression] => {
  const item = reader.expression()
  return item.type === "alias" ? [item.name, item.of] : reader.unexpected("AS")
}

const parseReplacements = (reader: TokenReader) => {
  const found = [parseReplacement(reader)]
  while (reader.takeOperator(",")) found.push(parseReplacement(reader))
  return found
}

const parseApply = (reader: TokenReader): StarChange => {
  if (reader.seesOperator("->", 1)) return { type: "applyLambda", lambda: reader.expression() }
  const name = reader.name()
  if (!reader.takeOperator("(")) return { type: "apply", function: name, parameters: [] }
  const parameters = reader.seesOperator(")") ? [] : reader.expressions()
  reader.expectOperator(")")
  return { type: "apply", function: name, parameters }
}

/** `EXCEPT`, `REPLACE` and `APPLY` behind a star, in the order in which they are applied. */
export const parseStarChanges = (reader: TokenReader): ReadonlyArray<StarChange> => {
  const changes: Array<StarChange> = []
  for (;;) {
    // EXCEPT SELECT is a set operation.
    const opened = reader.seesOperator("(", 1)
    if (
      reader.sees("except") &&
      (opened || !["select", "all", "distinct", "with"].includes(reader.peek(1).text.toLowerCase()))
    ) {
      let inner = 1
      while (reader.seesOperator("(", inner)) inner++
      if (["select", "with"].includes(reader.peek(inner).text.toLowerCase())) return changes
      reader.next()
      reader.take("strict")
      changes.push(
        bracketed(reader, () =>
          reader.peek().kind === "string"
            ? { type: "except", names: [], pattern: reader.next().text }
            : { type: "except", names: opened || reader.peek(1).text === "," ? reader.names() : [reader.name()] }
        )
      )
    } else if (reader.sees("replace") && (opened || reader.peek(1).kind !== "operator")) {
      reader.next()
      reader.take("strict")
      changes.push({ type: "replace", items: bracketed(reader, () => parseReplacements(reader)) })
    } else if (reader.take("apply")) changes.push(bracketed(reader, () => parseApply(reader)))
    else return changes
  }
}
