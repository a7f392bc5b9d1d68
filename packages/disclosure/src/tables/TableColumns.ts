/** Which columns of the file are what. */
export interface TableColumns {
  readonly count: string
  readonly dimensions: ReadonlyArray<string>
  /** Column with the number of contributing partners. */
  readonly contributors?: string | undefined
  /** Column with the partner: the file then has one row per cell and partner. */
  readonly contributor?: string | undefined
  /** A row of this partner (the label of margins) says what all partners together have in the cell. */
  readonly allPartners?: string | undefined
}

/**
 * `protect`: every count is there, for what is hidden cannot be protected blindly. `audit`: a published table, in which suppressed
 * cells have none or only `<5`.
 */
export type TableUse = "protect" | "audit"
