/**
 * The log of withdrawals. It is kept with the keys and apart from the data, because a restored older copy of the store lacks later
 * withdrawals. An entry is a tombstone: partner, pseudonyms, time. Entries are only appended.
 */
import { hash } from "node:crypto"
import { Context, Effect, Layer, Ref, Schema } from "effect"
import type { VersionedPerson } from "./Pseudonym.ts"

/** The log cannot be read or written. `message` states what to do, and contains no pseudonym. */
export class WithdrawalLogError extends Schema.TaggedError<WithdrawalLogError>()("WithdrawalLogError", {
  message: Schema.String
}) {}

export const LoggedWithdrawal = Schema.Struct({
  partner: Schema.String,
  at: Schema.String,
  persons: Schema.Array(Schema.Struct({ version: Schema.Int, person: Schema.String }))
})
export type LoggedWithdrawal = typeof LoggedWithdrawal.Type

/** The content of the log. */
export interface LoggedWithdrawals {
  readonly entries: ReadonlyArray<LoggedWithdrawal>
  /** Number of damaged lines, such as one that a crash truncated. */
  readonly damaged: number
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
export const lineOf = ({ partner, at, persons }: LoggedWithdrawal): string =>
  JSON.stringify({ partner, at, persons: persons.map(({ version, person }) => ({ version, person })) })

/** Returns the id of a tombstone: a hash of its line, by which it can be found and verified in the log. */
export const tombstoneId = (entry: LoggedWithdrawal): string => {
  const hex = hash("sha256", lineOf(entry))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const entryOf = Effect.fn("WithdrawalLog.entryOf")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  const millis = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
  return { partner, at: new Date(millis).toISOString(), persons } satisfies LoggedWithdrawal
})

/** Logs the withdrawal of one case. Returns the tombstone's id. */
export const logWithdrawal = Effect.fn("WithdrawalLog.logWithdrawal")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  const log = yield* WithdrawalLog
  const entry = yield* entryOf(partner, persons)
  yield* log.append([entry])
  return tombstoneId(entry)
})

/**
 * Logs those of `persons`, pseudonyms of one key version, that are not in the log yet: for withdrawals that arrive as records and may be
 * repeated.
 */
export const noteWithdrawals = Effect.fn("WithdrawalLog.noteWithdrawals")(function* (
  partner: string,
  persons: ReadonlySet<string>,
  keyVersion: number
) {
  if (persons.size === 0) return
  const log = yield* WithdrawalLog
  const { entries } = yield* log.all
  const known = new Set(
    entries.flatMap((entry) =>
      entry.partner === partner ? entry.persons.filter((p) => p.version === keyVersion).map((p) => p.person) : []
    )
  )
  const fresh = [...persons].filter((person) => !known.has(person))
  if (fresh.length === 0) return
  yield* log.append(yield* Effect.forEach(fresh, (person) => entryOf(partner, [{ version: keyVersion, person }])))
})
