/**
 * The order of day and month in the columns of a file, as its dates prove it (`values/DateOrder.ts`). It is known when the whole file was read, so
 * dates that need it are errors in the first reading, and the file is read again. Each sheet proves its own order.
 */
import { hasDates } from "../columns/Binding.ts"
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import type { RowPlace, TableRow } from "../read/FileRow.ts"
import { DateOrder, inDayOrder, isOfEitherOrder, orderInHeading } from "../values/DateOrder.ts"
import { MonthNumbers } from "../values/MonthNumber.ts"

interface Column {
  readonly at: number
  readonly order: DateOrder<number>
  readonly months: MonthNumbers<number>
  /** Whether a date of the column needs the order. */
  isNeeded: boolean
}

/** The order in which the dates of a column are read. */
interface ProvedOrder {
  /** The position of the column. */
  readonly at: number
  readonly isDayFirst: boolean
  /** The row of the date that proves it. */
  readonly row: number
}

/** The place of an order that the heading states. */
const inHeading = 0

export class DateOrders {
  private readonly placeOf: (row: number) => RowPlace | undefined
  private readonly columns = new Map<string, Column>()
  private readonly datesOfPlan = new WeakMap<ColumnPlan, ReadonlyArray<number>>()
  private isWhole = false

  constructor(placeOf: (row: number) => RowPlace | undefined) {
    this.placeOf = placeOf
  }

  private keyOf(at: number, row: number): string {
    return `${at} ${this.placeOf(row)?.sheet ?? ""}`
  }

  private columnsWithDates(plan: ColumnPlan): ReadonlyArray<number> {
    const known = this.datesOfPlan.get(plan)
    if (known !== undefined) return known
    const found = plan.bindings.flatMap((binding, i) => (hasDates(binding) ? [i] : []))
    this.datesOfPlan.set(plan, found)
    return found
  }

  /** Returns the row as it is to be read; in the first reading of the file, as it is. */
  read(row: TableRow, plan: ColumnPlan): TableRow {
    const at = this.columnsWithDates(plan)
    let { cells } = row
    for (const i of at) {
      const cell = row.cells[i] ?? ""
      if (!this.isWhole) this.add(cell, i, row.row, plan)
      const read = this.cell(cell, i, row.row)
      if (read !== cell) cells = cells.with(i, read)
    }
    return cells === row.cells ? row : { ...row, cells, asWritten: row }
  }

  private add(cell: string, at: number, row: number, plan: ColumnPlan): void {
    // Most dates are ISO dates or have dots.
    if (!/^\s*\d{1,2}[/-]|[a-z]{3}/i.test(cell) && /^[\x20-\x7e]*$/.test(cell)) return
    const key = this.keyOf(at, row)
    const column = this.columns.get(key) ?? this.newColumn(at, plan.names[at] ?? "")
    this.columns.set(key, column)
    column.order.add(cell, row)
    column.months.add(cell, row)
    column.isNeeded ||= isOfEitherOrder(cell)
  }

  private newColumn(at: number, heading: string): Column {
    const order = new DateOrder<number>()
    const stated = orderInHeading(heading)
    if (stated !== undefined) order.state(stated, inHeading)
    const months = new MonthNumbers<number>()
    months.addHeading(heading, inHeading)
    return { at, order, months, isNeeded: false }
  }

  /** Returns a cell of a column with dates as it is to be read. */
  cell(text: string, at: number, row: number): string {
    if (!this.isWhole) return text
    const column = this.columns.get(this.keyOf(at, row))
    if (!isOfEitherOrder(text)) return column?.months.read(text) ?? text
    const proved = column?.order.proved
    return proved === undefined ? text : inDayOrder(text, proved.isDayFirst)
  }

  /** Call it when the whole file was read. Returns true the first time if dates can be read now that were errors, or contradict each other. */
  end(): boolean {
    if (this.isWhole) return false
    this.isWhole = true
    return [...this.columns.values()].some(
      ({ order, months, isNeeded }) =>
        (isNeeded && order.proved !== undefined) || order.contradicted !== undefined || months.proved !== undefined
    )
  }

  /** The columns with dates of both orders, and the row of the first date that contradicts an earlier one or the heading. */
  get contradicted(): ReadonlyArray<{ readonly at: number; readonly row: number }> {
    if (!this.isWhole) return []
    return [...this.columns.values()].flatMap(({ at, order }) => {
      const found = order.contradicted
      return found === undefined ? [] : [{ at, row: found.by }]
    })
  }

  /** The orders that dates of the file need, and that a date proves. An order that a heading states needs no warning. */
  get proved(): ReadonlyArray<ProvedOrder> {
    if (!this.isWhole) return []
    return [...this.columns.values()].flatMap(({ at, order, isNeeded }) => {
      const proved = isNeeded ? order.proved : undefined
      return proved === undefined || proved.by === inHeading
        ? []
        : [{ at, isDayFirst: proved.isDayFirst, row: proved.by }]
    })
  }

  /** The columns with months such as `Mar-21` that are read as a month and a year, and the row of the one that proves it. */
  get provedMonths(): ReadonlyArray<{ readonly at: number; readonly row: number }> {
    if (!this.isWhole) return []
    return [...this.columns.values()].flatMap(({ at, months }) => {
      const row = months.proved
      return row === undefined || row === inHeading ? [] : [{ at, row }]
    })
  }
}
