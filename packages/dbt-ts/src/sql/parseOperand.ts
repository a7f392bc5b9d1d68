/** Operands of expressions: constants, names, stars, parentheses, functions. */
import { call, constant } from "./nodes.ts"
import { parseCall } from "./parseCall.ts"
import { parseStarChanges } from "./parseStar.ts"
import type { Expression } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** A query ends at the bracket that opened before it: `(select 1) + 1` inside of brackets is an expression. */
const parseBracket = (reader: TokenReader): Expression => {
  const at = reader.offset
  reader.expectOperator("(")
  if (reader.seesQuery() && !reader.seesOperator("(")) {
    const query = reader.query()
    reader.expectOperator(")")
    return { type: "subquery", at, query }
  }
  if (reader.takeOperator(")")) return call(at, "tuple", [])
  const first = reader.expression()
  if (reader.takeOperator(")")) return first
  const items = [first]
  while (reader.takeOperator(",") && !reader.seesOperator(")")) items.push(reader.expression())
  reader.expectOperator(")")
  return call(at, "tuple", items)
}

const parseCase = (reader: TokenReader, at: number): Expression => {
  const reads: Array<Expression> = reader.sees("when") ? [] : [reader.expression()]
  while (reader.take("when")) {
    reads.push(reader.expression())
    reader.expect("then")
    reads.push(reader.expression())
  }
  if (reader.take("else")) reads.push(reader.expression())
  reader.expect("end")
  return call(at, "case", reads)
}

const parseMap = (reader: TokenReader, at: number): Expression => {
  const items: Array<Expression> = []
  while (!reader.takeOperator("}")) {
    items.push(reader.expression())
    reader.expectOperator(":")
    items.push(reader.expression())
    reader.takeOperator(",")
  }
  return call(at, "map", items)
}

const parseName = (reader: TokenReader, at: number): Expression => {
  const parts = [reader.name()]
  while (reader.seesOperator(".")) {
    const after = reader.peek(1)
    if (after.kind === "operator" && after.text === "*") {
      reader.next()
      reader.next()
      return { type: "star", at, qualifier: parts, changes: parseStarChanges(reader) }
    }
    if (after.kind !== "word" && after.kind !== "quoted") break
    reader.next()
    if (reader.seesOperator("(", 1) && reader.sees("columns")) return parseCall(reader, at, parts)
    parts.push(reader.name())
  }
  return { type: "name", at, parts }
}

const literalWords = new Set(["null", "true", "false", "inf", "nan"])

/** `interval 1 day`, `interval '1 day'`: the unit is part of the text or follows the number. */
const parseInterval = (reader: TokenReader, at: number): Expression => {
  reader.next()
  const value = parseOperand(reader)
  const hasUnit = value.type !== "constant" || /^[\d.]+$/.test(value.text)
  if (hasUnit && reader.peek().kind === "word") reader.next()
  return call(at, "interval", [value])
}

const parseOfOperator = (reader: TokenReader, at: number): Expression => {
  if (reader.seesOperator("(")) return parseBracket(reader)
  if (reader.takeOperator("*")) return { type: "star", at, qualifier: [], changes: parseStarChanges(reader) }
  if (reader.takeOperator("{")) return parseMap(reader, at)
  if (!reader.takeOperator("[")) return reader.unexpected("a value")
  const items = reader.seesOperator("]") ? [] : reader.expressions()
  reader.expectOperator("]")
  return call(at, "array", items)
}

const parseOfWord = (reader: TokenReader, at: number): Expression => {
  const word = reader.peek().text.toLowerCase()
  if (reader.seesOperator("(", 1)) return parseCall(reader, at, [])
  if (literalWords.has(word)) return constant(at, reader.next().text)
  if (reader.take("case")) return parseCase(reader, at)
  if (word === "interval" && reader.peek(1).kind !== "operator") return parseInterval(reader, at)
  if ((word === "date" || word === "timestamp") && reader.peek(1).kind === "string") {
    reader.next()
    return constant(at, reader.next().text)
  }
  return parseName(reader, at)
}

export const parseOperand = (reader: TokenReader): Expression => {
  const { kind, offset: at } = reader.peek()
  if (kind === "number" || kind === "string" || kind === "parameter") return constant(at, reader.next().text)
  if (kind === "quoted") return reader.seesOperator("(", 1) ? parseCall(reader, at, []) : parseName(reader, at)
  if (kind === "operator") return parseOfOperator(reader, at)
  return kind === "word" ? parseOfWord(reader, at) : reader.unexpected("a value")
}
