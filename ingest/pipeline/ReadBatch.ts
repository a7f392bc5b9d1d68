/** Reads a batch: what it is loaded with, its rows by kind, and what of them must be looked up. */
import { Effect } from "effect"
import { uuidText } from "../../ports/ColumnBlock.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import type { RegistryError } from "../../ports/SchemaRegistry.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import type { KindRows, Transcoder } from "../transcode/Transcoder.ts"
import type { BatchIds, InFlightTicket } from "./InFlightBatches.ts"
import type { LoadContext } from "./LoadContext.ts"
import type { Withdrawn } from "./PartnerChangeFeed.ts"
import type { Announce } from "./QuarantineAnnouncer.ts"
import { lookupRows } from "./StoredRevisions.ts"
import { type DecodeContext, type Refusal, transcribe } from "./Transcribe.ts"

/** A batch that is ready to load: its records, its tokens, and its partner's keys and withdrawals. */
export interface LoadRequest extends DecodeContext {
  readonly batch: LogBatch
  readonly partner: string
  /** The batch's own deduplication token: see `Ledger.tokenOf`. */
  readonly token: string
  /** The token of the block that the rows were planned for: the batch's own, or one that batches of several partitions share. */
  readonly block: string
  /**
   * Requests the schemas that `readerOf` did not know. Returns true when a reader was added and the batch must be read again.
   * Undefined when all schemas are known.
   */
  readonly learnSchemas?: Effect.Effect<boolean, RegistryError>
  readonly announce: Announce
  readonly context: LoadContext
  /**
   * True for a batch that was never loaded before, not even in part. Only then the filter of stored revisions suffices. For any other
   * batch, every record is looked up in the store.
   */
  readonly isFirst: boolean
  /** Runs when all rows and refusals of the batch are in the store. */
  readonly onStored?: Effect.Effect<unknown>
  /** The persons who had withdrawn when the batch was planned. */
  readonly withdrawn: Withdrawn
}

/** Withdrawals come first: records of a person who withdraws in the same batch are not stored. */
const order = ["withdrawal" as const, ...recordKinds.filter((kind) => kind !== "withdrawal")]

/** Returns a function that returns the pseudonym of a row, as a UUID. */
export const personsOf = ({ columns }: KindRows) => {
  const values = columns.number("person").values as Uint32Array
  return (row: number) => uuidText(values, row)
}

/** Returns a function that returns the record id of a row, as a UUID. */
export const recordsOf = ({ columns }: KindRows) => {
  const values = columns.number("record_id").values as Uint32Array
  return (row: number) => uuidText(values, row)
}

/** Returns the rows of these persons. */
export const rowsOf = (rows: KindRows, persons: ReadonlySet<string>): ReadonlySet<number> => {
  const found = new Set<number>()
  if (persons.size === 0) return found
  const person = personsOf(rows)
  for (let row = 0; row < rows.columns.rows; row++) if (persons.has(person(row))) found.add(row)
  return found
}

export const none: ReadonlySet<number> = new Set()

/** Returns the pseudonyms of all rows. */
export const allPersons = (rows: KindRows): ReadonlySet<string> => {
  const person = personsOf(rows)
  return new Set(rows.columns.everyRow().map(person))
}

/** A batch whose records are decoded: its rows are in the transcoder, its refusals are listed. */
export interface ReadBatch {
  readonly request: LoadRequest
  readonly transcoder: Transcoder
  readonly refusals: ReadonlyArray<Refusal>
  /** The kinds that have rows, in loading order, with the rows that must be looked up in the store. */
  readonly kinds: ReadonlyArray<{ readonly rows: KindRows; readonly lookups: ReadonlyArray<number> }>
  readonly ticket: InFlightTicket
  readonly seconds: number
}

const idsOf = (kinds: ReadBatch["kinds"]): BatchIds => {
  const ids = ({ columns }: KindRows) => columns.number("record_id").values as Uint32Array
  return {
    lookups: new Set(kinds.flatMap(({ rows, lookups }) => lookups.map((row) => ids(rows)[4 * row] as number))),
    containsAny: (some) =>
      kinds.some(({ rows }) => {
        const own = ids(rows)
        for (let row = 0; row < rows.columns.rows; row++) if (some.has(own[4 * row] as number)) return true
        return false
      })
  }
}

/** Returns the seconds since a time of `performance.now()`. */
export const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1000

/** Decodes a batch into a separate transcoder, which is released when the scope ends. */
export const read = Effect.fn("LoadBatch.read")(function* (request: LoadRequest) {
  const { batch, partner, context, isFirst } = request
  const transcoder = yield* Effect.acquireRelease(Effect.sync(context.takeTranscoder), (taken) =>
    Effect.sync(() => context.releaseTranscoder(taken))
  )
  const filter = yield* context.knownRevisions.filterFor(partner)
  const startedAt = performance.now()
  let refusals = yield* transcribe(batch, partner, request, transcoder)
  if (request.learnSchemas !== undefined && (yield* request.learnSchemas))
    refusals = yield* transcribe(batch, partner, request, transcoder)
  const kinds = order
    .map((kind) => transcoder.kinds.get(kind) as KindRows)
    .filter(({ columns }) => columns.rows > 0)
    .map((rows) => ({ rows, lookups: lookupRows(rows.columns, filter, isFirst) }))
  const ticket = context.inFlight.enter(partner, idsOf(kinds))
  yield* Effect.addFinalizer(() => ticket.leave)
  return { request, transcoder, refusals, kinds, ticket, seconds: secondsSince(startedAt) } satisfies ReadBatch
})

/** Returns whether a batch can share a block: none of its records must be looked up, and none is a withdrawal. */
export const canShareBlock = ({ request, kinds }: ReadBatch) =>
  request.isFirst &&
  kinds.every(
    ({ rows: { columns }, lookups }) => lookups.length === 0 && columns.kind !== "withdrawal" && columns.hasFewWords
  )
