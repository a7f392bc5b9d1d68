/** A statutory return: figures of an edition in the tables that an authority asks for, each with its state. */
import type { PublishedTable } from "../published/PublishedTable.ts"
import type { PopulationOf } from "./population.ts"
import type { ReturnCell } from "./ReturnCell.ts"

export interface ReturnInput {
  readonly year: number
  /** ISO 3166-1 alpha-3. */
  readonly countries: ReadonlyArray<string>
  /** Tables of the edition that count persons in the same way, by cube: without tables of a part of the persons. */
  readonly tables: ReadonlyMap<string, ReadonlyArray<PublishedTable>>
  readonly population: PopulationOf
}

/** A row: labels and further values by column, and the cell. */
export interface ReturnRow {
  readonly values: Readonly<Record<string, string | number | null>>
  readonly cell: ReturnCell
  /** Why no edition can say it, if that is so. */
  readonly why?: string
}

export interface StatutoryReturn {
  readonly name: string
  readonly title: string
  /** Columns before the cell, with their meanings. */
  readonly labels: Readonly<Record<string, string>>
  /** The column with the count. */
  readonly figure: { readonly name: string; readonly meaning: string }
  /** Columns after the cell, with their meanings. */
  readonly more: Readonly<Record<string, string>>
  /** What a reader of the return must know. */
  readonly notes: ReadonlyArray<string>
  /** The cubes whose tables it reads. */
  readonly cubes: ReadonlyArray<string>
  readonly rows: (input: ReturnInput) => ReadonlyArray<ReturnRow>
}

/** What every return says of its figures. */
export const commonNotes = [
  "Persons known to the partners of Corridor, each counted once at each partner: a person whom two partners know counts twice. These are not all trafficked persons, nor all that the authorities detected.",
  "A row without a figure is not 0. The column state says why: suppressed, not reported, not collected, or not counted by any table of the edition."
]
