/** What an expression is made of: constants, names, stars, brackets, functions. */
import { parseCall } from "./parseCall.ts"
import { call, constant, parseExpression, parseExpressions } from "./parseExpression.ts"
import { parseQuery } from "./parseQuery.ts"
import { parseStarChanges } from "./parseStar.ts"
import type { Expression } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** A query begins here, whatever brackets stand before it. */
export const seesQuery = (reader: TokenReader): boolean => {
  let ahead = 0
  while (reader.seesOperator("(", ahead)) ahead++
  const token = reader.peek(ahead)
  if (token.kind !== "word") return false
  const word = token.text.toLowerCase()
  if (word === "select") return true
  const after = reader.peek(ahead + 1)
  return (word === "with" || word === "from") && after.kind !== "operator"
}

/** A query ends at the bracket that opened before it: `(select 1) + 1` inside of brackets is an expression. */
const parseBracket = (reader: TokenReader): Expression => {
  const at = reader.offset
  reader.expectOperator("(")
  if (seesQuery(reader) && !reader.seesOperator("(")) {
    const query = parseQuery(reader)
    reader.expectOperator(")")
    return { type: "subquery", at, query }
  }
  if (reader.takeOperator(")")) return call(at, "tuple", [])
  const first = parseExpression(reader)
  if (reader.takeOperator(")")) return first
  const items = [first]
  while (reader.takeOperator(",") && !reader.seesOperator(")")) items.push(parseExpression(reader))
  reader.expectOperator(")")
  return call(at, "tuple", items)
}

const parseCase = (reader: TokenReader, at: number): Expression => {
  const reads: Array<Expression> = reader.sees("when") ? [] : [parseExpression(reader)]
  while (reader.take("when")) {
    reads.push(parseExpression(reader))
    reader.expect("then")
    reads.push(parseExpression(reader))
  }
  if (reader.take("else")) reads.push(parseExpression(reader))
  reader.expect("end")
  return call(at, "case", reads)
}

const parseMap = (reader: TokenReader, at: number): Expression => {
  const items: Array<Expression> = []
  while (!reader.takeOperator("}")) {
    items.push(parseExpression(reader))
    reader.expectOperator(":")
    items.push(parseExpression(reader))
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

export const parseOperand = (reader: TokenReader): Expression => {
  const token = reader.peek()
  const { offset: at } = token
  if (token.kind === "number" || token.kind === "string" || token.kind === "parameter") {
    return constant(at, reader.next().text)
  }
  if (token.kind === "quoted") return reader.seesOperator("(", 1) ? parseCall(reader, at, []) : parseName(reader, at)
  if (token.kind === "operator") {
    if (token.text === "(") return parseBracket(reader)
    if (reader.takeOperator("*")) return { type: "star", at, qualifier: [], changes: parseStarChanges(reader) }
    if (reader.takeOperator("[")) {
      const items = reader.seesOperator("]") ? [] : parseExpressions(reader)
      reader.expectOperator("]")
      return call(at, "array", items)
    }
    if (reader.takeOperator("{")) return parseMap(reader, at)
    return reader.unexpected("a value")
  }
  if (token.kind !== "word") return reader.unexpected("a value")
  const word = token.text.toLowerCase()
  if (reader.seesOperator("(", 1)) return parseCall(reader, at, [])
  if (literalWords.has(word)) return constant(at, reader.next().text)
  if (reader.take("case")) return parseCase(reader, at)
  if (word === "interval" && reader.peek(1).kind !== "operator") {
    reader.next()
    const value = parseOperand(reader)
    if (reader.peek().kind === "word" && value.type !== "constant") reader.next()
    else if (reader.peek().kind === "word" && /^[\d.]+$/.test(value.type === "constant" ? value.text : ""))
      reader.next()
    return call(at, "interval", [value])
  }
  if ((word === "date" || word === "timestamp") && reader.peek(1).kind === "string") {
    reader.next()
    return constant(at, reader.next().text)
  }
  return parseName(reader, at)
}
