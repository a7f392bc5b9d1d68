/** Pulls the records that are new since the last run, in batches. What was sent is remembered after each batch, so that the next run continues there. */
import type { PulledRecord } from "./PulledRecord.ts"
import { type PullPlan, type ToolName, tools } from "./tools.ts"

/** How far a form was read: the time of the last record, and the ids of the records of that time, as it is read again. */
export interface PullState {
  readonly since: string
  readonly ids: ReadonlyArray<string>
}

/** Returns the state after these records. */
const stateAfter = (before: PullState | undefined, records: ReadonlyArray<PulledRecord>): PullState | undefined => {
  const since = records.at(-1)?.at
  if (since === undefined) return before
  const ids = records.filter(({ at }) => at === since).map(({ id }) => id)
  return { since, ids: before?.since === since ? [...new Set([...before.ids, ...ids])] : ids }
}

/** Records to send together, and the state to remember when they were sent. */
interface PulledBatch {
  readonly records: ReadonlyArray<PulledRecord>
  /** The number of records of the same time that do not count in the tool, and are not sent. */
  readonly leftOut: number
  readonly state: PullState
}

/** Yields the new records in batches of at most `batchSize`, with those that are left out, oldest first. */
export async function* pullNew(
  tool: ToolName,
  plan: Omit<PullPlan, "since">,
  before: PullState | undefined,
  batchSize: number
): AsyncGenerator<PulledBatch> {
  const known = new Set(before?.ids.map((id) => `${id} ${before.since}`))
  let state = before
  let waiting: Array<PulledRecord> = []
  const take = (): PulledBatch => {
    state = stateAfter(state, waiting)
    const records = waiting.filter(({ isLeftOut }) => !isLeftOut)
    const batch = { records, leftOut: waiting.length - records.length, state: state as PullState }
    waiting = []
    return batch
  }
  for await (const page of tools[tool].pages({ ...plan, since: before?.since }))
    for (const record of page) {
      const key = `${record.id} ${record.at}`
      if (known.has(key)) continue
      known.add(key)
      waiting.push(record)
      if (waiting.length === batchSize) yield take()
    }
  if (waiting.length > 0) yield take()
}
