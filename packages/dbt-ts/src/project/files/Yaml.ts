/** YAML as dbt reads it: version 1.1 with the scalars of PyYAML, so `yes` is true, `y` a word and `1.0` no whole number. */
import { parseDocument, Scalar, type ScalarTag, type Tags, visit } from "yaml"
import { Float } from "../../jinja/Value.ts"
import { refuse } from "../../ProjectError.ts"
import type { Settings } from "../Settings.ts"

const scalar = (type: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${type}`,
  default: true,
  identify: () => false,
  test,
  resolve: (text) => {
    const node = new Scalar(resolve(text))
    node.source = text
    return node
  }
})

const digits = (text: string): string => text.replaceAll("_", "")

/** `1:30` counts in sixties. */
const sexagesimal = (text: string): number => {
  const sign = text.startsWith("-") ? -1 : 1
  const parts = digits(text.replace(/^[-+]/, "")).split(":")
  return sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0)
}

const radix = (text: string, base: number, prefix: number): number => {
  const sign = text.startsWith("-") ? -1 : 1
  return sign * Number.parseInt(digits(text.replace(/^[-+]/, "")).slice(prefix), base)
}

/** Python distinguishes 1.0 from 1, so the printed form must, too. */
const float = (value: number): unknown => (Number.isInteger(value) ? new Float(value) : value)

/** Python's isoformat of a moment that YAML has in one of its spellings. */
const isoMoment = (text: string): string => {
  const found =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?$/.exec(
      text
    )
  if (found === null) return text
  const [, year, month, day, hour, minute, second, part, zone, sign, zoneHour, zoneMinute] = found
  const two = (digit: string | undefined): string => (digit ?? "").padStart(2, "0")
  const micros = (part ?? "").slice(0, 6).padEnd(6, "0")
  const fraction = /^0*$/.test(micros) ? "" : `.${micros}`
  const offset = zone === undefined ? "" : zone === "Z" ? "+00:00" : `${sign}${two(zoneHour)}:${two(zoneMinute ?? "0")}`
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${fraction}${offset}`
}

const scalars: ReadonlyArray<ScalarTag> = [
  scalar("bool", /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar("bool", /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar("int", /^[-+]?0b[01_]+$/, (text) => radix(text, 2, 2)),
  scalar("int", /^[-+]?0x[0-9a-fA-F_]+$/, (text) => radix(text, 16, 2)),
  scalar("int", /^[-+]?0[0-7_]+$/, (text) => radix(text, 8, 1)),
  scalar("int", /^[-+]?(?:0|[1-9][0-9_]*)$/, (text) => Number(digits(text))),
  scalar("int", /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/, sexagesimal),
  scalar("float", /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/, (text) =>
    float(Number(digits(text)))
  ),
  scalar("float", /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, (text) => float(sexagesimal(text))),
  scalar("float", /^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith("-") ? -Infinity : Infinity)),
  scalar("float", /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
  scalar("timestamp", /^\d{4}-\d\d-\d\d$/, (text) => text),
  scalar(
    "timestamp",
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/,
    isoMoment
  )
]

const replaced = new Set(["bool", "int", "float", "timestamp"].map((type) => `tag:yaml.org,2002:${type}`))

const customTags = (tags: Tags): Tags => [
  ...tags.filter((tag) => typeof tag === "string" || !replaced.has(tag.tag)),
  ...scalars
]

/** In PyYAML, a block scalar at the end of the file ends with a newline only if the file does. */
const endAsWritten = (node: Scalar, text: string): void => {
  const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL
  if (!isBlock || text.endsWith("\n") || (node.range?.[1] ?? 0) < text.length) return
  node.value = String(node.value).replace(/\n$/, "")
}

const parse = (text: string): unknown => {
  const document = parseDocument(text, { version: "1.1", uniqueKeys: false, customTags })
  for (const error of document.errors) throw error
  visit(document, { Scalar: (_, node) => endAsWritten(node, text) })
  return document.toJS()
}

/** Returns a copy that its user may change. */
const copied = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copied)
  return isSettings(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)])) : value
}

/** What texts hold that were parsed before: a process that builds a project again reads the same files. */
const known = new Map<string, unknown>()
const mostKnown = 1_000

/** Parses a YAML file; errors name the file, the line and YAML's message. */
export const parseYaml = (file: string, text: string): unknown => {
  try {
    if (known.size >= mostKnown) known.clear()
    if (!known.has(text)) known.set(text, parse(text))
    return copied(known.get(text))
  } catch (cause) {
    return refuse(file, cause instanceof Error ? (cause.message.split("\n")[0] as string) : "not YAML")
  }
}

/** Returns whether a value is a mapping. */
export const isSettings = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Float)

/** Returns a mapping, or none at all. */
export const settings = (file: string, what: string, value: unknown): Settings => {
  if (value === undefined || value === null) return {}
  return isSettings(value) ? value : refuse(file, `'${what}' must be a mapping`)
}

/** Returns a value that must be a list; empty if it is missing. Refuses any other, naming the file and `what`. */
export const listOf = (file: string, what: string, value: unknown): ReadonlyArray<unknown> => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : refuse(file, `'${what}' must be a list`)
}

/** Words in a list, or one word alone. */
export const words = (file: string, what: string, value: unknown): ReadonlyArray<string> => {
  if (value === undefined || value === null) return []
  const all = Array.isArray(value) ? value : [value]
  return all.map((word) => (typeof word === "string" ? word : refuse(file, `'${what}' must hold words`)))
}

/** Returns the value with plain numbers in place of floats: for what is written as JSON or compared. */
export const plain = (value: unknown): unknown => {
  if (value instanceof Float) return value.value
  if (Array.isArray(value)) return value.map(plain)
  return isSettings(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) : value
}

/** Returns a value as text; undefined if it is missing or null. */
export const optionalText = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value)
