/** Groups the cells of a row by field, by the plan of its columns. Values stay as written; flags and dates of legs become values here. */
import { remembered } from "../../../ports/BoundedMap.ts"
import type { Problem } from "../../../schemas/Problems.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { Binding } from "../columns/Binding.ts"
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import type { MappingIndex } from "../columns/Mapping.ts"
import { pathOfTarget, type Target } from "../columns/OwnColumns.ts"
import { type AgeGroup, readAgeGroup } from "../values/AgeRange.ts"
import { codeOfWord } from "../values/CodeWords.ts"
import { type DateParts, isInCalendar, joinDate, readDate } from "../values/DateText.ts"
import { foldWord } from "../values/FoldWord.ts"
import { noAnswerOf } from "../values/NoAnswer.ts"
import { isErrorText, isSign, isValueOf, parseScalar, splitAnswers, truthOf } from "../values/ParseValue.ts"
import { stopsOf, townOf } from "../values/Towns.ts"
import type { RememberedAnswers } from "./RememberedAnswers.ts"

export type Values = Record<string, unknown>

/** How the values of cells are read. */
export interface AssembleOptions {
  readonly mapping: MappingIndex
  /** Folded words that mean "no value" in codes and countries (CTDC's `-99`, `0`, `00`). */
  readonly nothingWords: ReadonlySet<string>
  readonly remembered?: RememberedAnswers
}

/** The cells of one row by field, before they are parsed as values. */
export interface GatheredRow {
  readonly raw: Values
  readonly problems: Array<Problem>
}

/** Returns the fields without the record id, which is derived later and must not be reported as missing. */
export const fieldsWithoutId = remembered(
  (kind: RecordKind): ReadonlyArray<FieldSpec> => recordSchema(kind).fields.filter(({ name }) => name !== "recordId")
)

/** Returns whether a cell says that there is no such place: `none`, `немає`, `n/a`. */
const isNoPlace = (field: FieldSpec, cell: string) =>
  (truthOf(cell) === false || noAnswerOf(cell) === "nothing") && !isValueOf(field, cell)

/** A place between two places of the same year was passed in that year. */
const setYearsBetween = (legs: ReadonlyArray<Values | undefined>): void => {
  const places = legs.filter((leg) => leg !== undefined)
  const dated = places.flatMap((leg, i) => (leg["year"] === undefined ? [] : [{ i, year: leg["year"] }]))
  for (const [n, { i, year }] of dated.entries()) {
    const next = dated[n + 1]
    if (next?.year === year) for (const leg of places.slice(i + 1, next.i)) leg["year"] = year
  }
}

/** Returns whether a field is an age or a band of ages, of which a record has only one. */
export const isAgeField = (name: string) => name === "age" || name === "ageBand"

/** A person has only one of these, so a row with two is wrong or about two persons. */
const isOfPerson = (name: string) => name === "gender" || name === "majorityStatus"

const isPlaceOfEvent = (name: string) => name === "countryOfExploitation" || name === "regionOfExploitation"

/** Returns whether a column asks for the country of a place, and not of a person. */
export const isPlaceOfRecord = ({ field, list }: Target) =>
  list === undefined ? field.name === "countryOfExploitation" : field.name === "country"

type BindingTo<To extends Binding["to"]> = Extract<Binding, { to: To }>

/** The time of all legs that have none. */
interface WholeTime {
  date: string
  month: string
  week: string
}

/** One row while its cells are grouped. Most rows have no legs and no flags, so their collections are made when they are needed. */
class Gathering {
  readonly raw: Values = {}
  readonly problems: Array<Problem> = []
  private readonly plan: ColumnPlan
  private readonly options: AssembleOptions
  private lists: Map<string, Array<Values | undefined>> | undefined
  private flagged: Map<string, Array<string>> | undefined
  /** Cells of columns that give several fields. */
  private shared: Array<readonly [Target, string]> | undefined
  private way: WholeTime | undefined
  private departure: WholeTime | undefined
  private dateParts: { readonly field: string; readonly parts: DateParts } | undefined
  private ageGroup: AgeGroup | undefined
  private isExploitation = true
  private isNumbered = false

  constructor(plan: ColumnPlan, options: AssembleOptions) {
    this.plan = plan
    this.options = options
  }

  private itemOf(list: string, index: number): Values {
    this.lists ??= new Map()
    const items = this.lists.get(list) ?? []
    this.lists.set(list, items)
    items[index] ??= {}
    return items[index] as Values
  }

  private setTime(item: Values, cell: string, path: string): void {
    const read = readDate(cell)
    if ("date" in read && isInCalendar(read.date)) {
      item["year"] = read.date.slice(0, 4)
      if (read.date.length > 4) item["month"] = String(Number(read.date.slice(5, 7)))
    } else {
      const isAmbiguous = "wrong" in read && read.wrong === "ambiguous"
      this.problems.push({ code: isAmbiguous ? "date-ambiguous" : "date-malformed", path })
    }
  }

  private target({ target, also, role, unsure, isNumbered, isOneOf }: BindingTo<"target">, cell: string): void {
    if (isOneOf && noAnswerOf(cell) === "nothing") return
    if ((role === "Transit" || isNumbered) && isNoPlace(target.field, cell)) return
    this.isNumbered ||= isNumbered === true
    if (unsure !== undefined && foldWord(cell) === unsure && !this.options.mapping.hasValue(target.field.name, cell))
      return void this.problems.push({ code: "code-unknown", path: target.field.name })
    if (isAgeField(target.field.name) && this.isAgeGroup(target.field, cell)) return
    if (isPlaceOfRecord(target) && this.isTown(target, cell, role)) return
    if (also !== undefined && also.length > 0) {
      this.shared ??= []
      for (const each of [target, ...also]) this.shared.push([each, cell])
    } else if (target.list === undefined) {
      const before = target.field.array ? this.raw[target.field.name] : undefined
      this.raw[target.field.name] = before === undefined ? cell : `${before};${cell}`
    } else this.itemOf(target.list.name, target.index)[target.field.name] = cell
    if (role !== undefined && target.list !== undefined) this.itemOf(target.list.name, target.index)["role"] ??= role
  }

  /** Keeps an age group that the field itself cannot have. Returns false for any other cell. */
  private isAgeGroup(field: FieldSpec, cell: string): boolean {
    if (/^\d{1,3}$/.test(cell) && field.codeList === undefined) return false
    if (this.options.mapping.hasValue(field.name, cell)) return false
    if (field.codeList === undefined ? "value" in parseScalar(field, cell) : isValueOf(field, cell)) return false
    const group = readAgeGroup(cell)
    this.ageGroup ??= group
    return group !== undefined
  }

  /** Keeps the country of a town, and its region unless a column gives one. Returns false for any other cell. */
  private isTown(target: Target, cell: string, role: string | undefined): boolean {
    const { field, list } = target
    if (this.options.mapping.hasValue(field.name, cell) || isValueOf(field, cell)) return false
    const place = townOf(field, cell)
    if (place === undefined) return false
    const item = list === undefined ? this.raw : this.itemOf(list.name, target.index)
    item[field.name] = place.country
    item[list === undefined ? "regionOfExploitation" : "region"] ??= place.region
    if (role !== undefined) item["role"] ??= role
    this.problems.push({ code: "place-of-town", path: pathOfTarget(target) })
    return true
  }

  /** An age group is less than an age, a group of the list, or an answer to the question itself. */
  private setAgeGroup(): void {
    const { raw, ageGroup } = this
    if (ageGroup === undefined || raw["age"] !== undefined || raw["ageBand"] !== undefined) return
    if ("ageBand" in ageGroup) raw["ageBand"] = ageGroup.ageBand
    else if (raw["majorityStatus"] === undefined) {
      raw["majorityStatus"] = ageGroup.majorityStatus
      if (ageGroup.isCoarser)
        this.problems.push({
          code: "age-group-coarser",
          path: this.plan.columnOfPath("age") === undefined ? "ageBand" : "age"
        })
    }
  }

  private places({ list, field, role }: BindingTo<"places">, cell: string): void {
    if (isNoPlace(field, cell)) return
    const isBound = (word: string) => this.options.mapping.hasValue(field.name, word)
    const stops = stopsOf(field, cell, isBound, role === undefined)
    const first = role === undefined ? 0 : 1
    if (stops.length > (list.maxItems ?? 1) - 2 * first)
      return void this.problems.push({ code: "items-too-many", path: list.name })
    for (const [i, { word, place }] of stops.entries()) {
      const ends = i === 0 ? "Origin" : i === stops.length - 1 ? "Destination" : "Transit"
      const item = this.itemOf(list.name, first + i)
      Object.assign(item, { role: role ?? ends, ...(place ?? { country: word }) })
    }
    if (stops.some(({ place }) => place !== undefined)) this.problems.push({ code: "place-of-town", path: list.name })
  }

  private wholeTime({ part, isDeparture }: BindingTo<"legs-date">, cell: string): void {
    const time = (isDeparture ? this.departure : this.way) ?? { date: "", month: "", week: "" }
    time[part] = cell
    if (isDeparture) this.departure = time
    else this.way = time
  }

  private datePart({ part, field }: BindingTo<"date-part">, cell: string): void {
    this.dateParts ??= { field: field.name, parts: {} }
    this.dateParts.parts[part] = cell
  }

  /** A year with its week, or month and day, is one date. */
  private joinDate(): void {
    if (this.dateParts === undefined) return
    const { field, parts } = this.dateParts
    const year = this.raw[field]
    if (typeof year === "string") this.raw[field] = joinDate(year, parts)
  }

  private flag({ field, code }: BindingTo<"flag">, cell: string, column: number): void {
    if (this.options.nothingWords.has(cell) || noAnswerOf(cell) === "nothing") return
    const isOwnLabel = field.codeList !== undefined && codeOfWord(field.codeList, cell) === code
    const truth = isErrorText(cell) ? undefined : isOwnLabel || truthOf(cell)
    if (truth === undefined) this.problems.push({ code: "type-mismatch", path: `column:${column}` })
    if (truth !== true) return
    this.flagged ??= new Map()
    const codes = this.flagged.get(field.name) ?? []
    if (isOfPerson(field.name) && codes.some((other) => other !== code))
      this.problems.push({ code: "answers-contradictory", path: `column:${column}` })
    this.flagged.set(field.name, [...codes, code])
  }

  /** Only a yes is one: a blank is missing, and any other answer is read as that to the question of consent to research. */
  otherConsent({ isTurned }: BindingTo<"other-consent">, cell: string, column: number): void {
    const problem = (code: Problem["code"]) => {
      this.problems.push({ code, path: `column:${column}` })
    }
    const field = fieldsWithoutId(this.plan.kind).find(({ name }) => name === "researchUseConsent")
    if (isSign(cell)) problem("field-missing")
    if (isSign(cell) || field === undefined) return
    const bound = this.options.mapping.valueOf(field.name, cell)
    const parsed =
      isTurned && bound === undefined && /\d/.test(cell)
        ? ({ code: "answer-unclear" } as const)
        : parseScalar(field, bound ?? cell)
    if ("code" in parsed) problem(parsed.code)
    else if (parsed.value !== true) problem("consent-missing")
  }

  add(binding: Binding, cell: string, column: number): void {
    if (binding.to === "target") this.target(binding, cell)
    else if (binding.to === "places") this.places(binding, cell)
    else if (binding.to === "legs-date") this.wholeTime(binding, cell)
    else if (binding.to === "date-part") this.datePart(binding, cell)
    else if (binding.to === "flag") this.flag(binding, cell, column)
    else if (binding.to === "event-type") this.isExploitation = foldWord(cell) === "exploitation"
    else if (binding.to === "withdrawn-consent") {
      if (truthOf(cell) !== false && noAnswerOf(cell) === undefined)
        this.problems.push({ code: "consent-missing", path: `column:${column}` })
    } else if (binding.to === "other-consent") this.otherConsent(binding, cell, column)
    else if (binding.to === "leg-date") {
      const { target } = binding
      if (target.list === undefined) return
      this.setTime(this.itemOf(target.list.name, target.index), cell, `${target.list.name}[${target.index}].year`)
    }
  }

  /** A column for several legs describes those that are there. */
  private setShared(): void {
    for (const [target, cell] of this.shared ?? [])
      if (target.list === undefined) this.raw[target.field.name] = cell
      else {
        const item = this.lists?.get(target.list.name)?.[target.index]
        if (item !== undefined) item[target.field.name] = cell
      }
  }

  private setTimes(): void {
    const legs = this.lists?.get("legs")
    if (legs === undefined) return
    for (const [i, item] of legs.entries()) {
      const time = [i === 0 ? this.departure : this.way, this.way, this.departure].find(
        (given) => given !== undefined && given.date !== ""
      )
      if (item === undefined || item["year"] !== undefined || time === undefined) continue
      const week = this.way?.week ?? ""
      this.setTime(item, week === "" ? time.date : joinDate(time.date, { week }), `legs[${i}].year`)
      if (time.month !== "") item["month"] ??= time.month
    }
    setYearsBetween(legs)
  }

  /** Numbered places have the roles of a way in one cell: the first is the origin, and the last the destination. */
  private setRoles(): void {
    const places = this.isNumbered
      ? (this.lists?.get("legs") ?? []).filter((leg) => leg?.["country"] !== undefined)
      : []
    for (const [i, leg] of places.entries())
      if (leg !== undefined) leg["role"] ??= i === 0 ? "Origin" : i === places.length - 1 ? "Destination" : "Transit"
  }

  private dropPlaceOfOtherEvent(cells: ReadonlyArray<string>): void {
    for (const [i, binding] of this.plan.bindings.entries())
      if (
        binding.to === "target" &&
        binding.standard === "htcds" &&
        isPlaceOfEvent(binding.target.field.name) &&
        cells[i] !== undefined
      )
        delete this.raw[binding.target.field.name]
  }

  private setFlagged(): void {
    for (const [name, codes] of this.flagged ?? []) {
      const field = fieldsWithoutId(this.plan.kind).find((one) => one.name === name)
      // A survey has both: a column with all answers, and one for each.
      if (field?.array === true)
        this.raw[name] = typeof this.raw[name] === "string" ? [this.raw[name], ...codes].join(";") : [...new Set(codes)]
      else {
        const given = this.raw[name]
        const code = typeof given === "string" ? codeOfWord(field?.codeList ?? "", given) : undefined
        if (isOfPerson(name)) {
          if (code !== undefined && code !== codes[0]) this.problems.push({ code: "answers-contradictory", path: name })
        } else if (new Set(codes).size > 1) this.problems.push({ code: "value-joined", path: name })
        this.raw[name] ??= codes[0]
      }
    }
  }

  /** A column `Means` may have means of control among those of article 3, or nothing else. */
  private moveMeansOfControl(): void {
    const cell = this.raw["means"]
    if (typeof cell !== "string") return
    const [means, control] = (["means", "methodsOfControl"] as const).map((name) =>
      fieldsWithoutId(this.plan.kind).find((field) => field.name === name)
    )
    if (means === undefined || control === undefined) return
    const isMeans = (word: string) => this.options.mapping.hasValue("means", word) || isValueOf(means, word)
    const isControl = (word: string) => !isMeans(word) && isValueOf(control, word)
    const answers = splitAnswers(means, cell, (word) => isMeans(word) || isControl(word))
    const [ofControl, others] = [answers.filter(isControl), answers.filter((word) => !isControl(word))]
    if (ofControl.length === 0) return
    const before = this.raw["methodsOfControl"]
    this.raw["methodsOfControl"] = [...(typeof before === "string" ? [before] : []), ...ofControl].join(";")
    if (others.length === 0) delete this.raw["means"]
    else this.raw["means"] = others.join(";")
  }

  end(cells: ReadonlyArray<string>): GatheredRow {
    this.moveMeansOfControl()
    this.setShared()
    this.setTimes()
    this.setRoles()
    this.joinDate()
    if (!this.isExploitation) this.dropPlaceOfOtherEvent(cells)
    this.setFlagged()
    this.setAgeGroup()
    for (const [name, items] of this.lists ?? []) this.raw[name] = items
    return this
  }
}

/** Spaces without a width, which web pages and chats leave in copied texts, and the signs that make a tick an emoji. */
const invisible = /\u200b|\u2060|\ufe0e|\ufe0f|\ufeff/g

/** Reads the cells of a row by the plan of its columns. Nothing is refused here: the answer has the values and the problems of the cells. */
export const gatherCells = (plan: ColumnPlan, cells: ReadonlyArray<string>, options: AssembleOptions): GatheredRow => {
  const row = new Gathering(plan, options)
  for (let i = 0; i < plan.bindings.length; i++) {
    const cell = cells[i]?.replace(invisible, "").trim() ?? ""
    const binding = plan.bindings[i] as Binding
    if (!isSign(cell)) row.add(binding, cell, i)
    else if (binding.to === "other-consent") row.otherConsent(binding, cell, i)
  }
  return row.end(cells)
}
