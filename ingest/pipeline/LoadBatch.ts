/**
 * Batches of partitions into the store. Loading one again, at any moment and any number of times, changes nothing.
 *
 * Small batches of several partitions go in one block (`loadTogether`), whose token is that of no single batch. After a crash each of
 * them comes back alone, maybe to different processes, while the block may still be on its way. So whoever has one inserts its rows
 * under the block's token first: from then on the store drops the block, should it arrive late. The token may have been spent already, by
 * the block itself, by another of its batches, or by a store that was killed before it had the rows: so the store is asked, and what is not
 * there goes in under the batch's own token, and so on (`insertSurely`).
 */
import { Effect, Exit } from "effect"
import { type ColumnBlock, uuidText } from "../../ports/ColumnBlock.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import type { RegistryError } from "../../ports/SchemaRegistry.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { currentKey } from "../keys/KeyStore.ts"
import { noteWithdrawals } from "../keys/WithdrawalLog.ts"
import { joinBlocks } from "../transcode/joinBlocks.ts"
import type { KindRows, Transcoder } from "../transcode/Transcoder.ts"
import type { Announce } from "./Announce.ts"
import { insertSurely, triedAgain } from "./insertSurely.ts"
import type { Outcome } from "./Ledger.ts"
import type { LoadingMemory } from "./LoadingMemory.ts"
import type { News } from "./PartnerNews.ts"
import * as Quarantine from "./Quarantine.ts"
import { reached } from "./Stage.ts"
import { askedOf, repeatedOf } from "./StoredRevisions.ts"
import { type Reading, type Refusal, transcribe } from "./Transcribe.ts"
import type { Entering, Ticket } from "./UnderWay.ts"
import { erase } from "./Withdrawals.ts"

/** What a batch is loaded with. `token` comes from the batch's boundaries: see the ledger. */
export interface Loading extends Reading {
  readonly partner: string
  readonly token: string
  /** The token of the block that the batch's rows were planned for: its own, or that of batches of several partitions. */
  readonly block: string
  /**
   * Asks the registry for what `readerOf` did not know; true when some of it has a reader now, and the batch is to be read again. Left out
   * where all that can be known is.
   */
  readonly learnMissed?: Effect.Effect<boolean, RegistryError>
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
  return new Set(rows.columns.everyRow().map(person))
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
  /** Kinds that have rows, in the order of loading, and the rows of which the store must be asked. */
  readonly kinds: ReadonlyArray<{ readonly rows: KindRows; readonly asked: ReadonlyArray<number> }>
  readonly ticket: Ticket
  readonly seconds: number
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

const secondsSince = (began: number) => (performance.now() - began) / 1000

/** Reads a batch into a transcoder of its own, which is given back when the scope ends. */
const read = Effect.fn("LoadBatch.read")(function* (batch: LogBatch, loading: Loading) {
  const { partner, memory, isFirst } = loading
  const transcoder = yield* Effect.acquireRelease(Effect.sync(memory.take), (taken) =>
    Effect.sync(() => memory.give(taken))
  )
  const filter = yield* memory.known.filterOf(partner)
  const began = performance.now()
  let refusals = yield* transcribe(batch, partner, loading, transcoder)
  if (loading.learnMissed !== undefined && (yield* loading.learnMissed))
    refusals = yield* transcribe(batch, partner, loading, transcoder)
  const kinds = order
    .map((kind) => transcoder.kinds.get(kind) as KindRows)
    .filter(({ columns }) => columns.rows > 0)
    .map((rows) => ({ rows, asked: askedOf(rows.columns, filter, isFirst) }))
  const ticket = memory.underWay.enter(partner, enteringOf(kinds))
  yield* Effect.addFinalizer(() => ticket.leave)
  return { batch, loading, transcoder, refusals, kinds, ticket, seconds: secondsSince(began) } satisfies Read
})

/** Whether a batch can be stored beside others: the store need not be asked of any of its records, and nobody withdraws in it. */
const isPlain = ({ loading, kinds }: Read) =>
  loading.isFirst &&
  kinds.every(
    ({ rows: { columns }, asked }) => asked.length === 0 && columns.kind !== "withdrawal" && columns.hasFewWords
  )

/** While a batch was loaded, another stored what contradicts it: it is read once more, and then what is refused is found. */
const overtaken = triedAgain("Another batch has stored other contents of the same revisions meanwhile")

/** Inserts rows of one kind in one block. `loadings` are those of the batches that the rows come from. */
const insert = Effect.fn("LoadBatch.insert")(function* (
  sets: readonly [KindRows, ...ReadonlyArray<KindRows>],
  loadings: ReadonlyArray<Loading>
) {
  const [{ columns }, ...others] = sets
  const { partner, token, block: shared, memory, isFirst } = loadings[0] as Loading
  const warehouse = yield* Warehouse
  // Those of several batches are small, and maybe of several partners: the store puts them in order itself.
  const block =
    others.length === 0
      ? columns.inOrder()
      : joinBlocks([columns.block(), ...others.map((rows) => rows.columns.block())])
  const insertUnder = (some: ColumnBlock, name: string) =>
    memory.alone(some.rows)(warehouse.insertBlock(columns.table, some, { token: `${name}:${columns.table}` }))
  // Nobody can have spent these tokens.
  if (loadings.length > 1 || (isFirst && shared === token)) return yield* insertUnder(block, shared)
  // Who spent a token may have stored some of these rows, from a copy of theirs in another partition.
  const missing = Effect.gen(function* () {
    const all = columns.everyRow()
    const { duplicates: there, conflicts } = yield* repeatedOf(partner, columns, all)
    if (conflicts.size > 0) return yield* overtaken
    const rows = all.filter((row) => !there.has(row))
    return rows.length === 0 ? undefined : { ...block, rows: rows.length, order: Uint32Array.from(rows) }
  })
  yield* insertSurely(block, { block: shared, own: token }, insertUnder, missing)
})

/** A batch that is about to be stored: what is repeated or refused is taken out of its rows. */
interface Prepared extends Read {
  readonly refused: ReadonlyArray<Refusal>
  /** Persons who withdraw in the batch. */
  readonly withdrawing: ReadonlySet<string>
  /** Persons of refused rows, who had withdrawn before. */
  readonly gone: ReadonlySet<string>
  readonly duplicates: number
}

const prepare = Effect.fn("LoadBatch.prepare")(function* (read: Read) {
  const { batch, loading, transcoder, kinds } = read
  const { partner } = loading
  const refused = [...read.refusals]
  const refuse = (
    rows: KindRows,
    which: ReadonlySet<number>,
    code: "revision-conflict" | "case-withdrawn",
    path: string
  ) => {
    const person = personsOf(rows)
    for (const row of which)
      refused.push({
        at: batch.place(rows.at[row] as number),
        kind: rows.columns.kind,
        schemaId: undefined,
        person: person(row),
        problems: [{ code, path }]
      })
  }

  const withdrawing = allPersons(transcoder.kinds.get("withdrawal") as KindRows)
  yield* noteWithdrawals(partner, withdrawing, currentKey(loading.keys).version)
  const withdrawn = withdrawing.size === 0 ? loading.withdrawn : new Set([...withdrawing, ...loading.withdrawn])
  const goneBefore = new Set<string>()
  let duplicates = 0
  yield* reached("inserting")
  for (const { rows, asked } of kinds) {
    const { columns } = rows
    const gone = columns.kind === "withdrawal" ? none : rowsOf(rows, withdrawn)
    const known = asked.filter((row) => !gone.has(row))
    const { duplicates: again, conflicts } = yield* repeatedOf(partner, columns, known)
    refuse(rows, gone, "case-withdrawn", "")
    const person = personsOf(rows)
    for (const row of gone) goneBefore.add(person(row))
    refuse(rows, conflicts, "revision-conflict", "revision")
    duplicates += again.size
    if (gone.size + again.size + conflicts.size > 0)
      rows.keep((row) => !gone.has(row) && !again.has(row) && !conflicts.has(row))
    // Before all others: whoever looks for withdrawals after an insert of its own finds these.
    if (columns.kind === "withdrawal") yield* insert([rows], [loading])
  }
  return {
    ...read,
    refused: nameless(refused, withdrawn),
    withdrawing,
    gone: goneBefore,
    duplicates
  } satisfies Prepared
})

/**
 * Takes out again what was withdrawn while the batch was stored; of a batch that was begun before also what an insert of that time may
 * have brought after its person had withdrawn.
 */
const eraseLate = Effect.fn("LoadBatch.eraseLate")(function* (
  { loading, kinds, refused, withdrawing, gone }: Prepared,
  late: News
) {
  const toErase = new Set(loading.isFirst ? withdrawing : [...withdrawing, ...gone])
  for (const { rows } of kinds) {
    const person = personsOf(rows)
    if (rows.columns.kind !== "withdrawal") for (const row of rowsOf(rows, late)) toErase.add(person(row))
  }
  for (const { person } of refused) if (person !== undefined && late.has(person)) toErase.add(person)
  yield* erase(loading.partner, toErase)
})

/**
 * Stores what is new of each kind, and the quarantine, and takes out again what was withdrawn meanwhile. Several batches, which must
 * be plain, go in one block of each table.
 */
const store = Effect.fn("LoadBatch.store")(function* (reads: ReadonlyArray<Read>) {
  const began = performance.now()
  const prepared = yield* Effect.forEach(reads, prepare)
  const loadings = prepared.map(({ loading }) => loading)
  const { announce } = loadings[0] as Loading
  const rowsByTable = Map.groupBy(
    prepared.flatMap(({ kinds }) => kinds.flatMap(({ rows }) => (rows.columns.kind === "withdrawal" ? [] : rows))),
    ({ columns }) => columns.table
  )
  const inserts = [...rowsByTable.values()].map((sets) => insert(sets as [KindRows, ...Array<KindRows>], loadings))
  const storeRefused = Quarantine.store(
    prepared.map(({ batch, refused, loading }) => ({
      ...loading,
      batch,
      refusals: refused,
      keyVersion: currentKey(loading.keys).version
    })),
    announce
  )
  // All are waited for, also where one has failed: whoever loads a batch next must not look for rows that are still on their way.
  const [refusedStored, ...rowsStored] = yield* Effect.all([storeRefused, ...inserts], {
    concurrency: "unbounded",
    mode: "result"
  })
  yield* Effect.forEach(rowsStored, Effect.fromResult, { discard: true })
  const quarantined = yield* Effect.fromResult(refusedStored)
  yield* Effect.forEach(loadings, ({ onStored }) => onStored ?? Effect.void, { discard: true })

  // Looked at again after all that was written: a withdrawal from another partition may have come in between.
  const news = yield* Effect.forEach(
    loadings,
    ({ partner, keys, memory }) => memory.news.of(partner, currentKey(keys).version),
    { concurrency: "unbounded" }
  )
  yield* Effect.forEach(prepared, (each, i) => eraseLate(each, news[i] as News), { discard: true })
  const insertSeconds = secondsSince(began)
  return prepared.map(({ batch, kinds, refused, duplicates, seconds }, i): Loaded => {
    const held = quarantined[i] as number
    const loaded = kinds.reduce((sum, { rows }) => sum + rows.columns.rows, 0)
    return {
      outcome: { consumed: batch.count, loaded, quarantined: held, duplicates: duplicates + refused.length - held },
      refusals: refused,
      transcribeSeconds: seconds,
      insertSeconds
    }
  })
})

/** How the loading of a batch ended. */
type Ended = Exit.Exit<Loaded, Effect.Error<ReturnType<typeof store>>>

/** A batch and what it is loaded with. */
export interface Load {
  readonly batch: LogBatch
  readonly loading: Loading
}

/**
 * Loads batches of different partitions, which were planned for one block; answers of each how it ended. A failure that is nobody's own is
 * everybody's: then each is to be loaded again alone, not as the first time.
 */
export const loadTogether = Effect.fn("LoadBatch.loadTogether")(function* (loads: ReadonlyArray<Load>) {
  const reads = yield* Effect.forEach(loads, ({ batch, loading }) => read(batch, loading))
  yield* reached("decoded", reads.length)
  const ended = new Map<Read, Ended>()
  const plain = reads.length === 1 ? [] : reads.filter(isPlain)
  if (plain.length > 0) {
    const stored = yield* Effect.exit(store(plain))
    for (const [i, each] of plain.entries()) {
      yield* each.ticket.leave
      ended.set(
        each,
        Exit.map(stored, (all) => all[i] as Loaded)
      )
    }
  }
  for (const each of reads) {
    if (ended.has(each)) continue
    // What this process is loading now the filter knows, and the store does not yet.
    yield* each.ticket.earlier
    ended.set(
      each,
      Exit.map(yield* Effect.exit(store([each])), ([one]) => one as Loaded)
    )
    yield* each.ticket.leave
  }
  return reads.map((each) => ended.get(each) as Ended)
}, Effect.scoped)

/** Loads a batch: withdrawals first, then what is new of each kind, then the quarantine. */
export const loadBatch = (batch: LogBatch, loading: Loading) =>
  Effect.flatMap(loadTogether([{ batch, loading }]), ([ended]) => ended as Ended)
