/** Reads a table of flows: origin, destination and persons, or routes and persons; with periods if it has them. */

import { Problems } from "@corridor/disclosure/tables/Problems"
import type { Cell } from "@corridor/flow-statistics/cells/Cell"
import { type Measured, plus, wholeCount } from "@corridor/flow-statistics/cells/Interval"
import type { FlowRow, FlowTable } from "@corridor/flow-statistics/flows/FlowTable"
import { parseRoute } from "@corridor/flow-statistics/transit/Route"
import { Effect } from "effect"
import { checkCopies, checkTotals, type FlowLine } from "./checkTotals.ts"
import type { Condition } from "./knownTables.ts"
import { marginsOf } from "./marginsOf.ts"
import type { CellRules } from "./parseCell.ts"
import { type Columns, readColumns } from "./readColumns.ts"

export interface FlowRequest {
  readonly input: string
  readonly origin?: string | undefined
  readonly destination?: string | undefined
  /** Column of routes (`MDA>UKR>RUS`), instead of origin and destination. */
  readonly route?: string | undefined
  readonly value?: string | undefined
  readonly period?: string | undefined
  readonly low?: string | undefined
  readonly high?: string | undefined
  readonly where?: ReadonlyArray<Condition> | undefined
  readonly rules?: CellRules | undefined
  /** Label of margins; the default is `Total`. */
  readonly total?: string | undefined
  /** Returns the code of the place that a label names, or undefined to keep the label. */
  readonly place?: ((label: string) => string | undefined) | undefined
}

const lower = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "")

/** Known names of columns. */
const names = {
  origin: ["origin", "citizenship", "countryofcitizenship", "nationality", "from", "fromcountry", "category"],
  destination: ["destination", "countryofexploitation", "detectingcountry", "to", "tocountry", "iso3code"],
  route: ["route", "path"],
  value: ["value", "victims", "persons", "count", "n", "txtvalue"],
  period: ["period", "year", "month"]
} as const

/** Labels of unknown places: CTDC's zeros and -99, and words. */
const unknownLabels = new Set(["", "0", "00", "-99", "unknown", "notspecified", "other"])

/** UNODC's label of citizens of the detecting country. */
const nationals = "nationals"

const found = (header: ReadonlyArray<string>, known: ReadonlyArray<string>): string | undefined =>
  known.map((name) => header.find((column) => lower(column) === name)).find((column) => column !== undefined)

interface Names {
  readonly ends: readonly [origin: string, destination: string] | undefined
  readonly route: string | undefined
  readonly value: string
  readonly period: string | undefined
}

const columnNames = (header: ReadonlyArray<string>, request: FlowRequest): Names => {
  const ends = request.origin !== undefined || request.destination !== undefined
  const route = request.route ?? (ends ? undefined : found(header, names.route))
  return {
    route,
    ends:
      route === undefined
        ? [
            request.origin ?? found(header, names.origin) ?? "origin",
            request.destination ?? found(header, names.destination) ?? "destination"
          ]
        : undefined,
    value: request.value ?? found(header, names.value) ?? "value",
    period: request.period ?? found(header, names.period)
  }
}

const isUnknown = (label: string) => unknownLabels.has(label === "-99" ? label : lower(label))

/** Returns the labels of the places of a row, or adds a problem and returns undefined. */
const labelsOf = (columns: Columns, { ends, route }: Names, at: number): ReadonlyArray<string> | undefined => {
  if (route !== undefined) {
    const places = parseRoute(columns.field(route, at))
    if (places === undefined) columns.reject(at, route, "no-route", "places separated by >, such as MDA>UKR>RUS")
    return places
  }
  const [origin, destination] = (ends ?? []).map((end) => columns.field(end, at)) as [string, string]
  return [lower(origin) === nationals ? destination : origin, destination]
}

/** Returns the cell of a row, or adds a problem and returns undefined. */
const cellOf = (columns: Columns, { value }: Names, request: FlowRequest, at: number): Cell | undefined => {
  const { low = "low", high = "high", rules = {} } = request
  const cell = columns.cell(at, { value, state: "state", low, high }, rules)
  if (cell === undefined || !(cell.low < 0)) return cell
  columns.reject(at, value, "negative", "a number of persons from 0 on")
  return undefined
}

/** Returns what contradicts itself in the table: not enough to refuse it, but to be read before its figures. */
const doubtsIn = (columns: Columns, { value, route }: Names, lines: FlowLines, silent: number): Problems => {
  const found = new Problems(columns.problems.file)
  const rowAt = (at: number) => columns.rows[at] as number
  checkCopies(found, [...lines.parts, ...lines.totals], columns.copies, rowAt)
  if (route === undefined) checkTotals(found, { ...lines, rowAt, column: value, isWhole: silent === 0 })
  return found
}

interface FlowLines {
  readonly parts: Array<FlowLine>
  readonly totals: Array<FlowLine>
}

/** Reads the table. Fails with `TableRefused`, which lists all problems by row and column, without values. */
export const readFlows = Effect.fn("readFlows")(function* (request: FlowRequest) {
  const { where = [], total = "Total", place = () => undefined } = request
  const columns = yield* readColumns(request.input, (header) => {
    const { ends, route, value, period } = columnNames(header, request)
    return {
      required: [
        ...(ends ?? []),
        ...(route === undefined ? [] : [route]),
        value,
        ...(request.period === undefined ? [] : [request.period]),
        ...where.map(({ column }) => column)
      ],
      optional: ["state", request.low ?? "low", request.high ?? "high", ...(period === undefined ? [] : [period])],
      hasCopies: true
    }
  })
  const named = columnNames(columns.header, request)
  const flows: Array<FlowRow> = []
  const lines: FlowLines = { parts: [], totals: [] }
  const unknown = new Set<number>()
  let unknownEnds: Measured = { value: 0, low: 0, high: 0 }
  let silent = 0
  const known = (label: string) => place(label) ?? label
  for (let at = 0; at < columns.rows.length; at++) {
    if (where.some(({ column, is }) => columns.field(column, at) !== is)) continue
    const cell = cellOf(columns, named, request, at)
    const labels = cell === undefined ? undefined : labelsOf(columns, named, at)
    if (cell === undefined || labels === undefined) continue
    if (cell.state === "not_reported" || cell.state === "not_collected") {
      silent += 1
      continue
    }
    const [first, last] = [labels[0] as string, labels.at(-1) as string]
    const end = (label: string) => (named.route === undefined && label === total ? undefined : known(label))
    const period = columns.field(named.period, at)
    const line: FlowLine = { at, origin: end(first), destination: end(last), period, cell }
    if (line.origin === undefined || line.destination === undefined) {
      lines.totals.push(line)
      continue
    }
    lines.parts.push(line)
    if (labels.some(isUnknown)) {
      unknownEnds = { value: unknownEnds.value + cell.value, ...plus(unknownEnds, cell) }
      unknown.add(at)
    } else flows.push({ places: labels.map(known), period, cell })
  }
  columns.requireMarks(named.value, request.rules ?? {})
  if (columns.problems.count === 0 && flows.length === 0)
    columns.problems.add(0, "", "no-flows", "at least one row with persons and both ends known")
  if (columns.problems.count > 0) return yield* columns.problems.refusal("the table cannot be read")
  const table: FlowTable = {
    flows,
    margins: marginsOf(lines.totals, lines.parts, ({ at }) => unknown.has(at)),
    unknownEnds: wholeCount(unknownEnds).value,
    ...(unknownEnds.low < unknownEnds.high
      ? { unknownEndsWithin: { low: unknownEnds.low, high: unknownEnds.high } }
      : {}),
    silent,
    hasPeriods: named.period !== undefined && columns.has(named.period),
    hasRoutes: named.route !== undefined
  }
  return { table, problems: doubtsIn(columns, named, lines, silent).list }
})
