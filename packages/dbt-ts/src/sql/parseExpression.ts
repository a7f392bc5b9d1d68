/** Expressions: operators by precedence, then suffixes of a value (`[1]`, `.name`, `::Type`). */
import { notAliases } from "./Keywords.ts"
import { call, constant } from "./nodes.ts"
import { betweenBinding, notBinding, signBinding, takeOperator } from "./Operators.ts"
import { parseOperand } from "./parseOperand.ts"
import type { Expression } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** A type's name with its arguments, which read nothing. */
const skipType = (reader: TokenReader): void => {
  reader.name()
  if (reader.takeOperator("(")) reader.skipBracket()
}

const parseSuffix = (reader: TokenReader, operand: Expression): Expression => {
  let value = operand
  for (;;) {
    const at = value.at
    if (reader.takeOperator("[")) {
      value = call(at, "arrayElement", [value, parseExpression(reader)])
      reader.expectOperator("]")
    } else if (reader.takeOperator("::")) {
      skipType(reader)
      value = call(at, "cast", [value])
    } else if (reader.seesOperator(".") && value.type !== "star") {
      reader.next()
      if (reader.takeOperator(":")) skipType(reader)
      else {
        reader.takeOperator("^")
        const part = reader.next()
        if (!["word", "quoted", "number"].includes(part.kind)) return reader.unexpected("part of a tuple")
        value = call(at, "tupleElement", [value, constant(part.offset, part.text)])
      }
    } else return value
  }
}

const parseUnary = (reader: TokenReader): Expression => {
  const { offset: at } = reader
  if (reader.peek().kind === "marker") {
    const marker = reader.next().text
    return { type: "marked", at, marker, of: parseUnary(reader) }
  }
  if (reader.take("not")) return call(at, "not", [parseBinary(reader, notBinding)])
  if (reader.takeOperator("-")) return call(at, "negate", [parseBinary(reader, signBinding)])
  if (reader.takeOperator("+")) return parseBinary(reader, signBinding)
  return parseSuffix(reader, parseOperand(reader))
}

const parseBinary = (reader: TokenReader, least: number): Expression => {
  let left = parseUnary(reader)
  for (;;) {
    const { at } = left
    if (betweenBinding >= least && (reader.take("between") || reader.take("not", "between"))) {
      const low = parseBinary(reader, betweenBinding + 1)
      reader.expect("and")
      left = call(at, "between", [left, low, parseBinary(reader, betweenBinding + 1)])
      continue
    }
    if (betweenBinding >= least && (reader.take("is", "not", "null") || reader.take("is", "null"))) {
      left = call(at, "isNull", [left])
      continue
    }
    const operator = takeOperator(reader, least)
    if (operator === undefined) return left
    // `= any (select …)` and `= all (select …)`
    if (operator.binding === betweenBinding && reader.seesOperator("(", 1)) reader.takeOne("any", "all")
    left = call(at, operator.name, [left, parseBinary(reader, operator.binding + 1)])
  }
}

const lambdaParameters = (value: Expression): ReadonlyArray<string> | undefined => {
  if (value.type === "name" && value.parts.length === 1) return value.parts
  if (value.type !== "call" || value.name !== "tuple") return undefined
  const names = value.args.map((each) => (each.type === "name" && each.parts.length === 1 ? each.parts[0] : undefined))
  return names.every((name) => name !== undefined) ? (names as ReadonlyArray<string>) : undefined
}

/** Returns what an alias may follow: the body of a lambda ends before it. */
const parseUnnamed = (reader: TokenReader): Expression => {
  const value = parseBinary(reader, 0)
  const parameters = reader.seesOperator("->") ? lambdaParameters(value) : undefined
  if (parameters !== undefined) {
    reader.next()
    return { type: "lambda", at: value.at, parameters, body: parseUnnamed(reader) }
  }
  if (!reader.takeOperator("?")) return value
  const yes = parseExpression(reader)
  reader.expectOperator(":")
  return call(value.at, "if", [value, yes, parseExpression(reader)])
}

/** Parses an expression; `bare` lets an alias follow without AS, as in the list of a SELECT. */
export const parseExpression = (reader: TokenReader, bare = false): Expression => {
  let value = parseUnnamed(reader)
  for (;;) {
    const token = reader.peek()
    const follows =
      bare && (token.kind === "quoted" || (token.kind === "word" && !notAliases.has(token.text.toLowerCase())))
    if (!reader.take("as") && !follows) return value
    value = { type: "alias", at: value.at, name: reader.name(), of: value }
  }
}
