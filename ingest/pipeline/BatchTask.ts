import type { Effect } from "effect"
import type { Membership } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"

/** A batch with boundaries, from its cut to its commit: its records, its tokens and what the ledger knows of it. */
export interface BatchTask {
  readonly batch: LogBatch
  readonly token: string
  /** The token of the block that its rows are planned for: see `LoadBatch`. */
  block: string
  /** True if the ledger already held its boundaries. */
  readonly isPlanned: boolean
  /** The generation in which its boundaries are recorded. */
  readonly generation: number
  /** True if no ledger entry covers any of its records: none of them can be in the store or in an insert in progress. */
  readonly isNew: boolean
  readonly assertOwnership: Membership["assertOwnership"]
  /** Runs when all of it is in the store. */
  readonly onStored: Effect.Effect<unknown>
  /** How often this process has started to load it. */
  tries: number
}
