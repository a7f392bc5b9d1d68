/** Builds a record with the schema's structure from the cells of a row (by the plan of its columns) or from a JSON object. */

import { remembered } from "../../../ports/BoundedMap.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { Problem } from "../../../schemas/Problems.ts"
import { type FieldSpec, type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import type { MappingIndex } from "../columns/Mapping.ts"
import { ownTarget } from "../columns/OwnColumns.ts"
import { type NoAnswer, noAnswerOf, saysNoNumber } from "../values/NoAnswer.ts"
import { isSign, isValueOf, type Parsed, parseScalar, splitAnswers } from "../values/ParseValue.ts"
import { type AssembleOptions, fieldsWithoutId, type GatheredRow, type Values } from "./GatherCells.ts"
import { type Answer, isRemembered, type RememberedAnswers } from "./RememberedAnswers.ts"

/** `record` is complete only if no problem is an error. */
export interface Assembled {
  readonly record: Values
  readonly problems: ReadonlyArray<Problem>
}

const countsOfPerson = new Set(["age", "ageWhenTrafficked", "numberOfChildren"])

/** Returns whether a number is probably a code: surveys write 97, 98 and 99 for answers that are refused or missing. */
const isPlaceholder = (field: FieldSpec, value: unknown): boolean =>
  countsOfPerson.has(field.name) && typeof value === "number" && value >= 97 && value <= 99

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
    // Namibia, or a missing value as R and pandas write it. CTDC's files have it for Namibia only.
    if (value === "NA" && field.codeList === "countries" && this.options.nothingWords.size === 0)
      return { code: "country-ambiguous" }
    const parsed = parseScalar(field, value)
    return "value" in parsed && isPlaceholder(field, parsed.value) ? { code: "number-for-no-answer" } : parsed
  }

  private missing(field: FieldSpec, prefix: string): unknown {
    if (!field.optional) this.problems.push({ code: "field-missing", path: prefix + field.name })
    return field.default
  }

  isNothing(field: FieldSpec, value: unknown): boolean {
    if (typeof value !== "string") return false
    const { nothingWords } = this.options
    return isSign(value) || (nothingWords.size > 0 && field.type !== "boolean" && nothingWords.has(value.trim()))
  }

  /** Returns whether the partner's mapping says that a word is not an answer: `{ "citizenship": { "NA": "unknown" } }`. */
  private isMappedToNothing(field: FieldSpec, value: unknown): boolean {
    const bound = typeof value === "string" ? this.options.mapping.valueOf(field.name, value) : undefined
    if (bound === undefined || noAnswerOf(bound) !== "nothing") return false
    return field.codeList === undefined || !isValueOf(field, bound)
  }

  /** Returns what a word for no answer means in a field, unless the field's list or the partner's mapping has the word. */
  private noAnswer(field: FieldSpec, value: unknown): NoAnswer | undefined {
    if (typeof value !== "string" || field.type === "boolean") return undefined
    if (field.name === "caseReference" && saysNoNumber(value)) return "nothing"
    const answer = noAnswerOf(value)
    if (answer === undefined || this.options.mapping.hasValue(field.name, value)) return undefined
    if (field.codeList !== undefined && isValueOf(field, value)) return undefined
    return answer === "not collected" && (field.codeList === undefined || !field.optional) ? undefined : answer
  }

  /** Returns the value of a field, or its default if there is none. */
  field(field: FieldSpec, value: unknown, prefix: string): unknown {
    if (value === undefined || value === null) return this.missing(field, prefix)
    const { remembered: answers } = this.options
    if (answers === undefined || typeof value !== "string" || !isRemembered(field, value))
      return this.read(field, value, prefix)
    const answer = answers.get(field, value) ?? this.answer(answers, field, value)
    for (const { code, path } of answer.problems) this.problems.push({ code, path: prefix + path })
    return answer.value
  }

  private answer(answers: RememberedAnswers, field: FieldSpec, text: string): Answer {
    const alone = new Assembly(this.options)
    const answer = { value: alone.read(field, text, ""), problems: alone.problems }
    answers.set(field, text, answer)
    return answer
  }

  /** Paths are made only for problems: a file has millions of values. */
  private read(field: FieldSpec, value: unknown, prefix: string): unknown {
    const answer = this.isMappedToNothing(field, value) ? "nothing" : this.noAnswer(field, value)
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

  /** `otherKeys`: keys of `raw` that are not fields; undefined if it has none but `recordId`. */
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
    for (const field of fields) {
      const value = (raw as Values)[field.name]
      if (value !== undefined) record[field.name] = this.field(field, value, prefix)
      else if (!field.optional) this.problems.push({ code: "field-missing", path: prefix + field.name })
    }
    if (otherKeys === undefined) return record
    for (const key of Object.keys(raw))
      if (!otherKeys.includes(key) && !fields.some((field) => field.name === key))
        this.problems.push({ code: "field-unknown", path: prefix + safeKey(key) })
    return record
  }
}

/** In place of the id of a record, which is made when the record is known to be valid. */
export const someId = "00000000-0000-0000-0000-000000000000"

/**
 * Returns an object with the defaults of all fields of a record, so that each record is made at once and not by adding one field after another. A
 * whole record has the place of its id in it, which `pseudonymiseRows` fills.
 */
const emptyRecord = remembered((fields: ReadonlyArray<FieldSpec>): Values => {
  const isWhole = recordKinds.some((kind) => fieldsWithoutId(kind) === fields)
  const defaults = fields.map((field) => [field.name, field.default] as const)
  return Object.fromEntries([...(isWhole ? [["recordId", someId] as const] : []), ...defaults])
})

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

const consentName = "researchUseConsent"
const consentFields = new Map(
  recordKinds.map((kind) => {
    const field = fieldsWithoutId(kind).find(({ name }) => name === consentName)
    return [kind, field === undefined ? undefined : { ...field, optional: true }]
  })
)

/** Returns what is wrong with the answer to the question of consent, if it is not a yes; undefined also for a blank, which is not an answer. */
export const refusalOf = (kind: RecordKind, raw: Values, options: AssembleOptions): ProblemCode | undefined => {
  const field = consentFields.get(kind)
  if (field === undefined || raw[consentName] === undefined) return undefined
  const assembly = new Assembly(options)
  const value = assembly.field(field, raw[consentName], "")
  return assembly.problems[0]?.code ?? (value === false ? "consent-missing" : undefined)
}

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
  const record = assembly.fields(fieldsWithoutId(kind), raw, "", [...otherKeys, "recordId"])
  return { record, problems: assembly.problems }
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
interface AssembledLegs extends Assembled {
  readonly places: ReadonlyArray<number>
}

/** Builds a record of the kind from the cells of a row, or of the rows of one route. Blank legs are skipped. */
export const assembleGathered = (kind: RecordKind, gathered: GatheredRow, options: AssembleOptions): AssembledLegs => {
  const raw = withConstants(kind, gathered.raw, options.mapping)
  const places = removeBlankLegs(raw)
  const assembly = new Assembly(options)
  const record = assembly.fields(fieldsWithoutId(kind), raw, "", undefined)
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
