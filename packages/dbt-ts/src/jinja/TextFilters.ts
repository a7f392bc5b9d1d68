/** Filters of Jinja2 3.1 for pages, mails and addresses, which projects use now and then. */
import { Arguments, count, text } from "./Arguments.ts"
import type { Operation } from "./Language.ts"
import { asNumber } from "./Numbers.ts"
import { iterate, iterated, truthy } from "./Operators.ts"
import { repr, str } from "./Print.ts"
import { fixed } from "./Round.ts"
import { splitLines } from "./StringMethods.ts"
import { fail } from "./TemplateError.ts"
import { Dict, type Value } from "./Value.ts"

/** Percent-encoding as Python's `quote`; a query takes `+` for a blank and no bare slash. */
const quoted = (value: Value, query: boolean): string => {
  const all = encodeURIComponent(str(value)).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return query ? all.replaceAll("%20", "+") : all.replaceAll("%2F", "/")
}

const urlencode: Operation<Value> = (value) => {
  const items = typeof value === "string" ? undefined : iterated(value)
  if (items === undefined) return quoted(value, false)
  const pairs = value instanceof Dict ? value.entries() : [...items].map((pair) => [...iterate(pair)])
  return pairs.map(([key, item]) => `${quoted(key as Value, true)}=${quoted(item as Value, true)}`).join("&")
}

const filesizeformat: Operation<Value> = (value, args, named) => {
  const [binary] = new Arguments("filesizeformat", args, named).bind("binary")
  const inTwos = binary !== undefined && truthy(binary)
  const bytes = asNumber(value) ?? Number(str(value))
  if (Number.isNaN(bytes)) return fail("filesizeformat takes a number")
  const base = inTwos ? 1024 : 1000
  if (bytes === 1) return "1 Byte"
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`
  const prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"].map((each) =>
    inTwos ? `${each.toUpperCase()}iB` : `${each}B`
  )
  const power = Math.max(1, prefixes.findIndex((_, i) => bytes < base ** (i + 2)) + 1 || prefixes.length)
  return `${fixed(bytes / base ** power, 1)} ${prefixes[power - 1]}`
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" }

const striptags: Operation<Value> = (value) =>
  str(value)
    .replace(/<!--[\s\S]*?-->|<[^>]*>/g, "")
    .replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (all, decimal, hex, name) => {
      if (name !== undefined) return entities[name] ?? all
      return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal))
    })
    .split(/\s+/)
    .filter((part) => part !== "")
    .join(" ")

/** Splits a line into lines of `width`: at blanks and after hyphens, and inside longer words. */
const wrapped = (line: string, width: number, longWords: boolean, hyphens: boolean): ReadonlyArray<string> => {
  const pieces = line.split(hyphens ? /(\s+)|(?<=[\p{L}]{2}-)(?=[\p{L}])/u : /(\s+)/).filter((piece) => piece)
  const lines: Array<string> = []
  let current = ""
  for (let piece of pieces) {
    if (current.length + piece.length > width) {
      if (/^\s+$/.test(piece) || current !== "") {
        if (current.trimEnd() !== "") lines.push(current.trimEnd())
        current = ""
      }
      if (/^\s+$/.test(piece)) continue
      while (longWords && piece.length > width) {
        lines.push(piece.slice(0, width))
        piece = piece.slice(width)
      }
    }
    if (current !== "" || !/^\s+$/.test(piece) || lines.length === 0) current += piece
  }
  if (current.trimEnd() !== "") lines.push(current.trimEnd())
  return lines
}

const wordwrap: Operation<Value> = (value, args, named) => {
  const [width, longWords, wrapstring, hyphens] = new Arguments("wordwrap", args, named).bind(
    "width",
    "break_long_words",
    "wrapstring",
    "break_on_hyphens"
  )
  const on = (option: Value | undefined): boolean => option === undefined || truthy(option)
  const glue = wrapstring === undefined || wrapstring === null ? "\n" : text(wrapstring)
  return splitLines(text(value))
    .map((line) => wrapped(line, count(width, 79), on(longWords), on(hyphens)).join(glue))
    .join(glue)
}

export const textFilters: Readonly<Record<string, Operation<Value>>> = {
  filesizeformat,
  pprint: (value) => {
    const printed = repr(value)
    return printed.length <= 80 ? printed : fail("the filter 'pprint' is not supported for what takes several lines")
  },
  striptags,
  urlencode,
  wordwrap
}
