/**
 * The stored revisions of each partner, as a filter: read from the store once, then updated by every batch.
 *
 * Another process may load records of the same partner, but from other partitions, which hold other records. When partitions move,
 * revisions that were stored meanwhile are read before the first batch. A record that a partner sends to two partitions at once (against
 * its key) can be stored by both. The tables collapse equal revisions, and no mart counts them twice.
 */
import { Effect, Semaphore } from "effect"
import { uuidWords } from "../../ports/ColumnBlock.ts"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { filterRoom, RevisionFilter } from "./RevisionFilter.ts"
import { clockWasSet, type LookedAt, lookedAt, newSince } from "./storeClock.ts"

/** Rows per page that is read from the store. */
const pageRows = 500_000
/** Bytes of an id and a revision in RowBinary. */
const rowBytes = 20

interface PartnerFilter {
  readonly filter: RevisionFilter
  /** The filter contains everything that was stored before this look. */
  readonly at: LookedAt
  /** How often `invalidate` had run when reading began. The filter is up to date while it has not run again. */
  readonly round: number
}

/** Rows of a page that are added to the filter in one call. */
const addAtOnce = 1024

/** Adds a page of rows to the filter. RowBinary has a UUID in the order of `uuidWords`: the lower half of each eight bytes first. */
const addPage = (filter: RevisionFilter, bytes: Uint8Array, kind: number): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ids = new Uint32Array(uuidWords * addAtOnce)
  const revisions = new Uint32Array(addAtOnce)
  for (let at = 0; at + rowBytes <= bytes.length; ) {
    let rows = 0
    for (; rows < addAtOnce && at + rowBytes <= bytes.length; rows++, at += rowBytes) {
      for (let word = 0; word < uuidWords; word++) ids[uuidWords * rows + word] = view.getUint32(at + 4 * word, true)
      revisions[rows] = view.getUint32(at + 16, true)
    }
    filter.add(ids, revisions, rows, kind)
  }
}

/** Returns the id of a page's last row, as text. */
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

/** Adds the revisions of one kind that were stored at or after `since` (seconds since 1970) to the filter. */
const readKind = Effect.fn("KnownRevisions.readKind")(function* (
  filter: RevisionFilter,
  partner: string,
  kind: number,
  since: number,
  page: number
) {
  const { table } = recordSchema(recordKinds[kind] as (typeof recordKinds)[number])
  for (let from = noId, skip = 0; ; ) {
    // In the order of the table's key, so that the store reads only the page's rows. A page may end within a record's revisions.
    const bytes = yield* Warehouse.queryBytes(
      `SELECT record_id, revision FROM corridor_raw.${table}
       WHERE partner_id = {partner:String} AND record_id >= {from:UUID} AND loaded_at >= toDateTime({since:UInt32}, 'UTC')
       ORDER BY partner_id, record_id, revision LIMIT {page:UInt32} OFFSET {skip:UInt32}`,
      "RowBinary",
      { params: { partner, from, since, page, skip } }
    )
    addPage(filter, bytes, kind)
    const rows = bytes.length / rowBytes
    if (rows < page || filter.isFull) return
    const next = lastId(bytes)
    skip = next === from ? skip + page : 0
    from = next
  }
})

export interface KnownRevisions {
  /** Returns the filter of the partner, which contains every stored revision. */
  readonly filterFor: (partner: string) => Effect.Effect<RevisionFilter, WarehouseError, Warehouse>
  /** Call this when others may have stored records: new revisions are read from the store before a filter is used again. */
  readonly invalidate: Effect.Effect<void>
}

/** `page`: the number of rows that are read at a time. */
export const makeKnownRevisions = (page = pageRows): KnownRevisions => {
  const known = new Map<string, PartnerFilter>()
  const room = filterRoom()
  const reading = Semaphore.makeUnsafe(1)
  let round = 0
  /** Returns the filter of a partner if nothing can be missing in it: neither before nor while it is read again. */
  const current = (partner: string) => {
    const found = known.get(partner)
    return found?.round === round ? found.filter : undefined
  }

  const read = Effect.fn("KnownRevisions.read")(function* (partner: string) {
    const there = current(partner)
    if (there !== undefined) return there
    const before = known.get(partner)
    const begun = round
    const [clock] = yield* Warehouse.query<{ now: number }>("SELECT toUnixTimestamp(now()) AS now")
    const at = yield* lookedAt(clock?.now ?? 0)
    const since = clockWasSet(before?.at, at) ? 0 : newSince(before?.at)
    const filter = before?.filter ?? new RevisionFilter(room)
    yield* Effect.forEach(recordKinds, (_, kind) => readKind(filter, partner, kind, since, page), { discard: true })
    known.set(partner, { filter, at, round: begun })
    return filter
  })

  return {
    filterFor: (partner) => {
      const there = current(partner)
      return there === undefined ? reading.withPermits(1)(read(partner)) : Effect.succeed(there)
    },
    invalidate: Effect.sync(() => {
      round += 1
    })
  }
}
