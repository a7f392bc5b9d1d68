/** Text of a template to tokens, with Jinja's whitespace control and raw blocks. */
import { fail } from "./TemplateError.ts"

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
const tagBegin = /\{[{%#]/g
const rawBegin = /\{%[-+]?\s*raw\s*(-%\}\s*|%\})/y
const rawEnd = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\})/g
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" }

type TagKind = "variable" | "block"
const ends: Readonly<Record<TagKind, string>> = { variable: "}}", block: "%}" }

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

/** Reads one template from the start to the end. */
class Lexer {
  readonly tokens: Array<Token> = []
  readonly #text: string
  #at = 0
  #line = 1

  constructor(template: string) {
    const text = template.replace(/\r\n|\r/g, "\n")
    this.#text = text.endsWith("\n") ? text.slice(0, -1) : text
  }

  /** Reads a stretch of text and the tag after it. Returns false at the end of the template. */
  step(): boolean {
    const start = this.#match(tagBegin)?.index
    if (start === undefined) {
      this.#data(this.#text.slice(this.#at), false)
      this.#push("eof", "")
      return false
    }
    this.#data(this.#text.slice(this.#at, start), this.#text[start + 2] === "-")
    this.#advance(start)
    const raw = this.#match(rawBegin)
    if (raw !== null) this.#raw(raw[0].length)
    else if (this.#text[start + 1] === "#") this.#comment()
    else this.#tag(this.#text[start + 1] === "{" ? "variable" : "block")
    return true
  }

  #push(type: TokenType, value: string): void {
    this.tokens.push({ type, value, line: this.#line })
  }

  #match(pattern: RegExp, at = this.#at): RegExpExecArray | null {
    pattern.lastIndex = at
    return pattern.exec(this.#text)
  }

  #advance(to: number): void {
    for (let i = this.#at; i < to; i++) if (this.#text.charCodeAt(i) === 10) this.#line++
    this.#at = to
  }

  #advanceOverSpace(to: number): void {
    this.#advance(to + (this.#match(space, to)?.[0].length ?? 0))
  }

  #data(piece: string, strip: boolean): void {
    const kept = strip ? piece.trimEnd() : piece
    if (kept !== "") this.#push("data", kept)
  }

  #raw(length: number): void {
    this.#advance(this.#at + length)
    const end = this.#match(rawEnd) ?? fail("Missing end of raw directive", this.#line)
    this.#data(this.#text.slice(this.#at, end.index), end[1] === "-")
    this.#advance(end.index + end[0].length)
  }

  #comment(): void {
    const end = this.#text.indexOf("#}", this.#at + 2)
    if (end === -1) fail("Missing end of comment tag", this.#line)
    if (this.#text[end - 1] === "-") this.#advanceOverSpace(end + 2)
    else this.#advance(end + 2)
  }

  #tag(kind: TagKind): void {
    const control = this.#text[this.#at + 2]
    const length = control === "-" || control === "+" ? 3 : 2
    this.#push(`${kind}_begin`, this.#text.slice(this.#at, this.#at + length))
    this.#advance(this.#at + length)
    const open: Array<string> = []
    while (open.length > 0 || !this.#tagEnd(kind)) {
      if (this.#at >= this.#text.length) fail(`unexpected end of template, expected '${ends[kind]}'`, this.#line)
      const blank = this.#match(space)
      if (blank !== null) this.#advance(this.#at + blank[0].length)
      else if (!this.#operand()) this.#operator(open)
    }
  }

  /** Reads the delimiter that closes a tag. Returns false if something else is next. */
  #tagEnd(kind: TagKind): boolean {
    const end = ends[kind]
    const [found] = [`-${end}`, ...(kind === "block" ? [`+${end}`] : []), end].filter((each) =>
      this.#text.startsWith(each, this.#at)
    )
    if (found === undefined) return false
    this.#push(`${kind}_end`, found)
    if (found.startsWith("-")) this.#advanceOverSpace(this.#at + found.length)
    else this.#advance(this.#at + found.length)
    return true
  }

  /** Reads a number, a name or a string. Returns false if something else is next. */
  #operand(): boolean {
    const before = this.tokens.at(-1)
    const isAttribute = before?.type === "operator" && before.value === "."
    const number = isAttribute ? null : this.#match(float)
    const found = number ?? this.#match(integer) ?? this.#match(name) ?? this.#match(quoted)
    if (found === null) return false
    const first = found[0][0] as string
    if (number !== null) this.#push("float", found[0].replaceAll("_", ""))
    else if (first >= "0" && first <= "9") this.#push("integer", found[0].replaceAll("_", ""))
    else if (first === "'" || first === '"') this.#push("string", unescape(found[1] ?? found[2] ?? ""))
    else this.#push("name", found[0])
    this.#advance(this.#at + found[0].length)
    return true
  }

  /** `open` holds the brackets that would close those open now. */
  #operator(open: Array<string>): void {
    const operator =
      operators.find((candidate) => this.#text.startsWith(candidate, this.#at)) ??
      fail(`unexpected char ${JSON.stringify(this.#text[this.#at])}`, this.#line)
    const closer = closers[operator]
    if (closer !== undefined) open.push(closer)
    else if (operator === ")" || operator === "]" || operator === "}") {
      const expected = open.pop()
      if (expected === undefined) fail(`unexpected '${operator}'`, this.#line)
      if (expected !== operator) fail(`unexpected '${operator}', expected '${expected}'`, this.#line)
    }
    this.#push("operator", operator)
    this.#advance(this.#at + operator.length)
  }
}

export const tokenize = (template: string): ReadonlyArray<Token> => {
  const lexer = new Lexer(template)
  while (lexer.step()) {}
  return lexer.tokens
}
