/**
 * A table of published counts of people by origin, destination and year, read cell by cell.
 *
 * GLOTIP's columns are known (`Iso3_code,Country,Category,Year,txtVALUE`); otherwise one column each of
 * `origin`/`citizenship`, `destination`/`detecting country`, `year` and `count`.
 */
import { parse } from "csv-parse/sync"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import { normaliseCountry } from "../submit/countries/CountryNormaliser.ts"

/** The number of persons between two countries in a year; both are the same for a domestic flow. */
interface CountedFlow {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly count: number
}

/** A problem of a cell, with the row number that a spreadsheet shows. It contains no value. */
interface CountTableProblem {
  readonly row: number
  readonly column: string
  readonly rule: "missing-column" | "malformed-row" | "not-a-year" | "not-a-count"
}

export interface CountTable {
  /** In the table's order. A flow may occur more than once. */
  readonly flows: ReadonlyArray<CountedFlow>
  /** True if the origin column contains citizenships. */
  readonly originIsCitizenship: boolean
  /** Number of distinct origin labels that name a country. */
  readonly mapped: number
  /** Labels that do not name exactly one country, with their numbers of rows, most frequent first. */
  readonly unmapped: ReadonlyArray<{ readonly label: string; readonly rows: number }>
  /** Number of rows with a count below a threshold (`<5`), whether their labels map or not. */
  readonly belowThreshold: number
  /** Number of rows without a count. */
  readonly notReported: number
}

type Columns = Readonly<Record<"origin" | "destination" | "year" | "count", string>>

const squeeze = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "")

const known: Readonly<Record<keyof Columns, ReadonlyArray<string>>> = {
  origin: ["category", "citizenship", "countryofcitizenship", "nationality", "origin", "countryoforigin"],
  destination: ["iso3code", "destination", "countryofdestination", "detectingcountry", "countryofdetection"],
  year: ["year"],
  count: ["txtvalue", "count", "value", "victims"]
}

const columnsOf = (header: ReadonlyArray<string>): Columns | ReadonlyArray<CountTableProblem> => {
  const found: Partial<Record<keyof Columns, string>> = {}
  for (const [part, names] of Object.entries(known) as ReadonlyArray<[keyof Columns, ReadonlyArray<string>]>) {
    const name = names.map((one) => header.find((column) => squeeze(column) === one)).find((one) => one !== undefined)
    if (name !== undefined) found[part] = name
  }
  const { origin, destination, year, count } = found
  if (origin !== undefined && destination !== undefined && year !== undefined && count !== undefined)
    return { origin, destination, year, count }
  return Object.keys(known)
    .filter((part) => found[part as keyof Columns] === undefined)
    .map((column) => ({ row: 1, column, rule: "missing-column" as const }))
}

const country = (label: string): string | undefined => {
  const answer = normaliseCountry(label, { codes: ["alpha2", "alpha3"], isOfficial: true })
  return answer._tag === "Country" ? answer.alpha3 : undefined
}

/** GLOTIP's destination is always a code; in other tables it may be a name. */
const destinationCountry = (column: string, label: string): string | undefined =>
  squeeze(column) === "iso3code" ? countryByAlpha3(label.trim())?.code : country(label)

const countPattern = /^(\d+|\d{1,3}([, \u00a0\u202f]\d{3})+)$/

const parseCount = (text: string): number | "below" | "none" | undefined => {
  if (text === "") return "none"
  if (/^<\s*\d+$/.test(text)) return "below"
  return countPattern.test(text) ? Number(text.replace(/\D/g, "")) : undefined
}

/** Reads a table (CSV, comma or semicolon). Returns the table, or all of its problems. */
export const readCountTable = (text: string): CountTable | { readonly problems: ReadonlyArray<CountTableProblem> } => {
  let records: ReadonlyArray<ReadonlyArray<string>>
  try {
    records = parse(text, { bom: true, relax_column_count: true, delimiter: /^[^\n,]*;/.test(text) ? ";" : "," })
  } catch {
    return { problems: [{ row: 1, column: "", rule: "malformed-row" }] }
  }
  const [header = [], ...rows] = records
  const columns = columnsOf(header)
  if (!("origin" in columns)) return { problems: columns }
  const at = (part: keyof Columns): number => header.indexOf(columns[part])
  const [originAt, destinationAt, yearAt, countAt] = [at("origin"), at("destination"), at("year"), at("count")]

  const flows: Array<CountedFlow> = []
  const problems: Array<CountTableProblem> = []
  const unmapped = new Map<string, number>()
  const mapped = new Set<string>()
  let belowThreshold = 0
  let notReported = 0

  for (const [i, cells] of rows.entries()) {
    if (cells.length === 1 && cells[0] === "") continue
    const row = i + 2
    if (cells.length !== header.length) {
      problems.push({ row, column: "", rule: "malformed-row" })
      continue
    }
    const cell = (index: number): string => cells[index] ?? ""
    const places = [
      [cell(originAt), country(cell(originAt))],
      [cell(destinationAt), destinationCountry(columns.destination, cell(destinationAt))]
    ] as const
    for (const label of new Set(places.flatMap(([label, code]) => (code === undefined ? [label] : []))))
      unmapped.set(label, (unmapped.get(label) ?? 0) + 1)
    const [[, origin], [, destination]] = places
    if (origin !== undefined) mapped.add(cell(originAt))

    const count = parseCount(cell(countAt).trim())
    if (count === "below") belowThreshold++
    else if (count === "none") notReported++
    else if (count === undefined || !Number.isSafeInteger(count))
      problems.push({ row, column: columns.count, rule: "not-a-count" })
    const year = Number(cell(yearAt).trim())
    if (!/^\d{4}$/.test(cell(yearAt).trim()) || year < 1990 || year > 2100)
      problems.push({ row, column: columns.year, rule: "not-a-year" })
    else if (origin !== undefined && destination !== undefined && typeof count === "number")
      flows.push({ origin, destination, year, count })
  }

  if (problems.length > 0) return { problems }
  return {
    flows,
    originIsCitizenship: !squeeze(columns.origin).endsWith("origin"),
    mapped: mapped.size,
    unmapped: Array.from(unmapped, ([label, rows]) => ({ label, rows })).sort(
      (a, b) => b.rows - a.rows || (a.label < b.label ? -1 : 1)
    ),
    belowThreshold,
    notReported
  }
}
