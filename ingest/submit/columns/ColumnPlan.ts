/** Which column means what, for one kind of record: bound by the partner's mapping, our names, or a standard's, in this order. */
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
import { standardBinding } from "./StandardColumns.ts"

export interface ColumnPlan {
  readonly kind: RecordKind
  readonly bindings: ReadonlyArray<Binding>
  /** The partner's name of the column that a problem's path comes from; ours where no column gives it. */
  readonly nameOfPath: (path: string) => string
  /** The position of that column; undefined where no column gives it. */
  readonly columnOfPath: (path: string) => number | undefined
}

/** A survey's column for one answer of several: `vic_Methods_of_Control/DebtBondage`. */
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

/** The binding of a column; `format`: whose names count beside ours, all when it is not said. */
export const bindingOf = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex,
  format: FileFormat | undefined
): Binding => {
  if (isDirectIdentifierColumn(column)) return { to: "direct" }
  if (isFreeTextColumn(column)) return { to: "free-text" }
  const mapped = mapping.columnOf(column)
  if (mapped !== undefined) {
    if (mapped === kindColumn) return { to: "kind" }
    const target = ownTarget(kind, mapped)
    if (target !== undefined) return { to: "target", target, standard: "corridor" }
  }
  if (mapping.isIgnored(column) || isReportColumn(column)) return { to: "ignored" }
  if (squeeze(column) === kindColumn) return { to: "kind" }
  const own = ownTarget(kind, column)
  if (own !== undefined) return { to: "target", target: own, standard: "corridor" }
  const standard = standardBinding(kind, column) ?? answerColumn(kind, column)
  if (standard !== undefined && (format === undefined || !("standard" in standard) || standard.standard === format))
    return standard
  return soundsDirect(column) ? { to: "direct" } : { to: "unknown" }
}

/** The one column that may give a victim's date of registration when none is named so. */
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
  const bindings = withStandIn(
    kind,
    names,
    names.map((name) => (name === "" ? { to: "unknown" } : bindingOf(kind, name, mapping, format)))
  )
  const paths = new Map<string, number>()
  for (const [i, binding] of bindings.entries()) {
    paths.set(`column:${i}`, i)
    if (binding.to === "target") paths.set(pathOfTarget(binding.target), i)
    else if (binding.to === "leg-date") {
      paths.set(pathOfTarget(binding.target), i)
      paths.set(pathOfTarget(binding.target).replace(/year$/, "month"), i)
    }
  }
  const positionOf = (path: string) => paths.get(path) ?? paths.get(path.replace(/\[\d+\]$/, ""))
  return {
    kind,
    bindings,
    columnOfPath: positionOf,
    nameOfPath: (path) => {
      const position = positionOf(path)
      return position === undefined ? columnOfPath(path) : (names[position] as string)
    }
  }
}

/** True when the column has a meaning for some kind of record. */
export const isKnownColumn = (column: string, mapping: MappingIndex, format: FileFormat | undefined): boolean =>
  column !== "" && recordKinds.some((kind) => bindingOf(kind, column, mapping, format).to !== "unknown")

/** How many columns give a field of this kind of record. */
const fieldsGiven = ({ bindings }: ColumnPlan) =>
  bindings.filter(({ to }) => to === "target" || to === "flag" || to === "leg-date").length

/** The kind of record to which the columns belong, when they belong to one more than to any other. */
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
