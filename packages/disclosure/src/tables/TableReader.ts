import { type CellState, cellStates, stateCode } from "./CellState.ts"
import type { CountTable } from "./CountTable.ts"
import { columnPlaces } from "./Header.ts"
import { foldLabel } from "./likeLabels.ts"
import type { Problems } from "./Problems.ts"
import { type CountField, parseCount } from "./parseCount.ts"
import { readLabel } from "./safeLabel.ts"
import { TableBuilder } from "./TableBuilder.ts"
import type { TableColumns, TableUse } from "./TableColumns.ts"

const stateColumn = "state"

/** Reads one table: checks each row and adds it to the builder. */
export class TableReader {
  readonly #columns: TableColumns
  readonly #use: TableUse
  readonly #problems: Problems
  readonly #builder: TableBuilder
  readonly #width: number
  readonly #dimensionPlaces: ReadonlyArray<number>
  /** Whether the header has no problem. If it has, rows would only repeat it. */
  readonly #isReadable: boolean
  readonly #place: (name: string) => number
  readonly #stated = new Map<number, number>()
  /** Rows of a published table without states whose count is empty, and whether others are marked as suppressed. */
  readonly #empty: Array<number> = []
  #hasMarks = false
  /** The spelling of each partner. */
  readonly #spelled = new Map<string, string>()
  /** Totals of rows for all partners, and sums over the partners, by cell. */
  readonly #ofAll = new Map<number, { readonly count: number; readonly row: number }>()
  readonly #ofEach = new Map<number, number>()

  constructor(file: string, header: ReadonlyArray<string>, columns: TableColumns, use: TableUse, problems: Problems) {
    const { count, dimensions, contributors, contributor } = columns
    const wanted = [...dimensions, count, contributors, contributor].filter((one) => one !== undefined)
    const found = columnPlaces(file, header, wanted, [stateColumn])
    problems.addAll(found.problems)
    for (const one of new Set(wanted.filter((column, i) => wanted.indexOf(column) !== i)))
      problems.add(1, one, "column-twice", "each column for one purpose")
    if (wanted.includes(stateColumn))
      problems.add(1, stateColumn, "reserved-column", "another name: this column says which cells are suppressed")
    this.#isReadable = problems.count === 0
    this.#columns = columns
    this.#use = use
    this.#problems = problems
    this.#width = found.width
    this.#place = (column) => found.place.get(column) ?? -1
    this.#dimensionPlaces = dimensions.map(this.#place)
    this.#builder = new TableBuilder(file, dimensions)
    if (columns.allPartners !== undefined) this.#spelled.set(foldLabel(columns.allPartners), columns.allPartners)
  }

  row(fields: ReadonlyArray<string>, row: number): void {
    if (!this.#isReadable) return
    if (fields.length !== this.#width) {
      this.#problems.add(row, "", "row-length", "as many fields as the header")
      return
    }
    const before = this.#problems.count
    const labels = this.#dimensionPlaces.map((place, d) => {
      const label = readLabel(fields[place] as string)
      if (label === "")
        this.#problems.add(row, this.#columns.dimensions[d] as string, "no-label", "a label, or the label of margins")
      return label
    })
    const cell = this.#cell(fields, row)
    if (cell === undefined || this.#problems.count > before) return
    if (this.#columns.contributor !== undefined) {
      this.#ofPartner(fields, row, labels, cell)
      return
    }
    const at = this.#builder.row(labels)
    if (!at.isNew) {
      this.#problems.add(
        row,
        "",
        "duplicate-cell",
        "each cell once: name every column that identifies it, or add the rows up"
      )
      return
    }
    this.#builder.set(at.row, cell)
    if (this.#columns.contributors !== undefined) this.#partners(fields, row, at.row, cell.count)
  }

  #cell(fields: ReadonlyArray<string>, row: number) {
    const column = this.#columns.count
    const field = parseCount(fields[this.#place(column)] as string)
    const stateText = this.#place(stateColumn) < 0 ? "" : (fields[this.#place(stateColumn)] as string).trim()
    if (stateText !== "" && !cellStates.includes(stateText as CellState)) {
      this.#problems.add(row, stateColumn, "no-state", cellStates.join(", "))
      return undefined
    }
    const state = stateText === "" ? undefined : stateCode[stateText as CellState]
    if (field === undefined || (field.kind === "below" && this.#use === "protect")) {
      this.#problems.add(
        row,
        column,
        "no-count",
        `a whole number of persons from 0 on, without separators, or nothing ${this.#use === "audit" ? "if it is suppressed" : "with a state"}`
      )
      return undefined
    }
    return this.#stateOf(field, state, row)
  }

  #stateOf(field: CountField, state: number | undefined, row: number) {
    const { published, suppressed, not_reported } = stateCode
    const none = Number.NaN
    const column = this.#columns.count
    if (field.kind === "below") {
      this.#hasMarks = true
      if (state === undefined || state === suppressed)
        return { count: none, state: suppressed, atMost: field.below - 1 }
      this.#problems.add(row, column, "count-against-state", "a count if and only if the state is published")
      return undefined
    }
    if (field.kind === "count") {
      // A count of a suppressed cell is for protection only; in a published table it would be disclosed.
      if (state === undefined || state === published) return { count: field.count, state: published }
      if (state === suppressed && this.#use === "protect") return { count: field.count, state }
      this.#problems.add(row, column, "count-against-state", "no count, because the state is not published")
      return undefined
    }
    if (field.kind === "state") return { count: none, state: field.state }
    if (state === published || (state === suppressed && this.#use === "protect")) {
      this.#problems.add(row, column, "no-count", "a count: a cell without one cannot be protected")
      return undefined
    }
    // Published tables without states leave suppressed cells empty. Taken for zeros, they would not be attacked.
    const isUnnamed = this.#use === "audit" && this.#place(stateColumn) < 0
    if (isUnnamed) this.#empty.push(row)
    return { count: none, state: state ?? (isUnnamed ? suppressed : not_reported) }
  }

  #partners(fields: ReadonlyArray<string>, row: number, at: number, persons: number): void {
    const column = this.#columns.contributors as string
    const field = parseCount(fields[this.#place(column)] as string)
    // If the column held something else, such as the number of records, any count would seem to come from enough partners.
    if (field?.kind === "count" && persons > 0 && field.count > persons)
      this.#problems.add(
        row,
        column,
        "too-many-partners",
        "at most as many contributing partners as the cell has persons"
      )
    else if (field?.kind === "count") this.#builder.setContributors(at, field.count)
    else if (field?.kind !== "none")
      this.#problems.add(row, column, "no-partners", "a whole number of contributing partners, or nothing")
  }

  #ofPartner(
    fields: ReadonlyArray<string>,
    row: number,
    labels: ReadonlyArray<string>,
    cell: { readonly count: number; readonly state: number }
  ): void {
    const column = this.#columns.contributor as string
    const partner = readLabel(fields[this.#place(column)] as string)
    if (partner === "") {
      this.#problems.add(row, column, "no-partner", "a partner in each row")
      return
    }
    // Two spellings would count as two partners.
    const spelled = this.#spelled.get(foldLabel(partner)) ?? partner
    this.#spelled.set(foldLabel(partner), spelled)
    if (spelled !== partner) {
      this.#problems.add(row, column, "like-labels", "one spelling of each partner")
      return
    }
    const at = this.#builder.row(labels)
    const known = this.#stated.get(at.row)
    if (known !== undefined && known !== cell.state) {
      this.#problems.add(row, stateColumn, "states-differ", "one state for all rows of a cell")
      return
    }
    this.#stated.set(at.row, cell.state)
    const ofAll = partner === this.#columns.allPartners
    const isNew = ofAll
      ? !this.#ofAll.has(at.row)
      : this.#builder.contribute(at.row, partner, Number.isNaN(cell.count) ? 0 : cell.count)
    if (!isNew) {
      this.#problems.add(row, column, "duplicate-cell", "each partner of a cell once")
      return
    }
    if (ofAll) this.#ofAll.set(at.row, { count: cell.count, row })
    else this.#ofEach.set(at.row, (this.#ofEach.get(at.row) ?? 0) + cell.count)
    this.#builder.set(at.row, { count: this.#ofEach.get(at.row) ?? cell.count, state: cell.state })
  }

  /** Makes the final checks after the last row. */
  end(): void {
    // Next to marks, an empty count is probably a zero. Taken for a suppressed one, it would make others seem uncertain.
    if (this.#hasMarks)
      for (const row of this.#empty)
        this.#problems.add(row, this.#columns.count, "no-count", "0, or the mark of the other suppressed counts")
    for (const [at, { count, row }] of this.#ofAll) {
      const sum = this.#ofEach.get(at)
      if (sum !== undefined && sum !== count)
        this.#problems.add(row, this.#columns.count, "not-additive", "the sum of the partners' counts in the cell")
    }
  }

  build(): CountTable {
    return this.#builder.build({
      contributors: this.#columns.contributors !== undefined,
      contributions: this.#columns.contributor !== undefined
    })
  }
}
