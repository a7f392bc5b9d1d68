/** The meaning of each column for a kind of record: from the partner's mapping, Corridor's names, or a standard's, in this order. */

import { readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { codeOfWord } from "../values/CodeWords.ts"
import { truthOf } from "../values/ParseValue.ts"
import { type Binding, type FileFormat, fileFormats } from "./Binding.ts"
import { isResearchConsent } from "./ConsentColumn.ts"
import {
  asksForRole,
  isDirectIdentifierColumn,
  isFreeTextColumn,
  isOffenderRole,
  soundsDirect,
  soundsOfOffender
} from "./DirectColumns.ts"
import type { MappingIndex } from "./Mapping.ts"
import {
  columnOfPath,
  isKindColumn,
  isReportColumn,
  kindColumn,
  ownTarget,
  pathOfTarget,
  squeeze,
  type Target
} from "./OwnColumns.ts"
import { withoutPerson, withoutRemarks } from "./PlainHeading.ts"
import { routeBinding, withOneWay } from "./RouteColumns.ts"
import { standardBinding } from "./StandardColumns.ts"
import { toolColumns } from "./ToolColumns.ts"

export interface ColumnPlan {
  readonly kind: RecordKind
  /** The partner's names of the columns. */
  readonly names: ReadonlyArray<string>
  readonly bindings: ReadonlyArray<Binding>
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

const isRelation = (binding: Binding) =>
  binding.to === "target" && binding.target.field.name === "relationshipToTrafficker"

const offender: Binding = { to: "nothing", why: "offender", standard: "corridor" }
const ofTool: Binding = { to: "nothing", why: "tool", standard: "corridor" }

/** A survey's column for one of several answers: `vic_Methods_of_Control/DebtBondage`, `type_of_exploitation/ForcedLabour`. */
const answerColumn = (kind: RecordKind, column: string): Extract<Binding, { to: "flag" }> | undefined => {
  const slash = column.lastIndexOf("/")
  if (slash < 1) return undefined
  const asked = column.slice(0, slash)
  const own = ownTarget(kind, asked)
  const binding: Binding | undefined =
    own === undefined ? standardBinding(kind, asked) : { to: "target", target: own, standard: "corridor" }
  if (binding?.to !== "target" || binding.target.list !== undefined) return undefined
  const { field } = binding.target
  if (!field.array || field.codeList === undefined || field.codeList === "countries") return undefined
  const code = codeOfWord(field.codeList, column.slice(slash + 1))
  return code === undefined ? undefined : { to: "flag", field, code, standard: binding.standard }
}

/** Fields whose answers registers have as columns to tick: `Forced labour`, `Попрошайничество`. */
const tickedFields = ["typeOfExploitation", "typeOfSexExploitation", "methodsOfControl"]

/** A column that is named as an answer. `Other` belongs to several questions. */
const tickedColumn = (kind: RecordKind, column: string): Binding | undefined => {
  for (const name of tickedFields) {
    const field = recordSchema(kind).fields.find((one) => one.name === name)
    const code = field?.codeList === undefined ? undefined : codeOfWord(field.codeList, column)
    if (field !== undefined && code !== undefined && code !== "Other")
      return { to: "flag", field, code, standard: "corridor" }
  }
  return undefined
}

/** The binding of a heading in two languages, `Sex / Пол`: what its parts agree on, unless one of them is refused. */
const bilingualBinding = (column: string, bind: (part: string) => Binding): Binding | undefined => {
  const parts = column.split(/\s[/|]\s/)
  if (parts.length < 2) return undefined
  const bindings = parts.map(bind).filter(({ to }) => to !== "unknown")
  const refused = bindings.find(({ to }) => to === "direct" || to === "free-text")
  const [first, ...others] = bindings
  const isSame = others.every(
    (other) =>
      first?.to === "target" && other.to === "target" && pathOfTarget(other.target) === pathOfTarget(first.target)
  )
  return refused ?? (isSame ? first : undefined)
}

/** What the record says of the person. A person's country, region or year may be any. */
const ofPersons = new Set(
  recordSchema("victim")
    .fields.map(({ name }) => name)
    .filter((name) => name !== "recordId" && name !== "revision" && name !== "caseStatus")
)

/** The binding of `Victim nationality`: that of the rest, if it is a field that describes a person. */
const personBinding = (column: string, bind: (rest: string) => Binding): Binding | undefined => {
  const rest = withoutPerson(column)
  const found = rest === undefined ? undefined : bind(rest)
  return found?.to === "target" && found.target.list === undefined && ofPersons.has(found.target.field.name)
    ? found
    : undefined
}

/**
 * Returns the binding of a column. `format` restricts which standard's names are accepted in addition to Corridor's. Surveys put the names of
 * groups before a column's: `group/field` (KoboToolbox), `group-field` (ODK Central), `form.group.field` (CommCare). They are left out if the whole name is unknown.
 */
export const bindingOf = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex,
  format: FileFormat | undefined
): Binding => {
  const whole = bindingOfName(kind, column, mapping, format)
  if (whole.to !== "unknown") return whole
  const plain = withoutRemarks(column)
  const remarked = plain === column || plain === "" ? whole : bindingOf(kind, plain, mapping, format)
  if (remarked.to !== "unknown") return remarked
  const ofPerson = personBinding(column, (rest) => bindingOfName(kind, rest, mapping, format))
  if (ofPerson !== undefined) return ofPerson
  const bilingual = bilingualBinding(column, (part) => bindingOfName(kind, part, mapping, format))
  if (bilingual !== undefined) return bilingual
  let isOffender = false
  for (let rest = /^form\./.test(column) ? column.replaceAll(".", "/") : column; ; ) {
    const end = /[/-]/.exec(rest)?.index
    if (end === undefined) return isOffender ? offender : whole
    isOffender ||= soundsOfOffender(rest.slice(0, end))
    rest = rest.slice(end + 1)
    const found = rest.trim() === "" ? whole : bindingOfName(kind, rest, mapping, format)
    // `offender/gender` is nobody's gender here; the relation to the offender is the victim's.
    if (isOffender && found.to !== "direct" && found.to !== "free-text" && !isRelation(found)) continue
    if (found.to !== "unknown") return found
  }
}

const bindingOfName = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex,
  format: FileFormat | undefined
): Binding => {
  if (isDirectIdentifierColumn(column)) return { to: "direct" }
  if (isFreeTextColumn(column)) return { to: "free-text" }
  const mapped = mapping.columnsOf(column)
  if (mapped !== undefined) {
    if (mapped[0] === kindColumn) return { to: "kind" }
    const [target, ...also] = mapped.flatMap((ours) => ownTarget(kind, ours) ?? [])
    if (target !== undefined) return { to: "target", target, also, standard: "corridor" }
  }
  if (mapping.isIgnored(column) || isReportColumn(column)) return { to: "ignored" }
  if (isKindColumn(column)) return { to: "kind" }
  const answer = answerColumn(kind, column)
  if (answer !== undefined && [undefined, "corridor", answer.standard].includes(format)) return answer
  const own = ownTarget(kind, isResearchConsent(column) ? "researchUseConsent" : column)
  if (own !== undefined) return { to: "target", target: own, standard: "corridor" }
  const route = routeBinding(kind, column)
  if (route !== undefined) return route
  const standard = standardBinding(kind, column)
  if (standard !== undefined && (format === undefined || !("standard" in standard) || standard.standard === format))
    return standard
  if (soundsDirect(column)) return { to: "direct" }
  return tickedColumn(kind, column) ?? (soundsOfOffender(column) ? offender : { to: "unknown" })
}

/** The columns that replace a missing date of registration of a victim, the best first. */
const standIns = readCodeList("stand-in-columns").flatMap((row) =>
  languages.flatMap((language) => (row[language] as string).split("|").map(squeeze))
)

const withStandIn = (kind: RecordKind, names: ReadonlyArray<string>, bindings: ReadonlyArray<Binding>) => {
  const registered = ownTarget("victim", "registeredOn") as Target
  const isGiven = bindings.some((binding) => binding.to === "target" && binding.target.field.name === "registeredOn")
  if (kind !== "victim" || isGiven) return bindings
  const squeezed = names.map((name, i) =>
    bindings[i]?.to === "unknown" || bindings[i]?.to === "nothing" ? squeeze(withoutRemarks(name)) : ""
  )
  const standIn = standIns.find((name) => squeezed.includes(name))
  const at = standIn === undefined ? -1 : squeezed.indexOf(standIn)
  return bindings.map(
    (binding, i): Binding =>
      i === at ? { to: "target", target: registered, standard: "corridor", standsIn: true } : binding
  )
}

export const planColumns = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined
): ColumnPlan => {
  const isOfTool = toolColumns(names)
  const each = names.map((name): Binding => {
    if (name === "") return { to: "unknown" }
    return isOfTool(name) && mapping.columnsOf(name) === undefined ? ofTool : bindingOf(kind, name, mapping, format)
  })
  const bindings = withStandIn(kind, names, withOneWay(each))
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
  /** The position of a time of the whole route; undefined if there is none. */
  const wholeRoute = (part: "date" | "month"): number | undefined => {
    const at = bindings.findIndex((binding) => binding.to === "legs-date" && binding.part === part)
    return at < 0 ? undefined : at
  }
  const places = bindings.findIndex(({ to }) => to === "places")
  const positionOf = (path: string) =>
    paths.get(path) ??
    paths.get(path.replace(/\[\d+\]$/, "")) ??
    (/^legs\[\d+\]\.month$/.test(path) ? wholeRoute("month") : undefined) ??
    (/^legs\[\d+\]\.(?:year|month)$/.test(path) ? wholeRoute("date") : undefined) ??
    (places >= 0 && /^legs(?:\[\d+\](?:\.(?:country|role))?)?$/.test(path) ? places : undefined)
  const positionsOf = (name: RegExp) => names.flatMap((column, i) => (name.test(column) ? [i] : []))
  const [roles, ofVictims] = [positionsOf(/(?:^|[/-])per_?RoleInProcess$/i), positionsOf(/(?:^|[/-])vic_/i)]
  const ownRoles = names.flatMap((name, i) => (bindings[i]?.to === "unknown" && asksForRole(name) ? [i] : []))
  const isFilled = (cells: ReadonlyArray<string>) => (i: number) => (cells[i] ?? "").trim() !== ""
  return {
    kind,
    names,
    bindings,
    isOffender: (cells) =>
      (roles.some(isFilled(cells)) && !ofVictims.some(isFilled(cells))) ||
      ownRoles.some((i) => isOffenderRole(cells[i] ?? "")),
    columnOfPath: positionOf,
    nameOfPath: (path) => {
      const position = positionOf(path)
      return position === undefined ? columnOfPath(path) : (names[position] as string)
    }
  }
}

/** Returns the number of known names; 0 if they may as well be values: answers such as `Forced labour` are names of columns to tick, too. */
export const knownNames = (
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined
): number => {
  const known = names.filter((name) => /\p{L}/u.test(name) && isKnownColumn(name.trim(), mapping, format))
  const isValue = (name: string) => !known.includes(name) && (/\d/.test(name) || truthOf(name.trim()) !== undefined)
  const isTicked = (name: string) =>
    recordKinds.every((kind) => ["flag", "unknown"].includes(bindingOf(kind, name.trim(), mapping, format).to))
  return known.every(isTicked) || (known.length < 2 && names.some(isValue)) ? 0 : known.length
}

/** Returns whether the column has a meaning for any kind of record. */
export const isKnownColumn = (column: string, mapping: MappingIndex, format: FileFormat | undefined): boolean =>
  column !== "" && recordKinds.some((kind) => bindingOf(kind, column, mapping, format).to !== "unknown")

/** Returns whether a column provides a field of the record. */
const givesField = ({ to }: Binding): boolean =>
  to === "target" || to === "flag" || to === "leg-date" || to === "legs-date" || to === "places"

/** Returns the number of columns that provide a field of this kind of record. */
const fieldsGiven = ({ bindings }: ColumnPlan) => bindings.filter(givesField).length

/** Returns the kind of record that matches the columns best; undefined if there is a tie. */
export const kindOfColumns = (
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined
): RecordKind | undefined => {
  const counted = recordKinds
    .map((kind) => ({ kind, given: fieldsGiven(planColumns(kind, names, mapping, format)) }))
    .sort((a, b) => b.given - a.given)
  const [first, second] = counted
  return first !== undefined && first.given > Math.max(1, second?.given ?? 0) ? first.kind : undefined
}

/** Returns the format of the columns: a standard that has at least two of them, or the names of this project. */
export const formatOfColumns = (plans: ReadonlyArray<ColumnPlan>): FileFormat => {
  const count = (standard: FileFormat) =>
    Math.max(
      0,
      ...plans.map(
        ({ bindings }) => bindings.filter((binding) => "standard" in binding && binding.standard === standard).length
      )
    )
  const standards = fileFormats.filter((format) => format !== "corridor")
  const most = Math.max(...standards.map(count))
  return most < 2 ? "corridor" : (standards.find((standard) => count(standard) === most) as FileFormat)
}
