/** Ages of 77 and 88 that are probably codes: surveys write 7, 8 and 9 twice for "unknown" and "refused". 97 to 99 are asked about in each row. */
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import type { MappingIndex } from "../columns/Mapping.ts"
import type { Header } from "../read/FindHeader.ts"
import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import { shownColumn } from "./ShownColumn.ts"

const codes: ReadonlySet<string> = new Set(["77", "88"])

/** An age above this is rare: nobody else so old is in a column whose 77 and 88 are codes. */
const oldAge = 70

/** Fewer may be persons. */
const fewestCodes = 2

interface Column {
  codes: number
  hasOldPersons: boolean
}

/** The ages of a file. What they are is known when the whole file was read, and it is read again then, so that the report says so too. */
export class AgeCodes {
  private readonly mapping: MappingIndex
  private readonly columns = new Map<number, Column>()
  private isWhole = false
  private readonly agesOfPlan = new WeakMap<ColumnPlan, ReadonlyArray<number>>()

  constructor(mapping: MappingIndex) {
    this.mapping = mapping
  }

  private agesIn(plan: ColumnPlan): ReadonlyArray<number> {
    const known = this.agesOfPlan.get(plan)
    if (known !== undefined) return known
    const found = plan.bindings.flatMap((binding, i) =>
      binding.to === "target" && binding.target.field.name === "age" ? [i] : []
    )
    this.agesOfPlan.set(plan, found)
    return found
  }

  add(cells: ReadonlyArray<string>, plan: ColumnPlan): void {
    if (this.isWhole) return
    for (const at of this.agesIn(plan)) {
      const cell = cells[at]?.trim() ?? ""
      if (!(Number(cell) > oldAge)) continue
      const column = this.columns.get(at) ?? { codes: 0, hasOldPersons: false }
      this.columns.set(at, column)
      if (!codes.has(cell)) column.hasOldPersons ||= Number(cell) < 97
      else if (!this.mapping.hasValue("age", cell)) column.codes++
    }
  }

  /** Call it when the whole file was read. Returns true the first time if there is a warning. */
  end(): boolean {
    if (this.isWhole) return false
    this.isWhole = true
    return [...this.columns.keys()].some((at) => this.isSuspected(at))
  }

  private isSuspected(at: number): boolean {
    const column = this.columns.get(at)
    return column !== undefined && !column.hasOldPersons && column.codes >= fewestCodes
  }

  /** Returns a warning for each column whose 77 and 88 are probably codes. */
  problems(header: Header | undefined): ReadonlyArray<FileProblemEntry> {
    if (header === undefined || !this.isWhole) return []
    return [...this.columns.keys()]
      .filter((at) => this.isSuspected(at))
      .map((at) => problemAt("ages-may-be-codes", header.row, shownColumn(header, at), "header"))
  }
}
