/** The filters of Jinja2 3.1 that concern one value; those over sequences are in `SequenceFilters.ts`. */

import { onlyAttributeOf } from "./Access.ts"
import { count, isOn, taking, text } from "./Arguments.ts"
import { dictFrom } from "./CollectionMethods.ts"
import { formatPercent } from "./formatPercent.ts"
import { toJson } from "./Json.ts"
import type { Operation } from "./Language.ts"
import { asNumber, asWhole, whole } from "./Numbers.ts"
import { negative } from "./Operators.ts"
import { str } from "./Print.ts"
import { fixed } from "./Round.ts"
import { sequenceFilters } from "./SequenceFilters.ts"
import { capitalize, center, replace, splitLines, strip } from "./StringMethods.ts"
import { fail } from "./TemplateError.ts"
import { textFilters } from "./TextFilters.ts"
import { defined, typeName } from "./typeName.ts"
import { Dict, Float, Generated, given, Tuple, Undefined, type Value } from "./Value.ts"

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" }

const escape: Operation<Value> = (value) => str(value).replace(/[&<>"']/g, (c) => escapes[c] as string)

/** Python's `int(text, base)`; undefined where it raises. */
const parseWhole = (source: string, base: number): bigint | undefined => {
  const cleaned = source.trim().toLowerCase()
  const match = /^([+-]?)(0[box])?([\da-z]+(?:_[\da-z]+)*)$/.exec(cleaned)
  if (match === null) return undefined
  const prefix = match[2] === undefined ? undefined : { "0b": 2, "0o": 8, "0x": 16 }[match[2]]
  if (prefix !== undefined && prefix !== base && base !== 0) return undefined
  let value = 0n
  for (const digit of (match[3] as string).replaceAll("_", "")) {
    const worth = Number.parseInt(digit, 36)
    if (!(worth < (base === 0 ? (prefix ?? 10) : base))) return undefined
    value = value * BigInt(base === 0 ? (prefix ?? 10) : base) + BigInt(worth)
  }
  return match[1] === "-" ? -value : value
}

/** Python's `float(value)`; undefined where it raises. */
const parseFloatValue = (value: Value): number | undefined => {
  const number = asNumber(value)
  if (number !== undefined || typeof value !== "string") return number
  const source = value.trim().toLowerCase()
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(source)
  if (special !== null) return special[2] === "nan" ? Number.NaN : special[1] === "-" ? -Infinity : Infinity
  return /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+)?$/.test(source)
    ? Number(source.replaceAll("_", ""))
    : undefined
}

const toWhole = taking(["default", "base"], (value, [otherwise, base]) => {
  defined(value)
  const parsed = typeof value === "string" ? parseWhole(value, count(base, 10)) : asWhole(value)
  if (parsed !== undefined) return whole(parsed)
  const number = parseFloatValue(value)
  return number === undefined || !Number.isFinite(number)
    ? given(otherwise, () => 0)
    : whole(BigInt(Math.trunc(number)))
})

const round = taking(["precision", "method"], (value, [digits, method]) => {
  const precision = count(digits, 0)
  const number = asNumber(defined(value))
  if (number === undefined) return fail(`type ${typeName(value)} doesn't define __round__ method`)
  const how = text(method, "common")
  if (how === "common") {
    const exact = asWhole(value)
    if (exact !== undefined && precision >= 0) return whole(exact)
    if (precision > 100) return new Float(number)
    if (precision >= 0) return new Float(Number(fixed(number, precision)))
    if (precision < -308) return exact === undefined ? new Float(0) : 0
    const scale = 10 ** -precision
    const rounded = Number(fixed(number / scale, 0)) * scale
    return exact === undefined ? new Float(rounded) : rounded
  }
  if (how !== "ceil" && how !== "floor") return fail("method must be common, ceil or floor")
  return new Float(Math[how](number * 10 ** precision) / 10 ** precision)
})

const indent = taking(["width", "first", "blank"], (value, [width, first, blank]) => {
  const pad = typeof width === "string" ? width : " ".repeat(count(width, 4))
  const all = splitLines(`${text(defined(value))}\n`)
  const everyLine = isOn(blank)
  const body = all.map((line, index) => (index === 0 || (line === "" && !everyLine) ? line : pad + line)).join("\n")
  return isOn(first) ? pad + body : body
})

const truncate = taking(["length", "killwords", "end", "leeway"], (value, [size, kill, end, leeway]) => {
  const characters = [...(value instanceof Undefined ? "" : text(value))]
  const most = count(size, 255)
  const tail = text(end, "...")
  if (most < [...tail].length) return fail(`expected length >= ${[...tail].length}, got ${most}`)
  if (characters.length <= most + count(leeway ?? undefined, 5)) return characters.join("")
  const kept = characters.slice(0, most - tail.length).join("")
  if (isOn(kill)) return kept + tail
  const space = kept.lastIndexOf(" ")
  return (space === -1 ? kept : kept.slice(0, space)) + tail
})

const title: Operation<Value> = (value) =>
  str(value)
    .split(/([-\s({[<]+)/)
    .map((part) => (part === "" ? "" : capitalize(part)))
    .join("")

const orDefault = taking(["default_value", "boolean"], (value, [otherwise, boolean]) =>
  value instanceof Undefined || (isOn(boolean) && !isOn(value)) ? given(otherwise, () => "") : value
)

const filters: Readonly<Record<string, Operation<Value>>> = {
  ...textFilters,
  abs: (value) => {
    const number = asNumber(defined(value))
    if (number === undefined) return fail(`bad operand type for abs(): '${typeName(value)}'`)
    return number < 0 ? negative(value) : typeof value === "boolean" ? Number(value) : value
  },
  attr: (value, args, _named, language) => {
    const name = text(args[0])
    return onlyAttributeOf(value, name, language.lenient)
  },
  capitalize: (value) => capitalize(str(value)),
  center: taking(["width"], (value, [width]) => center(str(value), count(width, 80))),
  default: orDefault,
  d: orDefault,
  dictsort: taking(["case_sensitive", "by", "reverse"], (value, [sensitive, by, reverse]) => {
    const place = { key: 0, value: 1 }[text(by, "key")]
    if (place === undefined) return fail('You can only sort by either "key" or "value"')
    const items = dictFrom(defined(value)).entries()
    const pairs = items.map((pair) => new Tuple(pair))
    return sequenceFilters.sortBy(
      pairs,
      (pair) => (pair as Tuple).items[place] as Value,
      isOn(sensitive),
      isOn(reverse)
    )
  }),
  e: escape,
  escape,
  forceescape: escape,
  float: taking(["default"], (value, [otherwise]) => {
    const number = parseFloatValue(defined(value))
    return number === undefined ? given(otherwise, () => new Float(0)) : new Float(number)
  }),
  format: (value, args, named) => {
    if (args.length > 0 && named.size > 0) return fail("can't handle positional and keyword arguments at the same time")
    return formatPercent(str(value), named.size > 0 ? Dict.of(named) : new Tuple(args))
  },
  indent,
  int: toWhole,
  items: (value) => {
    if (value instanceof Undefined) return new Generated([])
    if (!(value instanceof Dict)) return fail("Can only get item pairs from a mapping.")
    return new Generated(value.entries().map((pair) => new Tuple(pair)))
  },
  lower: (value) => str(value).toLowerCase(),
  replace: taking(["old", "new", "count"], (value, [from, to, most]) =>
    replace(
      str(value),
      str(given(from, () => fail("replace() needs 'old'"))),
      str(given(to, () => fail("replace() needs 'new'"))),
      count(most ?? undefined, -1)
    )
  ),
  round,
  safe: (value) => str(value),
  string: (value) => str(value),
  title,
  tojson: taking(["indent"], (value, [by]) =>
    toJson(value, { sortKeys: true, indent: by === undefined || by === null ? undefined : count(by) }).replace(
      /[<>&']/g,
      (c) => `\\u00${c.charCodeAt(0).toString(16)}`
    )
  ),
  trim: taking(["chars"], (value, [characters]) => strip(str(value), characters, "both")),
  truncate,
  upper: (value) => str(value).toUpperCase(),
  wordcount: (value) => (str(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length
}

/** Filters of Jinja that are left out, and why. */
const refused: Readonly<Record<string, string>> = {
  random: "a build that is repeated must give the same",
  urlize: "it writes pages",
  xmlattr: "it writes pages"
}

/** Filters without arguments. */
const bare = new Set(
  "abs capitalize e escape forceescape items lower safe string title upper wordcount striptags".split(" ")
)

const withoutArguments =
  (name: string, filter: Operation<Value>): Operation<Value> =>
  (value, args, named, language) =>
    args.length + named.size > 0
      ? fail(`the filter '${name}' takes no arguments (${args.length + named.size} given)`)
      : filter(value, args, named, language)

export const filterNamed = (name: string): Operation<Value> | undefined => {
  if (Object.hasOwn(refused, name)) return () => fail(`the filter '${name}' is not supported: ${refused[name]}`)
  const filter = known(name)
  return filter !== undefined && bare.has(name) ? withoutArguments(name, filter) : filter
}

const known = (name: string): Operation<Value> | undefined =>
  Object.hasOwn(filters, name)
    ? filters[name]
    : Object.hasOwn(sequenceFilters.filters, name)
      ? sequenceFilters.filters[name]
      : undefined
