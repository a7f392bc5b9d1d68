/** The meaning of each column of a file for a kind of record. */

import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { codeOfWord } from "../values/CodeWords.ts"
import { truthOf } from "../values/ParseValue.ts"
import { bindingOf } from "./BindColumn.ts"
import { type Binding, type FileFormat, fileFormats } from "./Binding.ts"
import { withDateParts } from "./DateParts.ts"
import { asksForRole, isOtherRole } from "./DirectColumns.ts"
import { headingPath, withoutFurtherParts } from "./HeadingPath.ts"
import { legRowBindings, withJourneys } from "./LegRows.ts"
import type { MappingIndex } from "./Mapping.ts"
import { missingFields } from "./MissingFields.ts"
import { withNumberedLegs, withNumberedPlaces } from "./NumberedPlaces.ts"
import { withoutOtherPersons } from "./OtherPersons.ts"
import { columnOfPath, ownTarget, pathOfTarget, squeeze, type Target } from "./OwnColumns.ts"
import { withoutRemarks } from "./PlainHeading.ts"
import {
  isLegCountry,
  numberedMeaning,
  withFromAndTo,
  withOneWay,
  withoutEvents,
  withStages,
  withStart
} from "./RouteColumns.ts"
import { toolColumns } from "./ToolColumns.ts"

export interface ColumnPlan {
  readonly kind: RecordKind
  /** The partner's names of the columns. */
  readonly names: ReadonlyArray<string>
  readonly bindings: ReadonlyArray<Binding>
  /** True for a table with a row for each place of a route. */
  readonly hasLegRows: boolean
  /** Returns the partner's name of the column of a problem's path; Corridor's name if there is no such column. */
  readonly nameOfPath: (path: string) => string
  /** Returns the position of that column; undefined if there is none. */
  readonly columnOfPath: (path: string) => number | undefined
  /**
   * Returns whether a row describes an offender: registers of cases have victims and offenders in one table of persons, with their role. In HTCDS,
   * an offender's row has a role in the process and nothing about a victim.
   */
  readonly isOffender: (cells: ReadonlyArray<string>) => boolean
}

const ofTool: Binding = { to: "nothing", why: "tool", standard: "corridor" }

/** The columns that replace a missing date of registration of a victim, the best first. */
const standIns = readCodeList("stand-in-columns").flatMap((row) => wordsInRow(row).map(squeeze))

const withStandIn = (kind: RecordKind, names: ReadonlyArray<string>, bindings: ReadonlyArray<Binding>) => {
  const registered = ownTarget("victim", "registeredOn") as Target
  const isGiven = bindings.some((binding) => binding.to === "target" && binding.target.field.name === "registeredOn")
  if (kind !== "victim" || isGiven) return bindings
  const formsOf = (name: string) =>
    [name, headingPath(name).replace(/^.*\//s, "")].map((form) => squeeze(withoutRemarks(form)))
  const squeezed = names.map((name, i) =>
    bindings[i]?.to === "unknown" || bindings[i]?.to === "nothing" ? formsOf(name) : []
  )
  const standIn = standIns.find((name) => squeezed.some((forms) => forms.includes(name)))
  const at = standIn === undefined ? -1 : squeezed.findIndex((forms) => forms.includes(standIn))
  return bindings.map(
    (binding, i): Binding =>
      i === at ? { to: "target", target: registered, standard: "corridor", standsIn: true } : binding
  )
}

/** Leaves out the columns that mean what a column of the partner's mapping means: the partner chose between them. */
const withChosen = (
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>,
  isMapped: (name: string) => boolean
): ReadonlyArray<Binding> => {
  const chosen = new Set(
    bindings.flatMap((binding, i) =>
      binding.to === "target" && isMapped(names[i] ?? "")
        ? [binding.target, ...(binding.also ?? [])].map(pathOfTarget)
        : []
    )
  )
  return bindings.map((binding, i): Binding => {
    const isOther = binding.to === "target" && !isMapped(names[i] ?? "") && chosen.has(pathOfTarget(binding.target))
    return isOther ? { to: "unknown" } : binding
  })
}

/** `6. Transit country`: the number of a question, which is none of a place of the route. */
const questionNumber = /^\d{1,3}(?:\.\d{1,2})*\s?[.)]\s?(?=\p{L})/u

/** Returns the headings without the numbers of the questions, if most have one. */
const withoutNumbers = (names: ReadonlyArray<string>, isMapped: (name: string) => boolean): ReadonlyArray<string> => {
  const numbered = names.filter((name) => questionNumber.test(name))
  return numbered.length * 2 > names.length && new Set(numbered).size > 2
    ? names.map((name) => (isMapped(name) ? name : name.replace(questionNumber, "")))
    : names
}

/**
 * Finds the meaning of each column of a table that has records of `kind`: by the sender's mapping, by Corridor's own names, or by those of
 * a standard or tool.
 */
export const planColumns = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined
): ColumnPlan => {
  const isMapped = (name: string) => mapping.columnsOf(name) !== undefined
  const headings = withoutNumbers(names, isMapped)
  const isOfTool = toolColumns(headings)
  const alone = headings.map((name): Binding => {
    if (name === "") return { to: "unknown" }
    return isOfTool(name) && !isMapped(name) ? ofTool : bindingOf(kind, name, mapping, format)
  })
  const each = withoutOtherPersons(headings, withoutFurtherParts(headings, alone), isMapped)
  const isRoleGiven = [...mapping.constants].some(([column]) => ownTarget(kind, column)?.field.name === "role")
  const ofLegRows = legRowBindings(kind, headings, each, isMapped)
  const placed =
    ofLegRows ??
    withStart(
      kind,
      headings,
      withStages(
        kind,
        headings,
        withoutEvents(headings, withFromAndTo(kind, headings, withJourneys(kind, headings, each)))
      )
    )
  const ofLegs = withNumberedLegs(kind, headings, withOneWay(placed), isRoleGiven)
  const whole = withStandIn(kind, headings, withNumberedPlaces(kind, headings, ofLegs))
  const dated = withDateParts(headings, whole, (heading) => bindingOf(kind, heading, mapping, format))
  const bindings = withChosen(headings, dated, isMapped)
  const paths = new Map<string, number>()
  for (const [i, binding] of bindings.entries()) {
    paths.set(`column:${i}`, i)
    if (binding.to === "target")
      for (const target of [binding.target, ...(binding.also ?? [])]) paths.set(pathOfTarget(target), i)
    else if (binding.to === "leg-date") {
      paths.set(pathOfTarget(binding.target), i)
      paths.set(pathOfTarget(binding.target).replace(/year$/, "month"), i)
    }
  }
  /** Returns the position of a time of the whole route; undefined if there is none. */
  const wholeRoute = (part: "date" | "month"): number | undefined => {
    const at = bindings.findIndex((binding) => binding.to === "legs-date" && binding.part === part)
    return at < 0 ? undefined : at
  }
  const places = bindings.findIndex(({ to }) => to === "places")
  const positionOf = remembered(
    (path) =>
      paths.get(path) ??
      paths.get(path.replace(/\[\d+\]$/, "")) ??
      (/^legs\[\d+\]\.month$/.test(path) ? wholeRoute("month") : undefined) ??
      (/^legs\[\d+\]\.(?:year|month)$/.test(path) ? wholeRoute("date") : undefined) ??
      (places >= 0 && /^legs(?:\[\d+\](?:\.(?:country|role))?)?$/.test(path) ? places : undefined),
    2_000
  )
  const positionsOf = (name: RegExp) => names.flatMap((column, i) => (name.test(column) ? [i] : []))
  const [roles, ofVictims] = [positionsOf(/(?:^|[/-])per_?Role_?In_?Process$/i), positionsOf(/(?:^|[/-])vic_/i)]
  const ownRoles = names.flatMap((name, i) => (bindings[i]?.to === "unknown" && asksForRole(name) ? [i] : []))
  const isFilled = (cells: ReadonlyArray<string>) => (i: number) => (cells[i] ?? "").trim() !== ""
  return {
    kind,
    names,
    bindings,
    hasLegRows: ofLegRows !== undefined,
    isOffender: (cells) =>
      (roles.some(isFilled(cells)) && !ofVictims.some(isFilled(cells))) ||
      ownRoles.some((i) => isOtherRole(cells[i] ?? "")),
    columnOfPath: positionOf,
    nameOfPath: (path) => {
      const position = positionOf(path)
      return position === undefined ? columnOfPath(path) : (names[position] as string)
    }
  }
}

/** What a name adds to the number of known ones if it belongs to the kind of record that most of the others belong to. */
export const ofOneKind = 1e-6

/**
 * Returns the number of known names, and a small part for those that belong to one kind of record: `Country` and `Date` are names of several, and
 * under `Exploitation` and `Registration` of the one. 0 if they may as well be values: answers such as `Forced labour` are names of columns to tick, too; and
 * if the number cannot be more than `least`.
 */
export const knownNames = (
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined,
  least = 0
): number => {
  const words = names.filter((name) => /\p{L}/u.test(name))
  if (words.length * (1 + ofOneKind) <= least) return 0
  const known = words.filter((name) => isKnownColumn(name.trim(), mapping, format))
  const isValue = (name: string) => !known.includes(name) && (/\d/.test(name) || truthOf(name.trim()) !== undefined)
  const isTicked = (name: string) =>
    recordKinds.every((kind) => ["flag", "unknown"].includes(bindingOf(kind, name.trim(), mapping, format).to))
  // `Origin` and `Transit` are names of columns, and answers under `Role 1` and `Role 2`.
  const isAnswer = (name: string) => isTicked(name) || codeOfWord("leg-role", name.trim()) !== undefined
  const hasAnswers = names.some((name) => isValue(name) && !/^(?:19|20)\d\d$/.test(name.trim()))
  if (known.every(isTicked) || (known.every(isAnswer) && hasAnswers) || (known.length < 2 && names.some(isValue)))
    return 0
  const ofKind = (kind: RecordKind) =>
    known.filter((name) => bindingOf(kind, name.trim(), mapping, format).to !== "unknown").length
  return known.length + Math.max(...recordKinds.map(ofKind)) * ofOneKind
}

/** Returns whether the column has a meaning for any kind of record. */
export const isKnownColumn = (column: string, mapping: MappingIndex, format: FileFormat | undefined): boolean =>
  column !== "" &&
  (recordKinds.some((kind) => !["unknown", "other-consent"].includes(bindingOf(kind, column, mapping, format).to)) ||
    numberedMeaning(column) !== undefined)

/** Returns whether a column provides a field of the record. */
export const givesField = (binding: Binding): boolean =>
  ["target", "flag", "leg-date", "places"].includes(binding.to) ||
  (binding.to === "legs-date" && binding.part !== "week")

/** Returns the number of columns that provide a field of this kind of record. Times without a place make no route. */
const fieldsGiven = ({ bindings }: ColumnPlan) => {
  const hasPlaces = bindings.some(({ to }) => to === "places") || bindings.some(isLegCountry)
  return bindings.filter((binding) => givesField(binding) && (hasPlaces || binding.to !== "legs-date")).length
}

/**
 * Returns the kind of record that matches the columns best, of two with as many columns that which lacks fewer required fields; undefined if they are equal
 * in this too, and if that were a withdrawal, which needs nothing but a case number.
 */
export const kindOfColumns = (
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined
): RecordKind | undefined => {
  const counted = recordKinds
    .map((kind) => planColumns(kind, names, mapping, format))
    .map((plan) => ({ kind: plan.kind, given: fieldsGiven(plan), missing: missingFields(plan, mapping).length }))
    .sort((a, b) => b.given - a.given || a.missing - b.missing)
  const [first, second] = counted
  const isBest = first?.given !== second?.given || (first?.missing !== second?.missing && first?.kind !== "withdrawal")
  return first !== undefined && first.given > 1 && isBest ? first.kind : undefined
}

/**
 * Returns the format of the columns: a standard that has at least two of them, or the names of this project. A name of this project in one kind of record
 * is not one of a standard in the others: `gender` and `citizenship` make no CTDC file, whose consent is implied, of a table with all kinds.
 */
export const formatOfColumns = (plans: ReadonlyArray<ColumnPlan>): FileFormat => {
  const standardOf = (binding: Binding | undefined) =>
    binding !== undefined && "standard" in binding ? binding.standard : undefined
  const isOwn = (i: number) => plans.some(({ bindings }) => standardOf(bindings[i]) === "corridor")
  const count = (standard: FileFormat) =>
    Math.max(
      0,
      ...plans.map(
        ({ bindings }) => bindings.filter((binding, i) => standardOf(binding) === standard && !isOwn(i)).length
      )
    )
  const standards = fileFormats.filter((format) => format !== "corridor")
  const most = Math.max(...standards.map(count))
  return most < 2 ? "corridor" : (standards.find((standard) => count(standard) === most) as FileFormat)
}
