/** Functions, and special forms that look like functions. */
import { takesUnit, units } from "./Keywords.ts"
import { call, constant } from "./nodes.ts"
import { parseStarChanges } from "./parseStar.ts"
import { parseWindow } from "./parseWindow.ts"
import type { Expression } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** Parts of SQL's own spellings: `trim(both 'x' from y)`, `substring(x from 1 for 2)`, `position('a' in b)`. */
const parseSpelled = (reader: TokenReader): ReadonlyArray<Expression> => {
  const args: Array<Expression> = []
  while (!reader.takeOperator(")")) {
    if (args.length > 0 && !reader.takeOperator(",")) {
      if (reader.takeOne("from", "for", "in") === undefined) reader.unexpected("')'")
    }
    args.push(reader.expression())
  }
  return args
}

const parseExtract = (reader: TokenReader): ReadonlyArray<Expression> => {
  const unit = reader.peek()
  // extract(text, pattern) is a plain function.
  if (!(reader.peek(1).kind === "word" && reader.peek(1).text.toLowerCase() === "from"))
    return parseArguments(reader, "")
  reader.next()
  reader.next()
  const operand = reader.expression()
  reader.expectOperator(")")
  return [constant(unit.offset, unit.text), operand]
}

const parseTrim = (reader: TokenReader): ReadonlyArray<Expression> => {
  reader.takeOne("both", "leading", "trailing")
  return parseSpelled(reader)
}

const parseCast = (reader: TokenReader): ReadonlyArray<Expression> => {
  const operand = reader.expression()
  if (reader.takeOperator(",")) {
    const type = reader.expression()
    reader.expectOperator(")")
    return [operand, type]
  }
  // The expression took the type's first word for an alias; what follows it reads nothing.
  reader.skipBracket()
  return [operand.type === "alias" ? operand.of : operand]
}

const parseArguments = (reader: TokenReader, name: string): ReadonlyArray<Expression> => {
  const args: Array<Expression> = []
  reader.take("distinct")
  while (!reader.takeOperator(")")) {
    const first = reader.peek()
    if (
      args.length === 0 &&
      takesUnit.has(name) &&
      first.kind === "word" &&
      units.has(first.text.toLowerCase()) &&
      reader.seesOperator(",", 1)
    ) {
      args.push(constant(first.offset, reader.next().text))
    } else if (reader.seesQuery() && !reader.seesOperator("(")) {
      args.push({ type: "subquery", at: first.offset, query: reader.query() })
    } else args.push(reader.expression())
    if (reader.take("order", "by")) {
      do {
        args.push(reader.expression())
        reader.takeOne("asc", "desc")
      } while (reader.takeOperator(","))
    }
    if (!reader.takeOperator(",") && !reader.seesOperator(")")) reader.unexpected("',' or ')'")
  }
  return args
}

const parseColumns = (reader: TokenReader, at: number, qualifier: ReadonlyArray<string>): Expression => {
  const pattern = reader.peek()
  if (pattern.kind === "string" && reader.seesOperator(")", 1)) {
    reader.next()
    reader.next()
    return { type: "star", at, qualifier, only: { pattern: pattern.text }, changes: parseStarChanges(reader) }
  }
  const names = parseArguments(reader, "")
  return { type: "star", at, qualifier, only: { names }, changes: parseStarChanges(reader) }
}

const spelled: Readonly<Record<string, (reader: TokenReader) => ReadonlyArray<Expression>>> = {
  extract: parseExtract,
  trim: parseTrim,
  substring: parseSpelled,
  position: parseSpelled,
  overlay: parseSpelled,
  cast: parseCast,
  try_cast: parseCast
}

/** Parses a call; `qualifier` is the name before `.COLUMNS(…)`. */
export const parseCall = (reader: TokenReader, at: number, qualifier: ReadonlyArray<string>): Expression => {
  const token = reader.next()
  const name = token.text
  const known = token.kind === "word" ? name.toLowerCase() : ""
  reader.expectOperator("(")
  if (known === "columns") return parseColumns(reader, at, qualifier)
  let args = Object.hasOwn(spelled, known) ? (spelled[known]?.(reader) ?? []) : parseArguments(reader, known)
  let parameters: ReadonlyArray<Expression> | undefined
  if (reader.takeOperator("(")) {
    parameters = args
    args = parseArguments(reader, known)
  }
  for (;;) {
    if (reader.take("respect", "nulls") || reader.take("ignore", "nulls")) continue
    if (reader.sees("filter") && reader.seesOperator("(", 1)) {
      reader.next()
      reader.next()
      reader.expect("where")
      args = [...args, reader.expression()]
      reader.expectOperator(")")
      continue
    }
    break
  }
  const plain = { ...call(at, name, args), parameters }
  if (!reader.take("over")) return plain
  return { ...plain, over: reader.takeOperator("(") ? parseWindow(reader) : reader.name() }
}
