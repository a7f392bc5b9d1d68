/** The meaning of each column for a kind of record: from the partner's mapping, Corridor's names, or a standard's, in this order. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { type Binding, type FileFormat, fileFormats } from "./Binding.ts"
import { isDirectIdentifierColumn, isFreeTextColumn, soundsDirect } from "./DirectColumns.ts"
import type { MappingIndex } from "./Mapping.ts"
import {
  columnOfPath,
  isReportColumn,
  kindColumn,
  ownTarget,
  pathOfTarget,
  squeeze,
  type Target
} from "./OwnColumns.ts"
import { routeBinding, withOneWay } from "./RouteColumns.ts"
import { standardBinding } from "./StandardColumns.ts"

export interface ColumnPlan {
  readonly kind: RecordKind
  /** The partner's names of the columns. */
  readonly names: ReadonlyArray<string>
  readonly bindings: ReadonlyArray<Binding>
  /** Returns the partner's name of the column of a problem's path; Corridor's name if there is no such column. */
  readonly nameOfPath: (path: string) => string
  /** Returns the position of that column; undefined if there is none. */
  readonly columnOfPath: (path: string) => number | undefined
}

/** A survey's column for one of several answers: `vic_Methods_of_Control/DebtBondage`. */
const answerColumn = (kind: RecordKind, column: string): Binding | undefined => {
  const slash = column.lastIndexOf("/")
  if (slash < 1) return undefined
  const binding = standardBinding(kind, column.slice(0, slash))
  if (binding?.to !== "target" || binding.target.list !== undefined) return undefined
  const { field } = binding.target
  if (!field.array || field.codeList === undefined || field.codeList === "countries") return undefined
  const answer = squeeze(column.slice(slash + 1))
  const row = readCodeList(field.codeList).find((code) => squeeze(code["code"] ?? "") === answer)
  return row === undefined ? undefined : { to: "flag", field, code: row["code"] as string, standard: "ctdc" }
}

/**
 * Returns the binding of a column. `format` restricts which standard's names are accepted in addition to Corridor's. Surveys put the names of
 * groups before a column's: `group/field` (KoboToolbox), `group-field` (ODK Central). They are left out if the whole name is unknown.
 */
export const bindingOf = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex,
  format: FileFormat | undefined
): Binding => {
  const whole = bindingOfName(kind, column, mapping, format)
  if (whole.to !== "unknown") return whole
  for (let rest = column; ; ) {
    const end = /[/-]/.exec(rest)?.index
    if (end === undefined) return whole
    rest = rest.slice(end + 1)
    const found = rest.trim() === "" ? whole : bindingOfName(kind, rest, mapping, format)
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
  if (squeeze(column) === kindColumn) return { to: "kind" }
  const own = ownTarget(kind, column)
  if (own !== undefined) return { to: "target", target: own, standard: "corridor" }
  const route = routeBinding(kind, column)
  if (route !== undefined) return route
  const standard = standardBinding(kind, column) ?? answerColumn(kind, column)
  if (standard !== undefined && (format === undefined || !("standard" in standard) || standard.standard === format))
    return standard
  return soundsDirect(column) ? { to: "direct" } : { to: "unknown" }
}

/** The column that replaces a missing date of registration of a victim. */
const standIn = "htedate"

const withStandIn = (kind: RecordKind, names: ReadonlyArray<string>, bindings: ReadonlyArray<Binding>) => {
  const registered = ownTarget("victim", "registeredOn") as Target
  const isGiven = bindings.some((binding) => binding.to === "target" && binding.target.field.name === "registeredOn")
  if (kind !== "victim" || isGiven) return bindings
  return bindings.map(
    (binding, i): Binding =>
      squeeze(names[i] ?? "") === standIn ? { to: "target", target: registered, standard: "htcds" } : binding
  )
}

export const planColumns = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  mapping: MappingIndex,
  format: FileFormat | undefined
): ColumnPlan => {
  const each = names.map((name): Binding => (name === "" ? { to: "unknown" } : bindingOf(kind, name, mapping, format)))
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
  return {
    kind,
    names,
    bindings,
    columnOfPath: positionOf,
    nameOfPath: (path) => {
      const position = positionOf(path)
      return position === undefined ? columnOfPath(path) : (names[position] as string)
    }
  }
}

/** Returns whether the column has a meaning for any kind of record. */
export const isKnownColumn = (column: string, mapping: MappingIndex, format: FileFormat | undefined): boolean =>
  column !== "" && recordKinds.some((kind) => bindingOf(kind, column, mapping, format).to !== "unknown")

/** Returns whether a column provides a field of the record. */
export const givesField = ({ to }: Binding): boolean =>
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
