/**
 * What others did to a partner's records since this process last looked: withdrawals, by the operator or from other partitions, and
 * refused messages that were replayed. One statement tells both.
 */
import { Effect } from "effect"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { withdrawalTable } from "../keys/PersonTables.ts"

/** Seconds that clocks may differ by, and that an insert may take. */
const grace = 600

interface Known {
  readonly keyVersion: number
  readonly withdrawn: Set<string>
  replayed: number | undefined
  upTo: number
}

export interface News {
  /** Pseudonyms of all persons who have withdrawn from the partner. */
  readonly withdrawn: ReadonlySet<string>
  /** Whether messages were replayed since the last time: then what is known of stored revisions is to be read again. */
  readonly isReplayed: boolean
}

export interface PartnerNews {
  /** `keyVersion`: of the key in use; when that changes, stored pseudonyms do too. */
  readonly of: (partner: string, keyVersion: number) => Effect.Effect<News, WarehouseError, Warehouse>
}

export const makePartnerNews = (): PartnerNews => {
  const known = new Map<string, Known>()
  return {
    of: Effect.fn("PartnerNews.of")(function* (partner: string, keyVersion: number) {
      const warehouse = yield* Warehouse
      const before = known.get(partner)
      const own: Known =
        before?.keyVersion === keyVersion
          ? before
          : { withdrawn: new Set(), keyVersion, replayed: before?.replayed, upTo: 0 }
      const [found] = yield* warehouse.query<{ now: number; persons: ReadonlyArray<string>; replayed: number }>(
        `SELECT toUnixTimestamp(now()) AS now,
                (SELECT groupUniqArray(toString(person)) FROM ${withdrawalTable}
                 WHERE partner_id = {partner:String} AND loaded_at >= toDateTime({since:UInt32}, 'UTC')) AS persons,
                (SELECT toFloat64(count()) FROM corridor_audit.quarantine_reading WHERE outcome != 'refused') AS replayed`,
        { params: { partner, since: Math.max(0, own.upTo - grace) } }
      )
      const { now = own.upTo, persons = [], replayed = 0 } = found ?? {}
      for (const person of persons) own.withdrawn.add(person)
      const isReplayed = own.replayed !== undefined && own.replayed !== replayed
      own.replayed = replayed
      own.upTo = now
      known.set(partner, own)
      return { withdrawn: own.withdrawn, isReplayed }
    })
  }
}
