import { basename } from "node:path"
import { csvRows } from "@corridor/disclosure/tables/csvRows"
import { columnPlaces } from "@corridor/disclosure/tables/Header"
import { Problems } from "@corridor/disclosure/tables/Problems"
import type { Cell } from "@corridor/flow-statistics/cells/Cell"
import { type Period, parsePeriod, periodForms } from "@corridor/flow-statistics/series/Period"
import { Effect } from "effect"
import { DateOrder, inDayOrder } from "../../../../ingest/submit/values/DateOrder.ts"
import { type CellRules, isCellProblem, parseCell } from "./parseCell.ts"

const slashedDate = /^\d{1,2}([/-])\d{1,2}\1\d{4}$/
/** `7/2016`: the seventh month, or in another column the first to fourth quarter. */
const numberOfYear = /^(\d{1,2})([/.-]\d{4})$/

/**
 * Returns a function that gives the fields of a column as `parsePeriod` reads them. What may mean two things is read where another field of the column
 * decides: a number above 4 before the year counts months, and a day above 12 says where the days are.
 */
const periodWords = (fields: ReadonlyArray<string>): ((field: string) => string) => {
  const numbers = fields.flatMap((field) => Number(numberOfYear.exec(field)?.[1] ?? []))
  const areMonths = numbers.some((number) => number > 4) && numbers.every((number) => number <= 12)
  const order = new DateOrder<number>()
  fields.forEach((field, at) => void order.add(field, at))
  return (field) => {
    if (areMonths && numberOfYear.test(field)) return field.padStart(7, "0")
    const isDayFirst = order.proved?.isDayFirst
    return isDayFirst === undefined || !slashedDate.test(field) ? field : inDayOrder(field, isDayFirst)
  }
}

/** The columns of a table that a method needs, as text. */
export class Columns {
  readonly header: ReadonlyArray<string>
  /** Row numbers as a spreadsheet shows them; the header is row 1. */
  readonly rows: ReadonlyArray<number>
  /** Collects what is wrong; fail with `problems.refusal(…)`. */
  readonly problems: Problems
  /** The first row with the same fields of each row that repeats one, both as indices; empty unless `hasCopies` was asked for. */
  readonly copies: ReadonlyMap<number, number>
  readonly #fields: ReadonlyMap<string, ReadonlyArray<string>>
  /** Numbers of suppressed cells that were read, and of those with neither value nor state. */
  readonly #cells = { suppressed: 0, empty: 0 }
  /** Columns that are not read and have the word `suppressed`. */
  readonly #statesUnread: ReadonlySet<string>
  readonly #periodWords = new Map<string, (field: string) => string>()

  constructor(
    header: ReadonlyArray<string>,
    rows: ReadonlyArray<number>,
    problems: Problems,
    fields: ReadonlyMap<string, ReadonlyArray<string>>,
    copies: ReadonlyMap<number, number> = new Map(),
    statesUnread: ReadonlySet<string> = new Set()
  ) {
    this.header = header
    this.rows = rows
    this.problems = problems
    this.#fields = fields
    this.copies = copies
    this.#statesUnread = statesUnread
  }

  has(column: string): boolean {
    return this.#fields.has(column)
  }

  /** Returns the field of a column in the row at this index; "" if the table does not have the column. */
  field(column: string | undefined, at: number): string {
    return column === undefined ? "" : (this.#fields.get(column)?.[at] ?? "")
  }

  /** Returns the columns of bounds: those that are named, or `low` and `high` if neither is and the table has both. */
  bounds(low?: string, high?: string): Pick<CellColumns, "low" | "high"> {
    const isUsual = low === undefined && high === undefined && this.has("low") && this.has("high")
    return isUsual ? { low: "low", high: "high" } : { low, high }
  }

  /** Adds a problem of the row at this index. */
  reject(at: number, column: string, rule: string, expected: string): void {
    this.problems.add(this.rows[at] as number, column, rule, expected)
  }

  /** Returns the period in a column; undefined if there is none. */
  periodOf(at: number, column: string): Period | undefined {
    const words = this.#periodWords.get(column) ?? periodWords(this.#fields.get(column) ?? [])
    this.#periodWords.set(column, words)
    return parsePeriod(words(this.field(column, at)))
  }

  /** Returns the period in a column; adds a problem and returns undefined if there is none. */
  period(at: number, column: string): Period | undefined {
    const period = this.periodOf(at, column)
    if (period === undefined) this.reject(at, column, "no-period", `${periodForms}; no row of totals`)
    return period
  }

  /**
   * Adds a problem if empty cells may be suppressed ones, because no cell that was read is marked so: if a column that is not read has the word, or if
   * bounds of suppressed cells are given. Empty cells are not reported: small counts would be left out, and the others would look larger.
   */
  requireMarks(column: string, rules: CellRules): void {
    if (this.#cells.empty > 0 && this.#cells.suppressed === 0 && this.#statesUnread.size > 0)
      for (const unread of this.#statesUnread)
        this.problems.add(
          0,
          unread,
          "state-unread",
          "'state' as the name of this column, or --state where the command has it: it says which cells are suppressed, and empty fields without it were not reported"
        )
    else if (rules.suppressed !== undefined && this.#cells.suppressed === 0 && this.#cells.empty > 0)
      this.problems.add(
        0,
        column,
        "none-suppressed",
        "a mark of suppressed cells, as --suppressed is given: 'suppressed' in this column or in the column of the state; empty fields are cells that were not reported"
      )
  }

  /** Returns the cell in these columns; adds a problem and returns undefined if there is none. */
  cell(at: number, names: CellColumns, rules: CellRules): Cell | undefined {
    const fields = {
      value: this.field(names.value, at),
      state: this.field(names.state, at),
      low: this.field(names.low, at),
      high: this.field(names.high, at)
    }
    const cell = parseCell(fields, rules)
    if (!isCellProblem(cell)) {
      if (cell.state === "suppressed") this.#cells.suppressed += 1
      else if (fields.state === "" && cell.state === "not_reported" && fields.value !== cell.state)
        this.#cells.empty += 1
      return cell
    }
    this.reject(at, names.value, cell.rule, cell.expected)
    return undefined
  }
}

const suppressedWord = /^\s*suppressed\s*$/i

/** The columns of a cell. */
interface CellColumns {
  readonly value: string
  readonly state?: string | undefined
  readonly low?: string | undefined
  readonly high?: string | undefined
}

interface WantedColumns {
  /** A table without one of these is refused. */
  readonly required: ReadonlyArray<string>
  readonly optional?: ReadonlyArray<string> | undefined
  /** By column, the flag that names another one. */
  readonly flags?: Readonly<Record<string, string>>
  /** Whether rows are compared with each other, in all fields. */
  readonly hasCopies?: boolean
}

/**
 * `1,230` is a decimal where files have semicolons, and thousands elsewhere; two such commas can only be thousands. `1.230` is thousands
 * where commas are decimal, which is where files have semicolons.
 */
const ambiguity = (field: string, delimiter: string): string | undefined => {
  if (delimiter !== "," && /^[+-]?\d{1,3},\d{3}$/.test(field))
    return "digits and a decimal point: the comma may mean either here"
  return delimiter === ";" && /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(field)
    ? "thousands without a point, or a fraction of one, two or four decimals: the point may mean either here"
    : undefined
}

/** Returns `9,25` and `1.234,5` with a decimal point and without thousands, and anything else as it is. `ambiguity` has refused what may mean two things. */
const withDecimalPoint = (field: string): string =>
  /^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$/.test(field) ? field.replaceAll(".", "").replace(",", ".") : field

/**
 * Reads some columns of a CSV file (comma, semicolon or tab; also `.csv.gz`). `pick` chooses them by the header. Fails with `TableRefused`
 * if columns are missing or repeated, if a row is too short or too long, or if there are no rows. Errors contain no values.
 */
export const readColumns = Effect.fn("readColumns")(function* (
  file: string,
  pick: (header: ReadonlyArray<string>) => WantedColumns
) {
  const name = basename(file)
  const problems = new Problems(name)
  const rows: Array<number> = []
  const fieldsOf = new Map<string, Array<string>>()
  let header: ReadonlyArray<string> | undefined
  const copies = new Map<number, number>()
  /** Undefined unless rows are compared. */
  let known: Map<string, number> | undefined
  let place: ReadonlyMap<string, number> = new Map()
  const statesUnread = new Set<string>()
  let unread: ReadonlyArray<readonly [number, string]> = []
  yield* csvRows(file, name, (fields, row, delimiter) => {
    if (header === undefined) {
      header = fields.map((field) => field.trim())
      const { required, optional, flags = {}, hasCopies } = pick(header)
      known = hasCopies === true ? new Map() : undefined
      const found = columnPlaces(name, header, [...new Set(required)], [...new Set(optional ?? [])])
      problems.addAll(
        found.problems.map((one) => {
          const flag = one.rule === "missing-column" ? flags[one.column] : undefined
          return flag === undefined ? one : { ...one, expected: `${one.expected}; ${flag} names another` }
        })
      )
      place = found.place
      for (const column of place.keys()) fieldsOf.set(column, [])
      unread = [...header.entries()].filter(([, column]) => !place.has(column))
    } else if (fields.length !== header.length) problems.add(row, "", "row-length", "as many fields as the header")
    else {
      const at = rows.push(row) - 1
      const text = known && JSON.stringify(fields)
      const first = text === undefined ? undefined : known?.get(text)
      if (first !== undefined) copies.set(at, first)
      else if (text !== undefined) known?.set(text, at)
      for (const [own, column] of unread) if (suppressedWord.test(fields[own] as string)) statesUnread.add(column)
      for (const [column, own] of place) {
        const field = (fields[own] as string).trim()
        const ambiguous = ambiguity(field, delimiter)
        if (ambiguous !== undefined) problems.add(row, column, "ambiguous-number", ambiguous)
        fieldsOf.get(column)?.push(delimiter === "," ? field : withDecimalPoint(field))
      }
    }
  })
  if (problems.count === 0 && rows.length === 0) problems.add(0, "", "no-rows", "at least one row below the header")
  if (problems.count > 0) return yield* problems.refusal("the table cannot be read")
  return new Columns(header ?? [], rows, problems, fieldsOf, copies, statesUnread)
})
