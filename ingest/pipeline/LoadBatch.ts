/** One batch of one partition into the store. Loading it again, at any moment and any number of times, changes nothing. */
import { Effect } from "effect"
import { uuidText } from "../../ports/ColumnBlock.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { currentKey } from "../keys/KeyStore.ts"
import { noteWithdrawals } from "../keys/WithdrawalLog.ts"
import type { KindRows, Transcoder } from "../transcode/Transcoder.ts"
import type { Announce } from "./Announce.ts"
import type { Outcome } from "./Ledger.ts"
import type { LoadingMemory } from "./LoadingMemory.ts"
import type { News } from "./PartnerNews.ts"
import * as Quarantine from "./Quarantine.ts"
import { reached } from "./Stage.ts"
import { askedOf, repeatedOf } from "./StoredRevisions.ts"
import { type Reading, type Refusal, transcribe } from "./Transcribe.ts"
import type { Entering } from "./UnderWay.ts"
import { erase } from "./Withdrawals.ts"

/** What a batch is loaded with. `token` comes from the batch's boundaries: see the ledger. */
export interface Loading extends Reading {
  readonly partner: string
  readonly token: string
  readonly announce: Announce
  readonly memory: LoadingMemory
  /**
   * True for a batch that surely was not loaded before, not even in part: only then the memory of stored revisions is enough. Of
   * any other the store is asked for every record.
   */
  readonly isFirst: boolean
  /** Run when all rows and refusals of the batch are in the store. */
  readonly onStored?: Effect.Effect<unknown>
  /** Who has withdrawn, as the store knew it while the batch's boundaries were written down. */
  readonly withdrawn: News
}

/** What came of a batch, and what it took. */
export interface Loaded {
  readonly outcome: Outcome
  readonly refusals: ReadonlyArray<Refusal>
  readonly transcribeSeconds: number
  readonly insertSeconds: number
}

/** The same bytes are withdrawn first of all: records of a person who withdraws in the same batch are not stored. */
const order = ["withdrawal" as const, ...recordKinds.filter((kind) => kind !== "withdrawal")]

const personsOf = ({ columns }: KindRows) => {
  const values = columns.number("person").values as Uint32Array
  return (row: number) => uuidText(values, row)
}

/** Rows of persons who are in `persons`, by row. */
const rowsOf = (rows: KindRows, persons: ReadonlySet<string>): ReadonlySet<number> => {
  const found = new Set<number>()
  if (persons.size === 0) return found
  const person = personsOf(rows)
  for (let row = 0; row < rows.columns.rows; row++) if (persons.has(person(row))) found.add(row)
  return found
}

const none: ReadonlySet<number> = new Set()

const allPersons = (rows: KindRows): ReadonlySet<string> => {
  const person = personsOf(rows)
  return new Set(Array.from({ length: rows.columns.rows }, (_, row) => person(row)))
}

/** Whoever has withdrawn is not to be found in the quarantine either. */
const nameless = (refusals: ReadonlyArray<Refusal>, withdrawn: ReadonlySet<string>): ReadonlyArray<Refusal> =>
  refusals.map((refusal) =>
    refusal.person !== undefined && withdrawn.has(refusal.person) ? { ...refusal, person: undefined } : refusal
  )

/** A batch that was read: its rows are in the transcoder. */
interface Read {
  readonly batch: LogBatch
  readonly loading: Loading
  readonly transcoder: Transcoder
  readonly refusals: ReadonlyArray<Refusal>
  /** Persons who had withdrawn before. */
  readonly withdrawn: ReadonlySet<string>
  /** Kinds that have rows, in the order of loading, and the rows of which the store must be asked. */
  readonly kinds: ReadonlyArray<{ readonly rows: KindRows; readonly asked: ReadonlyArray<number> }>
}

const enteringOf = (kinds: Read["kinds"]): Entering => {
  const idsOf = ({ columns }: KindRows) => columns.number("record_id").values as Uint32Array
  return {
    asked: new Set(kinds.flatMap(({ rows, asked }) => asked.map((row) => idsOf(rows)[4 * row] as number))),
    holds: (words) =>
      kinds.some(({ rows }) => {
        const ids = idsOf(rows)
        for (let row = 0; row < rows.columns.rows; row++) if (words.has(ids[4 * row] as number)) return true
        return false
      })
  }
}

/** Stores what is new of each kind, then the quarantine, and takes out again what was withdrawn meanwhile. */
const store = Effect.fn("LoadBatch.store")(function* ({
  batch,
  loading,
  transcoder,
  refusals,
  withdrawn: before,
  kinds
}: Read) {
  const { partner, token, announce, memory } = loading
  const warehouse = yield* Warehouse
  const keyVersion = currentKey(loading.keys).version
  const refused = [...refusals]
  const refuse = (
    rows: KindRows,
    which: ReadonlySet<number>,
    code: "revision-conflict" | "case-withdrawn",
    path: string
  ) => {
    const person = personsOf(rows)
    for (const row of which)
      refused.push({
        at: batch.record(rows.at[row] as number),
        kind: rows.columns.kind,
        schemaId: undefined,
        person: person(row),
        problems: [{ code, path }]
      })
  }

  const withdrawing = allPersons(transcoder.kinds.get("withdrawal") as KindRows)
  yield* noteWithdrawals(partner, withdrawing, keyVersion)
  const withdrawn = withdrawing.size === 0 ? before : new Set([...withdrawing, ...before])
  let duplicates = 0
  yield* reached("inserting")
  const insert = ({ columns }: KindRows) =>
    warehouse.insertBlock(columns.table, columns.block(), { token: `${token}:${columns.table}` })
  for (const { rows, asked } of kinds) {
    const { columns } = rows
    const gone = columns.kind === "withdrawal" ? none : rowsOf(rows, withdrawn)
    const known = asked.filter((row) => !gone.has(row))
    const { duplicates: again, conflicts } = yield* repeatedOf(partner, columns, known)
    refuse(rows, gone, "case-withdrawn", "")
    refuse(rows, conflicts, "revision-conflict", "revision")
    duplicates += again.size
    if (gone.size + again.size + conflicts.size > 0)
      rows.keep((row) => !gone.has(row) && !again.has(row) && !conflicts.has(row))
    // Before all others: whoever looks for withdrawals after an insert of its own finds these.
    if (columns.kind === "withdrawal") yield* insert(rows)
  }
  const inserts = kinds.filter(({ rows }) => rows.columns.kind !== "withdrawal").map(({ rows }) => insert(rows))
  const storeRefused = Quarantine.store(
    { partner, keyVersion, isFirst: loading.isFirst },
    batch,
    nameless(refused, withdrawn),
    token,
    announce
  )
  const [quarantined] = yield* Effect.all([storeRefused, ...inserts], { concurrency: "unbounded" })
  if (loading.onStored !== undefined) yield* loading.onStored
  const loaded = kinds.reduce((sum, { rows }) => sum + rows.columns.rows, 0)

  // Looked at again after all that was written: a withdrawal from another partition may have come in between.
  const late = yield* memory.news.of(partner, keyVersion)
  const toErase = new Set(withdrawing)
  for (const { rows } of kinds) {
    const person = personsOf(rows)
    if (rows.columns.kind !== "withdrawal") for (const row of rowsOf(rows, late)) toErase.add(person(row))
  }
  for (const { person } of refused) if (person !== undefined && late.has(person)) toErase.add(person)
  yield* erase(partner, toErase)
  const outcome: Outcome = {
    consumed: batch.count,
    loaded,
    quarantined,
    duplicates: duplicates + refused.length - quarantined
  }
  return { outcome, refusals: refused }
})

const load = Effect.fn("LoadBatch.load")(function* (batch: LogBatch, loading: Loading, transcoder: Transcoder) {
  const { partner, memory, isFirst, withdrawn } = loading
  const filter = yield* memory.known.filterOf(partner)
  const began = performance.now()
  const refusals = yield* transcribe(batch, partner, loading, transcoder)
  const kinds = order
    .map((kind) => transcoder.kinds.get(kind) as KindRows)
    .filter(({ columns }) => columns.rows > 0)
    .map((rows) => ({ rows, asked: askedOf(rows.columns, filter, isFirst) }))
  const { earlier, leave } = memory.underWay.enter(partner, enteringOf(kinds))
  const transcribed = performance.now()
  const stored = Effect.gen(function* () {
    yield* reached("decoded")
    // What this process is loading now the filter knows, and the store does not yet.
    yield* earlier
    return yield* store({ batch, loading, transcoder, refusals, withdrawn, kinds })
  })
  const { outcome, refusals: refused } = yield* Effect.ensuring(stored, leave)
  return {
    outcome,
    refusals: refused,
    transcribeSeconds: (transcribed - began) / 1000,
    insertSeconds: (performance.now() - transcribed) / 1000
  } satisfies Loaded
})

/** Loads a batch: withdrawals first, then what is new of each kind, then the quarantine. */
export const loadBatch = (batch: LogBatch, loading: Loading) =>
  Effect.acquireUseRelease(
    Effect.sync(loading.memory.take),
    (transcoder) => load(batch, loading, transcoder),
    (transcoder) => Effect.sync(() => loading.memory.give(transcoder))
  )
