/** What the processes of a simulation share: time, store, log and faults. */
import type { LoggedWithdrawal } from "../../ingest/keys/WithdrawalLog.ts"
import type { Faults, Safeguard } from "./Faults.ts"
import type { SimulatedLog } from "./SimulatedLog.ts"
import type { SimulatedStore } from "./SimulatedStore.ts"
import type { VirtualTime } from "./VirtualTime.ts"

export interface World {
  readonly time: VirtualTime
  readonly store: SimulatedStore
  readonly log: SimulatedLog
  readonly faults: Faults
  readonly partners: ReadonlyArray<string>
  /** Partners whose pseudonymisation keys are missing now. */
  readonly withoutKey: Set<string>
  /** Maximum number of records in a batch. */
  readonly batchSize: number
  /** The safeguard that is switched off, if any. */
  readonly without: Safeguard | undefined
  /** Runs when a process has fetched records, and when it has planned a batch of them. */
  onLoading: () => void
  /** The withdrawal log. */
  readonly withdrawals: Array<LoggedWithdrawal>
  /** Number of withdrawals by an operator that are not complete. */
  openWithdrawals: number
  /** Number of processes that crashed. */
  crashes: number
  /** Number of inserts that came late. */
  lateInserts: number
  /** Number of late inserts that have not arrived yet. */
  pending: number
}
