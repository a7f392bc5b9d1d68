/** Builds a record with the schema's structure from the cells of a row (by the plan of its columns) or from a JSON object. */
import type { Problem } from "../../../schemas/Problems.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { Binding } from "../columns/Binding.ts"
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import type { MappingIndex } from "../columns/Mapping.ts"
import { ownTarget, type Target } from "../columns/OwnColumns.ts"
import { isInCalendar, readDate } from "../values/DateText.ts"
import { foldWord } from "../values/FoldWord.ts"
import { type NoAnswer, noAnswerOf } from "../values/NoAnswer.ts"
import {
  isErrorText,
  isValueOf,
  type Parsed,
  parseScalar,
  splitAnswers,
  splitWay,
  truthOf
} from "../values/ParseValue.ts"

export type Values = Record<string, unknown>

/** `record` is complete only if no problem is an error. */
export interface Assembled {
  readonly record: Values
  readonly problems: ReadonlyArray<Problem>
}

export interface AssembleOptions {
  readonly mapping: MappingIndex
  /** Folded words that mean "no value" in codes and countries (CTDC's `-99`, `0`, `00`). */
  readonly nothingWords: ReadonlySet<string>
}

/** The fields without the record id, which is derived later and must not be reported as missing. */
const fieldsOf = new Map<RecordKind, ReadonlyArray<FieldSpec>>()
const withoutId = (kind: RecordKind): ReadonlyArray<FieldSpec> => {
  let fields = fieldsOf.get(kind)
  if (fields === undefined) {
    fields = recordSchema(kind).fields.filter(({ name }) => name !== "recordId")
    fieldsOf.set(kind, fields)
  }
  return fields
}

class Assembly {
  readonly problems: Array<Problem> = []
  private readonly options: AssembleOptions

  constructor(options: AssembleOptions) {
    this.options = options
  }

  private one(field: FieldSpec, value: unknown): Parsed {
    if (typeof value === "string" && this.options.mapping.bindsValues) {
      const bound = this.options.mapping.valueOf(field.name, value)
      if (bound !== undefined) return parseScalar(field, bound)
    }
    return parseScalar(field, value)
  }

  private missing(field: FieldSpec, prefix: string): unknown {
    if (!field.optional) this.problems.push({ code: "field-missing", path: prefix + field.name })
    return field.default
  }

  isNothing(field: FieldSpec, value: unknown): boolean {
    if (typeof value !== "string") return false
    const { nothingWords } = this.options
    return isSign.test(value) || (nothingWords.size > 0 && field.type !== "boolean" && nothingWords.has(value.trim()))
  }

  /** Returns what a word for no answer means in a field, unless the field's list or the partner's mapping has the word. */
  private noAnswer(field: FieldSpec, value: unknown): NoAnswer | undefined {
    if (typeof value !== "string" || field.type === "boolean") return undefined
    const answer = noAnswerOf(value)
    if (answer === undefined || this.options.mapping.hasValue(field.name, value)) return undefined
    if (field.codeList !== undefined && isValueOf(field, value)) return undefined
    return answer === "not collected" && (field.codeList === undefined || !field.optional) ? undefined : answer
  }

  /** Returns the value of a field, or its default if there is none. Paths are made only for problems: a file has millions of values. */
  field(field: FieldSpec, value: unknown, prefix: string): unknown {
    if (value === undefined || value === null) return this.missing(field, prefix)
    const answer = this.noAnswer(field, value)
    if (answer === "not collected") {
      this.problems.push({ code: "value-not-collected", path: prefix + field.name })
      return field.default
    }
    if (answer === "nothing" || this.isNothing(field, value)) return this.missing(field, prefix)
    if (!field.array) {
      const parsed = this.one(field, value)
      if ("value" in parsed) return parsed.value
      return void this.problems.push({ code: parsed.code, path: prefix + field.name })
    }
    const list =
      typeof value === "string"
        ? splitAnswers(field, value, (word) => this.options.mapping.hasValue(field.name, word))
        : value
    if (!Array.isArray(list)) return void this.problems.push({ code: "type-mismatch", path: prefix + field.name })
    const values: Array<unknown> = []
    for (let i = 0; i < list.length; i++) {
      const item: unknown = list[i]
      if (field.type === "record") values.push(this.fields(field.fields, item, `${prefix}${field.name}[${i}].`, []))
      else {
        const parsed = this.one(field, item)
        if ("code" in parsed) this.problems.push({ code: parsed.code, path: `${prefix}${field.name}[${i}]` })
        const found = "value" in parsed ? parsed.value : undefined
        // A repeated answer counts once.
        if (!values.includes(found)) values.push(found)
      }
    }
    return values
  }

  /** `otherKeys`: keys of `raw` that are no fields; undefined if it has none but `recordId`. */
  fields(
    fields: ReadonlyArray<FieldSpec>,
    raw: unknown,
    prefix: string,
    otherKeys: ReadonlyArray<string> | undefined
  ): Values {
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
      this.problems.push({ code: "type-mismatch", path: prefix.replace(/\.$/, "") })
      return {}
    }
    const record: Values = { ...emptyRecord(fields) }
    for (const field of fields)
      record[field.name] = this.field(
        field,
        Object.hasOwn(raw, field.name) ? (raw as Values)[field.name] : undefined,
        prefix
      )
    if (otherKeys === undefined) return record
    for (const key of Object.keys(raw))
      if (!otherKeys.includes(key) && !fields.some((field) => field.name === key))
        this.problems.push({ code: "field-unknown", path: prefix + safeKey(key) })
    return record
  }
}

const emptyRecords = new Map<ReadonlyArray<FieldSpec>, Values>()

/** Returns an object with all fields of a record, so that each record is made at once and not by adding one field after another. */
const emptyRecord = (fields: ReadonlyArray<FieldSpec>): Values => {
  let empty = emptyRecords.get(fields)
  if (empty === undefined) {
    empty = Object.fromEntries(fields.map(({ name }) => [name, undefined]))
    emptyRecords.set(fields, empty)
  }
  return empty
}

/** Returns the value that a cell has in a field by itself; undefined if it cannot be read. */
export const readCell = (
  field: FieldSpec,
  cell: string,
  options: AssembleOptions
): { readonly value: unknown } | undefined => {
  const assembly = new Assembly(options)
  const value = assembly.field({ ...field, optional: true }, cell, "")
  return assembly.problems.length > 0 ? undefined : { value }
}

/** Empty, or only signs that say nothing: `-`, `?`, `…`. A plus or an asterisk may stand for yes. */
const isSign = /^(?:(?!\*)[\s\p{P}])*$/u

/** Returns whether a cell says that there is no such place: `none`, `немає`, `n/a`. */
const isNoPlace = (field: FieldSpec, cell: string) =>
  (truthOf(cell) === false || noAnswerOf(cell) === "nothing") && !isValueOf(field, cell)

/** Returns a key that has the form of a field name; any other key may be a value and is not shown. */
const safeKey = (key: string) => (/^[A-Za-z_]\w{0,40}$/.test(key) ? key : "(a key)")

/** Builds a record of the kind from a JSON object. `otherKeys` are keys of the line that are not fields. */
export const assembleObject = (
  kind: RecordKind,
  raw: Readonly<Record<string, unknown>>,
  otherKeys: ReadonlyArray<string>,
  options: AssembleOptions
): Assembled => {
  const assembly = new Assembly(options)
  const record = assembly.fields(withoutId(kind), raw, "", [...otherKeys, "recordId"])
  return { record, problems: assembly.problems }
}

/** A place between two places of the same year was passed in that year. */
const setYearsBetween = (legs: ReadonlyArray<Values | undefined>): void => {
  const places = legs.filter((leg) => leg !== undefined)
  const dated = places.flatMap((leg, i) => (leg["year"] === undefined ? [] : [{ i, year: leg["year"] }]))
  for (const [n, { i, year }] of dated.entries()) {
    const next = dated[n + 1]
    if (next?.year === year) for (const leg of places.slice(i + 1, next.i)) leg["year"] = year
  }
}

/** The cells of one row by field, before they are parsed as values. */
export interface GatheredRow {
  readonly raw: Values
  readonly problems: Array<Problem>
}

const isPlaceOfEvent = (name: string) => name === "countryOfExploitation" || name === "regionOfExploitation"

/** Groups the cells by field. Values stay as written; flags and dates of legs become values here. */
export const gatherCells = (plan: ColumnPlan, cells: ReadonlyArray<string>, options: AssembleOptions): GatheredRow => {
  const raw: Values = {}
  const problems: Array<Problem> = []
  const lists = new Map<string, Array<Values | undefined>>()
  const flagged = new Map<string, Array<string>>()
  let isExploitation = true
  /** Cells of columns that give several fields. */
  const shared: Array<readonly [Target, string]> = []
  /** The times of all legs that have none. */
  const [way, departure] = [
    { date: "", month: "" },
    { date: "", month: "" }
  ]
  const setTime = (item: Values, cell: string, path: string) => {
    const read = readDate(cell)
    if ("date" in read && isInCalendar(read.date)) {
      item["year"] = read.date.slice(0, 4)
      if (read.date.length > 4) item["month"] = String(Number(read.date.slice(5, 7)))
    } else {
      const isAmbiguous = "wrong" in read && read.wrong === "ambiguous"
      problems.push({ code: isAmbiguous ? "date-ambiguous" : "date-malformed", path })
    }
  }
  const itemOf = (list: string, index: number): Values => {
    const items = lists.get(list) ?? []
    lists.set(list, items)
    items[index] ??= {}
    return items[index] as Values
  }
  const setPlaces = (
    { list, field, role }: Extract<Binding, { to: "places" }>,
    cell: string
  ): ReadonlyArray<Problem> => {
    if (isNoPlace(field, cell)) return []
    const countries = splitWay(field, cell, (word) => options.mapping.hasValue(field.name, word))
    const first = role === undefined ? 0 : 1
    if (countries.length > (list.maxItems ?? 1) - 2 * first) return [{ code: "items-too-many", path: list.name }]
    for (const [i, country] of countries.entries()) {
      const ends = i === 0 ? "Origin" : i === countries.length - 1 ? "Destination" : "Transit"
      Object.assign(itemOf(list.name, first + i), { country, role: role ?? ends })
    }
    return []
  }
  for (let i = 0; i < plan.bindings.length; i++) {
    const binding = plan.bindings[i] as ColumnPlan["bindings"][number]
    const cell = cells[i]?.trim() ?? ""
    if (isSign.test(cell) || binding.to === "ignored" || binding.to === "unknown" || binding.to === "nothing") continue
    if (binding.to === "target") {
      const { target, also, role } = binding
      if (role === "Transit" && isNoPlace(target.field, cell)) continue
      if (also !== undefined && also.length > 0) for (const each of [target, ...also]) shared.push([each, cell])
      else if (target.list === undefined) raw[target.field.name] = cell
      else itemOf(target.list.name, target.index)[target.field.name] = cell
      if (binding.role !== undefined && binding.target.list !== undefined)
        itemOf(binding.target.list.name, binding.target.index)["role"] ??= binding.role
    } else if (binding.to === "places") problems.push(...setPlaces(binding, cell))
    else if (binding.to === "legs-date") (binding.isDeparture ? departure : way)[binding.part] = cell
    else if (binding.to === "event-type") isExploitation = foldWord(cell) === "exploitation"
    else if (binding.to === "flag") {
      if (options.nothingWords.has(cell)) continue
      const truth = isErrorText(cell) ? undefined : truthOf(cell)
      if (truth === undefined) problems.push({ code: "type-mismatch", path: `column:${i}` })
      else if (truth) flagged.set(binding.field.name, [...(flagged.get(binding.field.name) ?? []), binding.code])
    } else if (binding.to === "leg-date") {
      const { target } = binding
      if (target.list === undefined) continue
      setTime(itemOf(target.list.name, target.index), cell, `${target.list.name}[${target.index}].year`)
    }
  }
  // A column for several legs describes those that are there.
  for (const [target, cell] of shared)
    if (target.list === undefined) raw[target.field.name] = cell
    else {
      const item = lists.get(target.list.name)?.[target.index]
      if (item !== undefined) item[target.field.name] = cell
    }
  const legs = lists.get("legs") ?? []
  for (const [i, item] of legs.entries()) {
    const time = [i === 0 ? departure : way, way, departure].find(({ date }) => date !== "")
    if (item === undefined || item["year"] !== undefined || time === undefined) continue
    setTime(item, time.date, `legs[${i}].year`)
    if (time.month !== "") item["month"] ??= time.month
  }
  setYearsBetween(legs)
  if (!isExploitation)
    for (const [i, binding] of plan.bindings.entries())
      if (
        binding.to === "target" &&
        binding.standard === "htcds" &&
        isPlaceOfEvent(binding.target.field.name) &&
        cells[i] !== undefined
      )
        delete raw[binding.target.field.name]
  for (const [name, codes] of flagged) {
    const isList = withoutId(plan.kind).find((field) => field.name === name)?.array === true
    // A survey has both: a column with all answers, and one for each.
    if (isList) raw[name] = typeof raw[name] === "string" ? [raw[name], ...codes].join(";") : [...new Set(codes)]
    else {
      if (new Set(codes).size > 1) problems.push({ code: "value-joined", path: name })
      raw[name] ??= codes[0]
    }
  }
  for (const [name, items] of lists) raw[name] = items
  return { raw, problems }
}

const withConstants = (kind: RecordKind, raw: Values, mapping: MappingIndex): Values => {
  for (const [column, value] of mapping.constants) {
    const target = ownTarget(kind, column)
    if (target === undefined) continue
    if (target.list === undefined) raw[target.field.name] ??= value
    else {
      // A constant describes a leg that is there; it does not make one.
      const item = (raw[target.list.name] as ReadonlyArray<Values | undefined> | undefined)?.[target.index]
      if (item !== undefined) item[target.field.name] ??= value
    }
  }
  return raw
}

/** Removes blank legs. Returns the original position of each remaining leg among the columns or rows. */
const removeBlankLegs = (raw: Values): ReadonlyArray<number> => {
  const places: Array<number> = []
  if (Array.isArray(raw["legs"])) {
    const items = raw["legs"] as ReadonlyArray<unknown>
    for (let i = 0; i < items.length; i++) if (items[i] !== undefined) places.push(i)
    raw["legs"] = places.map((i) => items[i])
  }
  return places
}

/** A built record, with the position in the file of each of its legs. */
export interface AssembledLegs extends Assembled {
  readonly places: ReadonlyArray<number>
}

/** Builds a record of the kind from the cells of a row, or of the rows of one route. Blank legs are skipped. */
export const assembleGathered = (kind: RecordKind, gathered: GatheredRow, options: AssembleOptions): AssembledLegs => {
  const raw = withConstants(kind, gathered.raw, options.mapping)
  const places = removeBlankLegs(raw)
  const assembly = new Assembly(options)
  const record = assembly.fields(withoutId(kind), raw, "", undefined)
  // A value that could not be read is not missing.
  const unread = new Set(gathered.problems.map(({ path }) => path))
  const missing = withFilePositions(assembly.problems, places).filter(
    ({ code, path }) => code !== "field-missing" || !unread.has(path)
  )
  return { record, problems: [...gathered.problems, ...missing], places }
}

/** Changes leg indexes in paths to the positions of the legs in the file. */
export const withFilePositions = (
  problems: ReadonlyArray<Problem>,
  places: ReadonlyArray<number>
): ReadonlyArray<Problem> =>
  places.every((place, i) => place === i)
    ? problems
    : problems.map(({ code, path }) => ({
        code,
        path: path.replace(/^legs\[(\d+)\]/, (_, i: string) => `legs[${places[Number(i)] ?? i}]`)
      }))
