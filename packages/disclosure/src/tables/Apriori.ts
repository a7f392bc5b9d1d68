/**
 * What a person decides about a cell in advance, as in the a-priori file of tau-ARGUS (Hundepool et al. 2014,
 * "tau-ARGUS user's manual").
 *
 * `publish`: a waiver; the cell is published whatever the rules say. `keep`: it is never suppressed to protect others,
 * only to protect itself. `suppress`: it is suppressed whatever the rules say.
 */
export const aprioriStatuses = ["publish", "keep", "suppress"] as const
export type AprioriStatus = (typeof aprioriStatuses)[number]

export interface AprioriDecision {
  /** Labels by dimension. */
  readonly cell: Readonly<Record<string, string>>
  readonly status: AprioriStatus
  /** Why, in the person's words. */
  readonly reason: string
}

/** Decisions as a file gives them. */
export interface Apriori {
  /** Name for errors. */
  readonly file: string
  /** Decisions with their rows in a spreadsheet. */
  readonly decisions: ReadonlyArray<AprioriDecision & { readonly row: number }>
}
