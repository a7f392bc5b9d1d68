export interface TableColumns {
  readonly count: string
  readonly dimensions: ReadonlyArray<string>
  /** Column with the number of contributing partners. */
  readonly contributors?: string | undefined
  /** Column with the partner; the file then has one row for each cell and partner. */
  readonly contributor?: string | undefined
  /** A row with this partner (the label of margins) has the total of all partners in the cell. */
  readonly allPartners?: string | undefined
}

/**
 * `protect`: every count is present, since a hidden one cannot be protected. `audit`: a published table, in which
 * suppressed cells have no count, or `<5`.
 */
export type TableUse = "protect" | "audit"
