/**
 * The log of withdrawals. It is kept with the keys and apart from the data, because a restored older copy of the store lacks later
 * withdrawals. An entry is a tombstone: partner, pseudonyms, time. Entries are only appended.
 */
import { hash } from "node:crypto"
import { Context, DateTime, Effect, Layer, Option, Ref, Schema } from "effect"
import type { VersionedPerson } from "./Pseudonym.ts"

/** The log cannot be read or written. `message` states what to do, and contains no pseudonym. */
export class WithdrawalLogError extends Schema.TaggedError<WithdrawalLogError>()("WithdrawalLogError", {
  message: Schema.String
}) {}

export const LoggedWithdrawal = Schema.Struct({
  partner: Schema.String,
  at: Schema.String,
  persons: Schema.Array(Schema.Struct({ version: Schema.Int, person: Schema.String })),
  /**
   * When the first record that the store had was stored: marts since then may count the persons. The time of the withdrawal if it had none;
   * absent from entries of earlier versions.
   */
  since: Schema.optionalKey(Schema.String),
  /**
   * Hashes of the ids of the persons' records, with their newest revision. An earlier one may have another case number, and be in quarantine, in the partner's
   * files, or in an older copy of the store. An entry of records alone has no persons.
   */
  records: Schema.optionalKey(Schema.Array(Schema.Struct({ hash: Schema.String, revision: Schema.Int }))),
  /** True in the entry that completes an erasure. No mart built after `at` counts the persons. */
  erased: Schema.optionalKey(Schema.Boolean),
  /** Hash of the code of a receipt, and the newest vintage that may count the persons. The code is not stored. */
  receipt: Schema.optionalKey(Schema.Struct({ hash: Schema.String, vintage: Schema.Int }))
})
export type LoggedWithdrawal = typeof LoggedWithdrawal.Type

/** The content of the log. */
export interface LoggedWithdrawals {
  readonly entries: ReadonlyArray<LoggedWithdrawal>
  /** Number of damaged lines, such as one that a crash truncated. */
  readonly damaged: number
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(LoggedWithdrawal))

/** Reads the text of a log. */
export const parseLog = (text: string): LoggedWithdrawals => {
  const lines = text.split("\n").filter((line) => line !== "")
  const entries = lines.flatMap((line) => Option.toArray(decode(line)))
  return { entries, damaged: lines.length - entries.length }
}

export class WithdrawalLog extends Context.Service<
  WithdrawalLog,
  {
    /** Appends entries, which are on disk when this returns. */
    append(entries: ReadonlyArray<LoggedWithdrawal>): Effect.Effect<void, WithdrawalLogError>
    readonly all: Effect.Effect<LoggedWithdrawals, WithdrawalLogError>
  }
>()("corridor/ingest/keys/WithdrawalLog") {
  /** For tests. */
  static readonly layerMemory = Layer.effect(
    WithdrawalLog,
    Effect.gen(function* () {
      const kept = yield* Ref.make<ReadonlyArray<LoggedWithdrawal>>([])
      return WithdrawalLog.of({
        append: (entries) => Ref.update(kept, (before) => [...before, ...entries]),
        all: Effect.map(Ref.get(kept), (entries) => ({ entries, damaged: 0 }))
      })
    })
  )
}

/** Returns the line of an entry. */
export const lineOf = ({ partner, at, persons, since, records, erased, receipt }: LoggedWithdrawal): string =>
  JSON.stringify({
    partner,
    at,
    persons: persons.map(({ version, person }) => ({ version, person })),
    since,
    records: records?.map(({ hash: record, revision }) => ({ hash: record, revision })),
    erased,
    receipt: receipt === undefined ? undefined : { hash: receipt.hash, vintage: receipt.vintage }
  })

/** Returns the id of a tombstone: a hash of its line, by which it can be found and verified in the log. */
export const tombstoneId = (entry: LoggedWithdrawal): string => {
  const hex = hash("sha256", lineOf(entry))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const entryOf = Effect.fn("WithdrawalLog.entryOf")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>,
  since?: string,
  records: LoggedWithdrawal["records"] = []
) {
  const at = DateTime.formatIso(yield* DateTime.now)
  const entry = { partner, at, persons, since: since ?? at } satisfies LoggedWithdrawal
  return records.length === 0 ? entry : { ...entry, records }
})

/**
 * Logs the withdrawal of one case. `since`: when its first record was stored. `records`: those that have earlier revisions. Returns the tombstone's
 * id.
 */
export const logWithdrawal = Effect.fn("WithdrawalLog.logWithdrawal")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>,
  since?: string,
  records?: LoggedWithdrawal["records"]
) {
  const log = yield* WithdrawalLog
  const entry = yield* entryOf(partner, persons, since, records)
  yield* log.append([entry])
  return tombstoneId(entry)
})

/** Logs records of withdrawn persons that no mart counted: no revision up to theirs may be stored again. */
export const logRecords = Effect.fn("WithdrawalLog.logRecords")(function* (
  partner: string,
  records: NonNullable<LoggedWithdrawal["records"]>
) {
  if (records.length > 0) yield* (yield* WithdrawalLog).append([yield* entryOf(partner, [], undefined, records)])
})

/**
 * Logs that the erasure of one case is complete: no mart built after `at` counts the persons. `known`: how many entries the log had when the marts were
 * built. If a later one says that rows came back, the erasure is not complete. Returns whether it is.
 */
export const logErasure = Effect.fn("WithdrawalLog.logErasure")(function* (
  entry: Omit<LoggedWithdrawal, "erased">,
  known: number
) {
  const log = yield* WithdrawalLog
  const { entries } = yield* log.all
  if (entriesOf(entries.slice(known), entry.partner, entry.persons).some(saysStored)) return false
  yield* log.append([{ ...entry, erased: true }])
  return true
})

/** Logs that a receipt of the withdrawal was created. */
export const logReceipt = Effect.fn("WithdrawalLog.logReceipt")(function* (
  entry: LoggedWithdrawal & Required<Pick<LoggedWithdrawal, "receipt">>
) {
  yield* (yield* WithdrawalLog).append([entry])
})

/** Returns the entries of the partner that name one of the persons, oldest first. */
export const entriesOf = (
  entries: ReadonlyArray<LoggedWithdrawal>,
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
): ReadonlyArray<LoggedWithdrawal> => {
  const own = new Set(persons.map(({ person }) => person))
  return entries.filter((entry) => entry.partner === partner && entry.persons.some(({ person }) => own.has(person)))
}

/** The time span in which marts may have counted a person. ISO 8601. */
export interface CountedSpan {
  readonly since: string
  /** When the erasure was complete; undefined before that. */
  readonly until: string | undefined
  /** Number of the newest vintage that may count the person; undefined before there is a receipt. */
  readonly newest: number | undefined
}

/** An entry of an earlier version has no time: it begins in 1970. */
const sinceOf = ({ since }: LoggedWithdrawal) => since ?? new Date(0).toISOString()

/** Returns whether an entry says that records of the persons were stored, so that marts may have counted them. */
const saysStored = (entry: LoggedWithdrawal): boolean =>
  entry.erased !== true && entry.receipt === undefined && entry.since !== entry.at

/**
 * Returns the entries of a case, divided after each complete erasure that was followed by more of what marts counted: rows that came back, an earlier time,
 * or a record that became the person's later and was counted under another case number. Each part has an erasure of its own.
 */
const episodesOf = (entries: ReadonlyArray<LoggedWithdrawal>): ReadonlyArray<ReadonlyArray<LoggedWithdrawal>> => {
  const episodes: Array<Array<LoggedWithdrawal>> = [[]]
  let isComplete = false
  for (const entry of entries) {
    if (isComplete && saysStored(entry)) {
      episodes.push([])
      isComplete = false
    }
    episodes.at(-1)?.push(entry)
    if (entry.erased === true) isComplete = true
  }
  return episodes
}

const spanOf = (episode: ReadonlyArray<LoggedWithdrawal>): CountedSpan | undefined => {
  const since = episode.flatMap((entry) => (entry.erased === true ? [] : [sinceOf(entry)])).sort()[0]
  const until = episode
    .flatMap(({ at, erased }) => (erased === true ? [at] : []))
    .sort()
    .at(-1)
  const newest = episode.flatMap(({ receipt }) => receipt?.vintage ?? []).sort((a, b) => b - a)[0]
  return since === undefined ? undefined : { since, until, newest }
}

/** Returns the span of a case by its entries, since its last erasure that was complete; undefined without a withdrawal. */
export const countedSpan = (entries: ReadonlyArray<LoggedWithdrawal>): CountedSpan | undefined =>
  spanOf(episodesOf(entries).at(-1) ?? [])

/**
 * Returns when marts may have counted a case again after its first receipt, because records came back: since when, and until which complete erasure, if there
 * was one.
 */
export const spansAfterReceipt = (
  entries: ReadonlyArray<LoggedWithdrawal>
): ReadonlyArray<{ readonly since: string; readonly until: string | undefined }> => {
  const first = entries.findIndex(({ receipt }) => receipt !== undefined)
  if (first < 0) return []
  return entries.flatMap((entry, i) =>
    i > first && saysStored(entry)
      ? [{ since: sinceOf(entry), until: entries.slice(i).find(({ erased }) => erased === true)?.at }]
      : []
  )
}

/** Returns the time of the receipt, which is made when the marts do not count the persons any more; undefined if they may. */
const receiptOf = (episode: ReadonlyArray<LoggedWithdrawal>): string | undefined =>
  episode.slice(episode.findLastIndex(saysStored) + 1).findLast(({ receipt }) => receipt !== undefined)?.at

/** A withdrawal whose erasure is not complete. */
interface PendingErasure {
  readonly partner: string
  /** When it was logged that there is something to erase. */
  readonly at: string
  readonly persons: ReadonlyArray<VersionedPerson>
  /** Undefined if no mart can count the persons: they had no record. `until` is undefined if marts may still count them. */
  readonly span: CountedSpan | undefined
}

/** Returns the withdrawals whose erasure is not complete, each case once. */
export const pendingErasures = (entries: ReadonlyArray<LoggedWithdrawal>): ReadonlyArray<PendingErasure> => {
  /** Places of the entries that name a person. */
  const naming = new Map<string, Array<number>>()
  const keyOf = (partner: string, { person }: VersionedPerson) => `${partner} ${person}`
  for (const [i, { partner, persons }] of entries.entries())
    for (const one of persons) {
      const key = keyOf(partner, one)
      const places = naming.get(key) ?? []
      places.push(i)
      naming.set(key, places)
    }
  const seen = new Set<string>()
  return entries.flatMap(({ partner, persons: some }): ReadonlyArray<PendingErasure> => {
    if (some.some((one) => seen.has(keyOf(partner, one)))) return []
    const named = new Set(some.flatMap((one) => naming.get(keyOf(partner, one)) ?? []))
    const own = [...named].sort((a, b) => a - b).map((i) => entries[i] as LoggedWithdrawal)
    const persons = [...new Map(own.flatMap((entry) => entry.persons).map((one) => [one.person, one])).values()]
    for (const one of persons) seen.add(keyOf(partner, one))
    const episode = episodesOf(own).at(-1) ?? []
    const span = spanOf(episode)
    if (span === undefined || span.until !== undefined) return []
    const counted = episode.some(saysStored) ? { ...span, until: receiptOf(episode) } : undefined
    return [{ partner, at: episode[0]?.at as string, persons, span: counted }]
  })
}

/** Returns the spans of every case until each erasure that is complete. */
export const erasedSpans = (
  entries: ReadonlyArray<LoggedWithdrawal>
): ReadonlyArray<CountedSpan & { readonly until: string }> =>
  entries
    .filter(({ erased }) => erased === true)
    .flatMap(({ partner, persons }) => episodesOf(entriesOf(entries, partner, persons)))
    .flatMap((episode) => {
      const span = spanOf(episode)
      return span?.until === undefined ? [] : [{ ...span, until: span.until }]
    })

/**
 * Logs what is known of withdrawn persons and the log lacks, for withdrawals that arrive as records and may be repeated. `since`: when the first record
 * of each was stored. `records`: those of their records with earlier revisions that the log lacks; `isCorrected`: whether one of them is stored with
 * another case's revision, which marts count. What is stored after an erasure that was complete has come back.
 */
export const noteWithdrawals = Effect.fn("WithdrawalLog.noteWithdrawals")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>,
  since: ReadonlyMap<string, string>,
  records: NonNullable<LoggedWithdrawal["records"]> = [],
  isCorrected = false
) {
  if (persons.length === 0) return
  const log = yield* WithdrawalLog
  const { entries } = yield* log.all
  const fresh = persons.filter((one) => {
    const own = entriesOf(entries, partner, [one])
    const first = since.get(one.person)
    if (own.length === 0 || first === undefined) return own.length === 0
    const episode = episodesOf(own).at(-1) ?? []
    const isOver = spanOf(episode)?.until !== undefined || receiptOf(episode) !== undefined
    return isOver || isCorrected || first < (spanOf(episode)?.since ?? "Z")
  })
  if (fresh.length === 0) return yield* logRecords(partner, records)
  yield* log.append(yield* Effect.forEach(fresh, (one) => entryOf(partner, [one], since.get(one.person), records)))
})
