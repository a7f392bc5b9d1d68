/** The rows of entries, sealed in the state store until the entry is sent or ends. */
import { Effect } from "effect"
import { StateStore } from "../../ports/StateStore.ts"
import { contentHasher } from "../submit/check/contentHasher.ts"
import type { ReadyRow } from "../submit/check/pseudonymiseRows.ts"
import { dropEntry, findEntries, openStates } from "./Entries.ts"
import { maxBytes, ReviewRefused } from "./Entry.ts"
import { addEvent } from "./History.ts"
import { type SealedRows, sealRows, unsealRows } from "./sealedRows.ts"

/** Adds rows to an entry that is being received. */
export const addRows = Effect.fn("EntryRows.addRows")(function* (
  partner: string,
  entry: string,
  part: number,
  rows: ReadonlyArray<ReadyRow>
) {
  const { keyVersion, sealed } = yield* sealRows(partner, `${entry} ${part}`, rows)
  yield* StateStore.transaction(
    Effect.gen(function* () {
      const [used] = yield* StateStore.query<{ bytes: number }>(
        `SELECT COALESCE(SUM(LENGTH(sealed)), 0) AS bytes FROM review_rows WHERE partner = ?`,
        [partner]
      )
      if (Number(used?.bytes ?? 0) + sealed.length > maxBytes) return yield* ReviewRefused.because("review-full")
      yield* StateStore.query(
        `INSERT INTO review_rows (entry, part, partner, key_version, sealed) VALUES (?, ?, ?, ?, ?)`,
        [entry, part, partner, keyVersion, sealed]
      )
    })
  )
})

const parts = (entry: string) =>
  StateStore.query<{ part: number }>("SELECT part FROM review_rows WHERE entry = ? ORDER BY part", [entry])

const readPart = Effect.fn("EntryRows.readPart")(function* (partner: string, entry: string, part: number) {
  const [row] = yield* StateStore.query<SealedRows>(
    `SELECT key_version AS "keyVersion", sealed FROM review_rows WHERE entry = ? AND part = ?`,
    [entry, part]
  )
  return row === undefined ? [] : yield* unsealRows(partner, `${entry} ${part}`, row)
})

/** Returns the parts of an entry's rows, each to be read when it is needed. */
export const partsOf = Effect.fn("EntryRows.partsOf")(function* (partner: string, entry: string) {
  return (yield* parts(entry)).map(({ part }) => readPart(partner, entry, part))
})

const waitingEntries = (partner: string) => findEntries(`partner = ? AND ${openStates}`, [partner])

type IsTheirs = (row: ReadyRow) => boolean

const isOf =
  (persons: ReadonlySet<string>): IsTheirs =>
  ({ record }) =>
    persons.has(record["caseReference"] as string)

const idsOf = ({ record, earlierId }: ReadyRow): ReadonlyArray<string> => {
  const id = record["recordId"] as string
  return earlierId === undefined ? [id] : [id, earlierId]
}

/** Runs `look` with all rows that wait for approval, in the order in which they were entered. */
const forEachWaiting = Effect.fn("EntryRows.forEachWaiting")(function* (
  partner: string,
  look: (row: ReadyRow, undo: boolean) => void
) {
  for (const { entry, undo } of (yield* waitingEntries(partner)).toReversed())
    for (const read of yield* partsOf(partner, entry)) for (const row of yield* read) look(row, undo)
})

/** Returns the case references of what waits. */
export const waitingReferences = Effect.fn("EntryRows.waitingReferences")(function* (partner: string) {
  const references = new Set<string>()
  yield* forEachWaiting(partner, ({ record }) => references.add(record["caseReference"] as string))
  return references
})

/**
 * Returns the records whose newest row that waits is of the case, by id: the partner has entered that they are the person's, whatever their case number
 * is in earlier rows and in the store. `undo`: whether its entry undoes corrections. `persons` are the first pseudonyms of the case.
 */
export const waitingRecords = Effect.fn("EntryRows.waitingRecords")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const isTheirs = isOf(persons)
  const ids = new Set<string>()
  yield* forEachWaiting(partner, (row) => {
    if (isTheirs(row)) for (const id of idsOf(row)) ids.add(id)
  })
  const newest = new Map<string, { readonly row: ReadyRow; readonly undo: boolean }>()
  if (ids.size > 0)
    yield* forEachWaiting(partner, (row, undo) => {
      for (const id of idsOf(row)) if (ids.has(id)) newest.set(id, { row, undo })
    })
  return new Map([...newest].filter(([, { row }]) => isTheirs(row)))
})

/** Returns which rows that wait are of the case, or of a record that waits to become the case's. */
const rowsOfCase = Effect.fn("EntryRows.rowsOfCase")(function* (partner: string, persons: ReadonlySet<string>) {
  const isTheirs = isOf(persons)
  const records = yield* waitingRecords(partner, persons)
  return (row: ReadyRow) => isTheirs(row) || idsOf(row).some((id) => records.has(id))
})

/** Returns the number of rows of a case that wait. `persons` are its first pseudonyms. */
export const countWaiting = Effect.fn("EntryRows.countWaiting")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const isTheirs = yield* rowsOfCase(partner, persons)
  let rows = 0
  yield* forEachWaiting(partner, (row) => {
    if (isTheirs(row)) rows += 1
  })
  return rows
})

/**
 * Erases a case from everything that waits, and returns the number of rows. An entry without rows ends as withdrawn. One that is being sent meanwhile
 * no longer fits its hash, and is sent again without the case; what was sent already is refused by the pipeline, which knows of the withdrawal first.
 * An incomplete upload is ended.
 */
export const eraseWaiting = Effect.fn("EntryRows.erase")(function* (partner: string, persons: ReadonlySet<string>) {
  let erased = 0
  const isTheirs = yield* rowsOfCase(partner, persons)
  // Entries that ended before hashes went with their rows.
  yield* StateStore.transaction(
    StateStore.query(
      `UPDATE review_entry SET content_hash = '' WHERE partner = ? AND content_hash <> '' AND NOT (${openStates})`,
      [partner]
    )
  )
  for (const { entry } of yield* waitingEntries(partner))
    yield* StateStore.transaction(
      Effect.gen(function* () {
        const [now] = yield* findEntries("entry = ?", [entry])
        const hasher = contentHasher()
        let [left, gone] = [0, 0]
        for (const { part } of yield* parts(entry)) {
          const rows = yield* readPart(partner, entry, part)
          const kept = rows.filter((row) => !isTheirs(row))
          for (const row of kept) hasher.add(row)
          left += kept.length
          gone += rows.length - kept.length
          if (kept.length === rows.length) continue
          const { keyVersion, sealed } = yield* sealRows(partner, `${entry} ${part}`, kept)
          yield* kept.length === 0
            ? StateStore.query("DELETE FROM review_rows WHERE entry = ? AND part = ?", [entry, part])
            : StateStore.query("UPDATE review_rows SET key_version = ?, sealed = ? WHERE entry = ? AND part = ?", [
                keyVersion,
                sealed,
                entry,
                part
              ])
        }
        if (gone === 0) return
        erased += gone
        if (now?.state === "receiving") return yield* dropEntry(entry)
        const next = left === 0 ? ", state = 'withdrawn'" : ""
        yield* StateStore.query(
          `UPDATE review_entry SET erased = erased + ?, content_hash = ?${next} WHERE entry = ?`,
          [gone, left === 0 ? "" : hasher.end(), entry]
        )
        if (left === 0) yield* addEvent({ partner, account: "", did: "withdrawn", submission: entry, records: gone })
      })
    )
  return erased
})
