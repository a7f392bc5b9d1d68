/**
 * Changes to a partner's records that others made since the last look: withdrawals, by the operator or in other partitions, and
 * replayed messages. One statement reads both.
 */
import { Effect } from "effect"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { withdrawalTable } from "../keys/PersonTables.ts"
import { coalesce } from "./coalesce.ts"
import { clockWasSet, type LookedAt, lookedAt, newSince } from "./storeClock.ts"

interface PartnerState {
  readonly keyVersion: number
  readonly withdrawn: Set<string>
  replayed: number | undefined
  at: LookedAt | undefined
}

/** The pseudonyms of all persons who have withdrawn from the partner. */
export type Withdrawn = ReadonlySet<string>

export interface PartnerChangeFeed {
  /**
   * Reads from the store who has withdrawn. The result covers everything that was stored before the call. `keyVersion` is the version of
   * the current key; when it changes, the stored pseudonyms change too.
   */
  readonly withdrawnOf: (partner: string, keyVersion: number) => Effect.Effect<Withdrawn, WarehouseError, Warehouse>
}

interface Request {
  readonly partner: string
  readonly keyVersion: number
}

const nameOf = ({ partner, keyVersion }: Request) => `${keyVersion} ${partner}`

/** `onReplay` runs when messages were replayed since the last look: stored revisions are no longer known. */
export const makePartnerChangeFeed = (onReplay: Effect.Effect<void>): PartnerChangeFeed => {
  const states = new Map<string, PartnerState>()

  const read = Effect.fn("PartnerChangeFeed.read")(function* ({ partner, keyVersion }: Request) {
    const before = states.get(partner)
    const state: PartnerState =
      before?.keyVersion === keyVersion
        ? before
        : { withdrawn: new Set(), keyVersion, replayed: before?.replayed, at: undefined }
    // Runs twice a batch. Two rows cost the store less than one row with two subqueries.
    const rowsSince = (since: number) =>
      Warehouse.query<{ now: number; persons: ReadonlyArray<string>; replayed: number }>(
        `SELECT toUnixTimestamp(now()) AS now, groupUniqArray(toString(person)) AS persons, toFloat64(0) AS replayed
       FROM ${withdrawalTable}
       WHERE partner_id = {partner:String} AND loaded_at >= toDateTime({since:UInt32}, 'UTC')
       UNION ALL
       SELECT 0, [], toFloat64(count()) FROM corridor_audit.quarantine_reading WHERE outcome != 'refused'`,
        { params: { partner, since }, settings: { max_threads: 1 } }
      )
    const news = yield* rowsSince(newSince(state.at))
    const at = yield* lookedAt(Math.max(...news.map(({ now }) => now)))
    const rows = clockWasSet(state.at, at) ? yield* rowsSince(0) : news
    const persons = rows.flatMap((row) => row.persons)
    const replayed = rows.reduce((sum, row) => sum + row.replayed, 0)
    for (const person of persons) state.withdrawn.add(person)
    if (state.replayed !== undefined && state.replayed !== replayed) yield* onReplay
    state.replayed = replayed
    state.at = at
    states.set(partner, state)
    return state.withdrawn as Withdrawn
  })

  // The partitions of a partner check at the same time.
  const readOnce = coalesce(
    Effect.fnUntraced(function* (requests: ReadonlyArray<Request>) {
      const results = new Map<string, Withdrawn>()
      for (const request of requests) {
        const name = nameOf(request)
        if (!results.has(name)) results.set(name, yield* read(request))
      }
      return results
    })
  )
  return {
    withdrawnOf: (partner, keyVersion) => {
      const request = { partner, keyVersion }
      return Effect.map(readOnce(request), (results) => results.get(nameOf(request)) as Withdrawn)
    }
  }
}
