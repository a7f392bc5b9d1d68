/**
 * What this process knows of the revisions that the store has, by partner: read from the store once, then kept up by every batch.
 *
 * Another process may load records of the same partner. It does so from other partitions, where the same record does not lie; and
 * when partitions move, what was stored since is read before the first batch. A record that a partner sends to two partitions at
 * once (against its key) can be stored by both; the tables collapse equal revisions, and no mart counts them twice.
 */
import { Effect, Semaphore } from "effect"
import { uuidWords } from "../../ports/ColumnBlock.ts"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { filterRoom, RevisionFilter } from "./RevisionFilter.ts"

/** Rows read at once. */
const rowsAtOnce = 500_000
/** An id and a revision in RowBinary. */
const rowBytes = 20
/** Seconds that clocks may differ by, and that an insert may take. */
const grace = 600

interface Known {
  readonly filter: RevisionFilter
  /** Time of the store up to which everything stored is in the filter. */
  upTo: number
  isStale: boolean
}

/** Rows of a page that are put in at once. */
const putAtOnce = 1024

/** RowBinary holds a UUID as `uuidWords` lie: the lower half of each eight bytes first. */
const putPage = (filter: RevisionFilter, bytes: Uint8Array, kind: number): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ids = new Uint32Array(uuidWords * putAtOnce)
  const revisions = new Uint32Array(putAtOnce)
  for (let at = 0; at + rowBytes <= bytes.length; ) {
    let rows = 0
    for (; rows < putAtOnce && at + rowBytes <= bytes.length; rows++, at += rowBytes) {
      for (let word = 0; word < uuidWords; word++) ids[uuidWords * rows + word] = view.getUint32(at + 4 * word, true)
      revisions[rows] = view.getUint32(at + 16, true)
    }
    filter.add(ids, revisions, rows, kind)
  }
}

/** The id of a page's last row, as text. */
const lastId = (bytes: Uint8Array): string => {
  const at = bytes.length - rowBytes
  const half = (from: number) =>
    Buffer.from(bytes.subarray(from, from + 8))
      .reverse()
      .toString("hex")
  const hex = half(at) + half(at + 8)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const noId = "00000000-0000-0000-0000-000000000000"

/** Reads the revisions of one kind that were stored at or after `since` (seconds since 1970) into the filter. */
const readKind = Effect.fn("KnownRevisions.readKind")(function* (
  filter: RevisionFilter,
  partner: string,
  kind: number,
  since: number,
  page: number
) {
  const warehouse = yield* Warehouse
  const { table } = recordSchema(recordKinds[kind] as (typeof recordKinds)[number])
  for (let from = noId, skip = 0; ; ) {
    // In the order of the table's key, so that a page costs no more than its rows; a page may end within a record's revisions.
    const bytes = yield* warehouse.queryBytes(
      `SELECT record_id, revision FROM corridor_raw.${table}
       WHERE partner_id = {partner:String} AND record_id >= {from:UUID} AND loaded_at >= toDateTime({since:UInt32}, 'UTC')
       ORDER BY partner_id, record_id, revision LIMIT {page:UInt32} OFFSET {skip:UInt32}`,
      "RowBinary",
      { params: { partner, from, since, page, skip } }
    )
    putPage(filter, bytes, kind)
    const rows = bytes.length / rowBytes
    if (rows < page || filter.isFull) return
    const next = lastId(bytes)
    skip = next === from ? skip + page : 0
    from = next
  }
})

export interface KnownRevisions {
  /** The filter of the partner, with all that the store has. */
  readonly filterOf: (partner: string) => Effect.Effect<RevisionFilter, WarehouseError, Warehouse>
  /** Others may have stored records of this process's partitions: the store is read again before a filter is next used. */
  readonly distrust: Effect.Effect<void>
}

/** `page`: rows that are read at once. */
export const makeKnownRevisions = (page = rowsAtOnce): KnownRevisions => {
  const known = new Map<string, Known>()
  const room = filterRoom()
  const reading = Semaphore.makeUnsafe(1)

  const read = Effect.fn("KnownRevisions.read")(function* (partner: string) {
    const before = known.get(partner)
    if (before !== undefined && !before.isStale) return before.filter
    const warehouse = yield* Warehouse
    if (before !== undefined) before.isStale = false
    const [clock] = yield* warehouse.query<{ now: number }>("SELECT toUnixTimestamp(now()) AS now")
    const now = clock?.now ?? 0
    const since = before === undefined ? 0 : Math.max(0, before.upTo - grace)
    const filter = before?.filter ?? new RevisionFilter(room)
    const all = Effect.forEach(recordKinds, (_, kind) => readKind(filter, partner, kind, since, page), {
      discard: true
    })
    yield* all.pipe(
      Effect.tapError(() =>
        Effect.sync(() => {
          if (before !== undefined) before.isStale = true
        })
      )
    )
    known.set(partner, { filter, upTo: now, isStale: before?.isStale ?? false })
    return filter
  })

  return {
    filterOf: (partner) => {
      const found = known.get(partner)
      return found !== undefined && !found.isStale
        ? Effect.succeed(found.filter)
        : reading.withPermits(1)(read(partner))
    },
    distrust: Effect.sync(() => {
      for (const own of known.values()) own.isStale = true
    })
  }
}
