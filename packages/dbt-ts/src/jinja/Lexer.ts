/** Text of a template to tokens, with Jinja's whitespace control and raw blocks. */
import { fail, TemplateError } from "./TemplateError.ts"

export type TokenType =
  | "data"
  | "variable_begin"
  | "variable_end"
  | "block_begin"
  | "block_end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "operator"
  | "eof"

export interface Token {
  readonly type: TokenType
  /** The text; of a string its meaning, escapes undone. */
  readonly value: string
  readonly line: number
}

const operators = ["**", "//", "==", "!=", ">=", "<=", ..."+-*/%~[](){}<>=.:|,;"]
const float = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y
const integer = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y
const name = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy
const quoted = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y
const space = /\s+/y
const rawBegin = /\{%[-+]?\s*raw\s*(-%\}\s*|%\})/y
const rawEnd = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\})/g
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" }

const simpleEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": ""
}

/** Undoes Python's escapes; an unknown one stays as it is written. */
const unescape = (text: string): string =>
  text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
    (
      all,
      x: string | undefined,
      u: string | undefined,
      U: string | undefined,
      o: string | undefined,
      c: string | undefined
    ) => {
      const hex = x ?? u ?? U
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (c === "x" || c === "u" || c === "U") {
        fail(`truncated \\${c}${c === "x" ? "XX" : c === "u" ? "XXXX" : "XXXXXXXX"} escape`)
      }
      if (o !== undefined) return String.fromCodePoint(Number.parseInt(o, 8))
      return simpleEscapes[c as string] ?? all
    }
  )

const unexpectedCharacter = (character: string | undefined, line: number): TemplateError =>
  new TemplateError({ message: `unexpected char ${JSON.stringify(character)}`, line })

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

export const tokenize = (template: string): ReadonlyArray<Token> => {
  let text = template.replace(/\r\n|\r/g, "\n")
  if (text.endsWith("\n")) text = text.slice(0, -1)
  const tokens: Array<Token> = []
  let at = 0
  let line = 1
  const advance = (to: number): void => {
    for (let i = at; i < to; i++) if (text.charCodeAt(i) === 10) line++
    at = to
  }
  const push = (type: TokenType, value: string): void => {
    tokens.push({ type, value, line })
  }

  /** Tokens up to the delimiter that closes `{{` or `{%`, which counts only outside of brackets. */
  const expression = (kind: "variable" | "block"): void => {
    const close = kind === "variable" ? "}}" : "%}"
    const open: Array<string> = []
    for (;;) {
      if (at >= text.length) fail(`unexpected end of template, expected '${close}'`, line)
      if (open.length === 0) {
        if (text.startsWith(`-${close}`, at)) {
          push(`${kind}_end`, `-${close}`)
          const rest = match(space, text, at + 3)
          advance(at + 3 + (rest?.[0].length ?? 0))
          return
        }
        if (kind === "block" && text.startsWith(`+${close}`, at)) {
          push("block_end", `+${close}`)
          advance(at + 3)
          return
        }
        if (text.startsWith(close, at)) {
          push(`${kind}_end`, close)
          advance(at + 2)
          return
        }
      }
      const blank = match(space, text, at)
      if (blank !== null) {
        advance(at + blank[0].length)
        continue
      }
      const before = tokens.at(-1)
      const number = before?.value === "." && before.type === "operator" ? null : match(float, text, at)
      const found = number ?? match(integer, text, at) ?? match(name, text, at) ?? match(quoted, text, at)
      if (found !== null) {
        const first = found[0][0] as string
        if (number !== null) push("float", found[0].replaceAll("_", ""))
        else if (first >= "0" && first <= "9") push("integer", found[0].replaceAll("_", ""))
        else if (first === "'" || first === '"') push("string", unescape(found[1] ?? found[2] ?? ""))
        else push("name", found[0])
        advance(at + found[0].length)
        continue
      }
      const operator = operators.find((candidate) => text.startsWith(candidate, at))
      if (operator === undefined) throw unexpectedCharacter(text[at], line)
      const closer = closers[operator]
      if (closer !== undefined) open.push(closer)
      else if (operator === ")" || operator === "]" || operator === "}") {
        const expected = open.pop()
        if (expected === undefined) fail(`unexpected '${operator}'`, line)
        if (expected !== operator) fail(`unexpected '${operator}', expected '${expected}'`, line)
      }
      push("operator", operator)
      advance(at + operator.length)
    }
  }

  const data = (piece: string, strip: boolean): void => {
    const kept = strip ? piece.trimEnd() : piece
    if (kept !== "") push("data", kept)
  }

  while (at < text.length) {
    let begin = at
    for (;;) {
      begin = text.indexOf("{", begin)
      if (begin === -1 || "{%#".includes(text[begin + 1] ?? " ")) break
      begin++
    }
    if (begin === -1) {
      data(text.slice(at), false)
      break
    }
    const control = text[begin + 2]
    data(text.slice(at, begin), control === "-")
    advance(begin)
    const raw = match(rawBegin, text, at)
    if (raw !== null) {
      advance(at + raw[0].length)
      const end = match(rawEnd, text, at)
      if (end === null) return fail("Missing end of raw directive", line)
      data(text.slice(at, end.index), end[1] === "-")
      advance(end.index + end[0].length)
      continue
    }
    const start = at + 2 + (control === "-" || control === "+" ? 1 : 0)
    if (text[begin + 1] === "#") {
      const end = text.indexOf("#}", at + 2)
      if (end === -1) return fail("Missing end of comment tag", line)
      const rest = text[end - 1] === "-" ? match(space, text, end + 2) : null
      advance(end + 2 + (rest?.[0].length ?? 0))
      continue
    }
    const kind = text[begin + 1] === "{" ? "variable" : "block"
    push(`${kind}_begin`, text.slice(begin, start))
    advance(start)
    expression(kind)
  }
  push("eof", "")
  return tokens
}
