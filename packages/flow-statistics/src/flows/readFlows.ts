/** Reads a table of flows: origin, destination and persons, or routes with their places; by period, where one is told. */
import { Effect } from "effect"
import type { Condition } from "../series/knownTables.ts"
import { type Cell, type CellRules, isCellProblem, parseCell } from "../table/Cell.ts"
import { type Columns, readColumns } from "../table/readColumns.ts"
import { parseRoute } from "../transit/Route.ts"

export interface FlowRequest {
  readonly input: string
  readonly origin?: string | undefined
  readonly destination?: string | undefined
  /** A column of routes (`MDA>UKR>RUS`) in place of origin and destination. */
  readonly route?: string | undefined
  readonly value?: string | undefined
  readonly period?: string | undefined
  readonly low?: string | undefined
  readonly high?: string | undefined
  readonly where?: ReadonlyArray<Condition> | undefined
  readonly rules?: CellRules | undefined
  /** Label of margins. */
  readonly total?: string | undefined
  /** The name by which a label's place goes; undefined when it is none that is known, and the label stands. */
  readonly place?: ((label: string) => string | undefined) | undefined
}

/** One row of the table. */
export interface FlowRow {
  /** Origin, transit, destination. */
  readonly places: ReadonlyArray<string>
  readonly period: string
  readonly cell: Cell
}

export interface FlowReading {
  readonly flows: ReadonlyArray<FlowRow>
  /** Persons who left or reached a place, whatever the other end; by place. Undefined ends are of the whole. */
  readonly margins: ReadonlyArray<{ readonly origin?: string; readonly destination?: string; readonly cell: Cell }>
  /** Persons of rows with an end that is not known. */
  readonly unknownEnds: number
  /** Rows of which nothing was reported or collected. */
  readonly silent: number
  readonly hasPeriods: boolean
  readonly hasRoutes: boolean
}

const lower = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "")

/** Names that columns go by. */
const names = {
  origin: ["origin", "citizenship", "countryofcitizenship", "nationality", "from", "fromcountry", "category"],
  destination: ["destination", "countryofexploitation", "detectingcountry", "to", "tocountry", "iso3code"],
  route: ["route", "path"],
  value: ["value", "victims", "persons", "count", "n", "txtvalue"],
  period: ["period", "year", "month"]
} as const

/** What stands where nobody knows: CTDC's zeros and -99, and words. */
const unknownLabels = new Set(["", "0", "00", "-99", "unknown", "notspecified", "other"])

/** Citizens of the country that detected them, in UNODC's table. */
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

/** The places of a row as they are labelled; undefined (with a problem) when it has none. */
const labelsOf = (columns: Columns, { ends, route }: Names, at: number): ReadonlyArray<string> | undefined => {
  const field = (name: string) => columns.column(name)?.[at] ?? ""
  if (route !== undefined) {
    const places = parseRoute(field(route))
    if (places === undefined)
      columns.problems.add(columns.rows[at] as number, route, "no-route", "places with > between them, as MDA>UKR>RUS")
    return places
  }
  const [origin, destination] = (ends as readonly [string, string]).map(field) as [string, string]
  return [lower(origin) === nationals ? destination : origin, destination]
}

/** Refuses with every problem, by row and column, never with a value. */
export const readFlows = Effect.fn("readFlows")(function* (request: FlowRequest) {
  const { where = [], total = "Total", rules = {}, place = () => undefined } = request
  const columns = yield* readColumns(request.input, (header) => {
    const { ends, route, value, period } = columnNames(header, request)
    return {
      wanted: [
        ...(ends ?? []),
        ...(route === undefined ? [] : [route]),
        value,
        ...(request.period === undefined ? [] : [request.period]),
        ...where.map(({ column }) => column)
      ],
      welcome: ["state", request.low ?? "low", request.high ?? "high", ...(period === undefined ? [] : [period])]
    }
  })
  const named = columnNames(columns.header, request)
  const field = (name: string | undefined, at: number) => (name === undefined ? "" : (columns.column(name)?.[at] ?? ""))
  const flows: Array<FlowRow> = []
  const margins: Array<FlowReading["margins"][number]> = []
  let unknownEnds = 0
  let silent = 0
  const known = (label: string) => place(label) ?? label
  for (let at = 0; at < columns.rows.length; at++) {
    if (where.some(({ column, is }) => field(column, at) !== is)) continue
    const cell = parseCell(
      {
        value: field(named.value, at),
        state: field("state", at),
        low: field(request.low ?? "low", at),
        high: field(request.high ?? "high", at)
      },
      rules
    )
    const row = columns.rows[at] as number
    if (isCellProblem(cell)) {
      columns.problems.add(row, named.value, cell.rule, cell.expected)
      continue
    }
    if (cell.low < 0) {
      columns.problems.add(row, named.value, "negative", "a number of persons from 0 on")
      continue
    }
    const labels = labelsOf(columns, named, at)
    if (labels === undefined) continue
    if (cell.state === "not_reported" || cell.state === "not_collected") {
      silent += 1
      continue
    }
    const [first, last] = [labels[0] as string, labels.at(-1) as string]
    if (named.route === undefined && (first === total || last === total))
      margins.push({
        ...(first === total ? {} : { origin: known(first) }),
        ...(last === total ? {} : { destination: known(last) }),
        cell
      })
    else if (labels.some(isUnknown)) unknownEnds += cell.value
    else flows.push({ places: labels.map(known), period: field(named.period, at), cell })
  }
  if (columns.problems.count === 0 && flows.length === 0)
    columns.problems.add(0, "", "no-flows", "at least one row with persons and both ends known")
  if (columns.problems.count > 0) return yield* columns.problems.refusal("the table cannot be read")
  return {
    flows,
    margins,
    unknownEnds,
    silent,
    hasPeriods: named.period !== undefined && columns.column(named.period) !== undefined,
    hasRoutes: named.route !== undefined
  } satisfies FlowReading
})
