/**
 * From what a file holds to a record of the schema's shape: cells and JSON values into typed fields, names of countries
 * into codes, labels into codes. Tells everything that is wrong with a row at once and never a value.
 */
import { readCodeList } from "../../schemas/CodeLists.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { Problem } from "../../schemas/Problems.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../schemas/RecordSchemas.ts"
import { targetOf } from "./Columns.ts"
import { normaliseCountry } from "./CountryNormaliser.ts"

type Values = Record<string, unknown>

/** A row's values by field name; `record` is whole only when there are no problems. */
export interface ParsedRow {
  readonly record: Values
  readonly problems: ReadonlyArray<Problem>
}

type Parsed = { readonly value: unknown } | { readonly code: ProblemCode }

const fine = (value: unknown): Parsed => ({ value })
const bad = (code: ProblemCode): Parsed => ({ code })

/** Codes of a list by the code itself, its label and its HTCDS name, in lower case. */
const codesByWord = new Map<string, ReadonlyMap<string, string>>()

const codeOf = (list: string, word: string): string | undefined => {
  let words = codesByWord.get(list)
  if (words === undefined) {
    const rows = readCodeList(list)
    words = new Map(
      [...rows].reverse().flatMap((row) => {
        const code = row["code"] as string
        return [row["label"] ?? "", ...(row["htcds"] ?? "").split("|"), code]
          .filter((name) => name !== "")
          .map((name) => [name.toLowerCase(), code] as const)
      })
    )
    codesByWord.set(list, words)
  }
  return words.get(word.toLowerCase())
}

const parseText = (field: FieldSpec, text: string): Parsed => {
  if (field.codeList === "countries") {
    const found = normaliseCountry(text, { codes: ["alpha3", "alpha2"] })
    return "alpha3" in found ? fine(found.alpha3) : bad("ambiguous" in found ? "country-ambiguous" : "country-unknown")
  }
  // An unknown code stays as it is: the field's own rule tells it.
  if (field.codeList !== undefined && field.codeList !== "regions") return fine(codeOf(field.codeList, text) ?? text)
  return fine(text)
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false]
])

const parseScalar = (field: FieldSpec, value: unknown): Parsed => {
  if (field.type === "int") {
    const number = typeof value === "string" && /^-?\d{1,9}$/.test(value) ? Number(value) : value
    return Number.isInteger(number) ? fine(number) : bad("type-mismatch")
  }
  if (field.type === "boolean") {
    const truth = typeof value === "string" ? truths.get(value.toLowerCase()) : value
    return typeof truth === "boolean" ? fine(truth) : bad("type-mismatch")
  }
  return typeof value === "string" ? parseText(field, value.trim()) : bad("type-mismatch")
}

const isMissing = (value: unknown) => value === undefined || value === null || value === ""

const splitList = (value: unknown): unknown =>
  typeof value === "string"
    ? value
        .split(/[;|]/)
        .map((part) => part.trim())
        .filter((part) => part !== "")
    : value

const parseField = (field: FieldSpec, value: unknown, path: string, problems: Array<Problem>): unknown => {
  if (isMissing(value)) {
    if (!field.optional) problems.push({ code: "field-missing", path })
    return field.default
  }
  if (!field.array) {
    const parsed = parseScalar(field, value)
    if ("value" in parsed) return parsed.value
    problems.push({ code: parsed.code, path })
    return undefined
  }
  const list = splitList(value)
  if (!Array.isArray(list)) return void problems.push({ code: "type-mismatch", path })
  return list.map((item: unknown, i) => {
    const at = `${path}[${i}]`
    if (field.type === "record") return parseFields(field.fields, item, `${at}.`, problems)
    const parsed = parseScalar(field, item)
    if ("value" in parsed) return parsed.value
    problems.push({ code: parsed.code, path: at })
    return undefined
  })
}

/** A key that may be told: one that has the shape of a field's name. */
const tellable = (key: string) => (/^[A-Za-z_]\w{0,40}$/.test(key) ? key : "(a key)")

const parseFields = (
  fields: ReadonlyArray<FieldSpec>,
  raw: unknown,
  prefix: string,
  problems: Array<Problem>,
  besides: ReadonlyArray<string> = []
): Values => {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    problems.push({ code: "type-mismatch", path: prefix.replace(/\.$/, "") })
    return {}
  }
  const record: Values = {}
  for (const field of fields)
    record[field.name] = parseField(
      field,
      Object.hasOwn(raw, field.name) ? (raw as Values)[field.name] : undefined,
      prefix + field.name,
      problems
    )
  for (const key of Object.keys(raw))
    if (!fields.some((field) => field.name === key) && !besides.includes(key))
      problems.push({ code: "field-unknown", path: prefix + tellable(key) })
  return record
}

/** A made-up id stands in until the submission knows the record's own, so that it is not told as missing. */
const withoutId = (kind: RecordKind) => recordSchema(kind).fields.filter((field) => field.name !== "recordId")

/** A JSON object as a record of the kind. `besides`: keys of the line that are no fields. */
export const parseObject = (kind: RecordKind, raw: unknown, besides: ReadonlyArray<string>): ParsedRow => {
  const problems: Array<Problem> = []
  const record = parseFields(withoutId(kind), raw, "", problems, [...besides, "recordId"])
  return { record, problems }
}

/** Cells by column name as a record of the kind. Columns that the record does not have are told with the header, not here. */
export const parseCells = (kind: RecordKind, cells: Readonly<Record<string, string>>): ParsedRow => {
  const raw: Values = {}
  const lists = new Map<string, Array<Values>>()
  for (const [column, cell] of Object.entries(cells)) {
    const target = targetOf(kind, column)
    if (target === undefined || cell.trim() === "") continue
    if (!("list" in target)) raw[target.field.name] = cell.trim()
    else {
      const items = lists.get(target.list.name) ?? []
      lists.set(target.list.name, items)
      while (items.length <= target.index) items.push({})
      ;(items[target.index] as Values)[target.field.name] = cell.trim()
    }
  }
  for (const [name, items] of lists) raw[name] = items
  return parseObject(kind, raw, [])
}
