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

export const tokens = (sql: string): ReadonlyArray<Token> => {
  const found: Array<Token> = []
  let at = 0
  const push = (kind: TokenKind, text: string, end: number) => {
    found.push({ kind, text, offset: at, end })
    at = end
  }
  while (at < sql.length) {
    const skipped = match(space, sql, at) ?? match(lineComment, sql, at)
    if (skipped !== undefined) {
      at += skipped.length
      continue
    }
    if (sql.startsWith("/*", at)) {
      const end = sql.indexOf("*/", at + 2)
      if (end < 0) return failAt(at, "an unterminated comment")
      const inside = marker.exec(sql.slice(at + 2, end))
      if (inside !== null) push("marker", inside[1] as string, end + 2)
      at = end + 2
      continue
    }
    const first = sql[at] as string
    if (first === "'" || first === "`" || first === '"') {
      const end = closing(sql, at)
      push(first === "'" ? "string" : "quoted", unquote(sql.slice(at + 1, end), first), end + 1)
      continue
    }
    const afterDot = found.at(-1)?.text === "." && found.at(-1)?.kind === "operator"
    const dotted = first === "." && ["word", "quoted"].includes(found.at(-1)?.kind ?? "")
    const digits = afterDot ? match(place, sql, at) : dotted ? undefined : match(number, sql, at)
    const closed = first === "." && [")", "]"].includes(found.at(-1)?.text ?? "")
    if (digits !== undefined && !closed) {
      push("number", digits, at + digits.length)
      continue
    }
    const kinds = [
      ["word", word],
      ["parameter", parameter],
      ["string", heredoc],
      ["operator", operator]
    ] as const
    const next = kinds.flatMap(([kind, pattern]) => {
      const text = match(pattern, sql, at)
      return text === undefined ? [] : [[kind, text] as const]
    })[0]
    if (next === undefined) return failAt(at, `an unexpected character: ${first}`)
    push(next[0], next[1], at + next[1].length)
  }
  push("end", "", at)
  return found
}
