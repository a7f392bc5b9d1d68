/**
 * What others did to a partner's records since this process last looked: withdrawals, by the operator or from other partitions, and
 * refused messages that were replayed. One statement tells both.
 */
import { Effect } from "effect"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { withdrawalTable } from "../keys/PersonTables.ts"
import { together } from "./Together.ts"

/** Seconds that clocks may differ by, and that an insert may take. */
const grace = 600

interface Known {
  readonly keyVersion: number
  readonly withdrawn: Set<string>
  replayed: number | undefined
  upTo: number
}

/** Pseudonyms of all persons who have withdrawn from the partner. */
export type News = ReadonlySet<string>

export interface PartnerNews {
  /** Asked after the call, of the store. `keyVersion`: of the key in use; when that changes, stored pseudonyms do too. */
  readonly of: (partner: string, keyVersion: number) => Effect.Effect<News, WarehouseError, Warehouse>
}

interface Asking {
  readonly partner: string
  readonly keyVersion: number
}

const nameOf = ({ partner, keyVersion }: Asking) => `${keyVersion} ${partner}`

/** `distrust` forgets what is known of stored revisions: it is called when messages were replayed since the last time. */
export const makePartnerNews = (distrust: Effect.Effect<void>): PartnerNews => {
  const known = new Map<string, Known>()

  const ask = Effect.fn("PartnerNews.ask")(function* ({ partner, keyVersion }: Asking) {
    const warehouse = yield* Warehouse
    const before = known.get(partner)
    const own: Known =
      before?.keyVersion === keyVersion
        ? before
        : { withdrawn: new Set(), keyVersion, replayed: before?.replayed, upTo: 0 }
    // Asked twice for each batch: as two rows it costs the store less than as one with two subqueries.
    const found = yield* warehouse.query<{ now: number; persons: ReadonlyArray<string>; replayed: number }>(
      `SELECT toUnixTimestamp(now()) AS now, groupUniqArray(toString(person)) AS persons, toFloat64(0) AS replayed
       FROM ${withdrawalTable}
       WHERE partner_id = {partner:String} AND loaded_at >= toDateTime({since:UInt32}, 'UTC')
       UNION ALL
       SELECT 0, [], toFloat64(count()) FROM corridor_audit.quarantine_reading WHERE outcome != 'refused'`,
      { params: { partner, since: Math.max(0, own.upTo - grace) }, settings: { max_threads: 1 } }
    )
    const persons = found.flatMap((row) => row.persons)
    const replayed = found.reduce((sum, row) => sum + row.replayed, 0)
    const now = found.reduce((latest, row) => Math.max(latest, row.now), own.upTo)
    for (const person of persons) own.withdrawn.add(person)
    if (own.replayed !== undefined && own.replayed !== replayed) yield* distrust
    own.replayed = replayed
    own.upTo = now
    known.set(partner, own)
    return own.withdrawn as News
  })

  // Partitions of a partner ask at the same moments.
  const askOnce = together(
    Effect.fnUntraced(function* (asking: ReadonlyArray<Asking>) {
      const answers = new Map<string, News>()
      for (const each of asking) {
        const name = nameOf(each)
        if (!answers.has(name)) answers.set(name, yield* ask(each))
      }
      return answers
    })
  )
  return {
    of: (partner, keyVersion) => {
      const asking = { partner, keyVersion }
      return Effect.map(askOnce(asking), (answers) => answers.get(nameOf(asking)) as News)
    }
  }
}
