/** ClickHouse SQL as tokens. Comments go, but for those that begin with `privacy:`, which mark the expression after them. */
import { failAt } from "./SqlError.ts"
import type { Token, TokenKind } from "./Token.ts"

const space = /[\s\u00a0\ufeff]+/y
const lineComment = /(?:--|#!|# )[^\n]*/y
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy
const number = /0[xX][0-9a-fA-F_]+|0[bB][01_]+(?![0-9])|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
/** After a dot a number is a place in a tuple: `t.1.2`. */
const place = /\d+/y
const parameter = /\{\s*[A-Za-z_]\w*\s*:\s*[^}]*\}/y
const heredoc = /\$(\w*)\$([\s\S]*?)\$\1\$/y
const operator = /<=>|::|->|\|\||<=|>=|<>|!=|==|\?\?|[-+*/%=<>()[\]{},.:;?@^]/y
const marker = /^\s*privacy:\s*([\s\S]*?)\s*$/

/** End of a quoted text that begins at `from`: its quote doubled or after a backslash does not end it. */
const closing = (sql: string, from: number): number => {
  const quote = sql[from]
  for (let at = from + 1; at < sql.length; at++) {
    if (sql[at] === "\\") at++
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at
      at++
    }
  }
  return failAt(from, "an unterminated quote")
}

const unquote = (inside: string, quote: string): string =>
  inside.replaceAll(quote + quote, quote).replaceAll(/\\([\s\S])/g, "$1")

const match = (pattern: RegExp, sql: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0]
}

/** What is next at a position, after white space and comments: its kind, its meaning and where it ends. */
type Found = readonly [kind: TokenKind, text: string, end: number]

const patterns = [
  ["word", word],
  ["parameter", parameter],
  ["string", heredoc],
  ["operator", operator]
] as const

/** A number; after a dot the place in a tuple, and after a name or a bracket none, because the dot belongs to it. */
const numberAt = (sql: string, at: number, before: Token | undefined): string | undefined => {
  if (before?.kind === "operator" && before.text === ".") return match(place, sql, at)
  const isDotted =
    before !== undefined && (["word", "quoted"].includes(before.kind) || [")", "]"].includes(before.text))
  return sql[at] === "." && isDotted ? undefined : match(number, sql, at)
}

const tokenAt = (sql: string, at: number, before: Token | undefined): Found => {
  const first = sql[at] as string
  if (first === "'" || first === "`" || first === '"') {
    const end = closing(sql, at)
    return [first === "'" ? "string" : "quoted", unquote(sql.slice(at + 1, end), first), end + 1]
  }
  const digits = numberAt(sql, at, before)
  if (digits !== undefined) return ["number", digits, at + digits.length]
  for (const [kind, pattern] of patterns) {
    const text = match(pattern, sql, at)
    if (text !== undefined) return [kind, text, at + text.length]
  }
  return failAt(at, `an unexpected character: ${first}`)
}

export const tokens = (sql: string): ReadonlyArray<Token> => {
  const found: Array<Token> = []
  let at = 0
  const push = ([kind, text, end]: Found) => {
    found.push({ kind, text, offset: at, end })
    at = end
  }
  while (at < sql.length) {
    const skipped = match(space, sql, at) ?? match(lineComment, sql, at)
    if (skipped !== undefined) at += skipped.length
    else if (sql.startsWith("/*", at)) {
      const end = sql.indexOf("*/", at + 2)
      if (end < 0) return failAt(at, "an unterminated comment")
      const [, marked] = marker.exec(sql.slice(at + 2, end)) ?? []
      if (marked !== undefined) push(["marker", marked, end + 2])
      at = end + 2
    } else push(tokenAt(sql, at, found.at(-1)))
  }
  push(["end", "", at])
  return found
}
