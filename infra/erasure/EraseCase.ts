/**
 * **High risk.** Completes a withdrawal: removes a person from every place that can be reached, and lists what remains where and until when.
 *
 * The order makes it safe to interrupt and repeat at any point. The withdrawal is logged before anything is erased, with the time since which
 * marts counted the person. The marts are rebuilt before vintages are compared with them. The entry that completes the erasure is written last;
 * until then, a repetition does every step again.
 */
import { DateTime, Effect } from "effect"
import { dropOldRounds } from "../../ingest/keys/ErasePersons.ts"
import { countedSpan, entriesOf, logErasure, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { findCase, personsOf, withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import type { ErasedVintage } from "../../release/vintage/eraseFromVintages.ts"
import { sayUnfinished } from "../process/sayUnfinished.ts"
import { eraseMessages } from "./eraseMessages.ts"
import { issueReceipt, renewReceipts } from "./issueReceipt.ts"
import { listRemains, type Reach } from "./listRemains.ts"
import type { Remains } from "./Remains.ts"
import { recutVintages } from "./recutVintages.ts"

/** What an erasure does in a stack. */
export interface ErasureSteps<E, R> extends Reach {
  /** Builds the marts again. */
  readonly rebuild: Effect.Effect<unknown, E, R>
  /** Whether to delete all loaded messages of the partner from its topic. */
  readonly deletesMessages: boolean
}

interface ErasureInput<E, R> extends ErasureSteps<E, R> {
  readonly partner: string
  /** Every reference under which records of the case may have been sent. */
  readonly references: ReadonlyArray<string>
}

export interface Erasure {
  /** Number of rows of the case, by table. */
  readonly erased: Readonly<Record<string, number>>
  readonly tombstone: string
  readonly vintages: ReadonlyArray<ErasedVintage>
  /** Number of the vintage that was created without the person; null if none was needed. */
  readonly newVintage: number | null
  readonly deletedMessages: number
  /** Code of the receipt, which is stored nowhere. */
  readonly receipt: string
  readonly remains: ReadonlyArray<Remains>
}

/** Returns the state of the case, and changes nothing. */
export const previewErasure = Effect.fn("EraseCase.preview")(function* (
  partner: string,
  references: ReadonlyArray<string>
) {
  const found = yield* findCase(partner, references)
  const { persons } = yield* personsOf(partner, references)
  const entries = entriesOf((yield* (yield* WithdrawalLog).all).entries, partner, persons)
  return { ...found, persons, isLogged: entries.length > 0, span: countedSpan(entries) }
})

/**
 * Erases a person: withdraws the case, removes it from every place that Corridor reaches, and returns what remains where and until when.
 * Run it again after a failure.
 */
export const eraseCase = Effect.fn("EraseCase.erase")(function* <E, R>(input: ErasureInput<E, R>) {
  yield* dropOldRounds()
  const before = yield* previewErasure(input.partner, input.references)
  const withdrawn = yield* withdrawCase(input.partner, input.references).pipe(
    sayUnfinished("The case may be withdrawn in part only. Run the same 'erase' again.")
  )
  return yield* complete(input, before, withdrawn).pipe(
    sayUnfinished("The case is withdrawn, but its erasure is not complete. Run the same 'erase' again.")
  )
})

/** Takes the steps after the withdrawal. */
const complete = Effect.fn("EraseCase.complete")(function* <E, R>(
  input: ErasureInput<E, R>,
  before: Effect.Success<ReturnType<typeof previewErasure>>,
  withdrawn: Effect.Success<ReturnType<typeof withdrawCase>>
) {
  const { partner, references } = input
  // Rows that came back, for example by a restore without the log, may be counted in marts and later vintages.
  const isDone = before.span?.until !== undefined && before.rows === 0
  const known = (yield* (yield* WithdrawalLog).all).entries.length
  if (!isDone) yield* input.rebuild
  const marts = DateTime.formatIso(yield* DateTime.now)
  const left = yield* previewErasure(partner, references)
  const until = isDone ? (before.span?.until as string) : marts
  const since = left.span?.since
  // Before the new vintage, which does not count the person.
  const receipt = yield* issueReceipt(partner, left.persons)
  const span = (yield* previewErasure(partner, references)).span
  const { newVintage, vintages } = yield* recutVintages(span === undefined ? [] : [{ ...span, until }])
  const { deleted, remains } = input.hasLog
    ? yield* eraseMessages(partner, input.deletesMessages)
    : { deleted: 0, remains: [] }
  const isComplete = isDone || (yield* logErasure({ partner, at: marts, persons: left.persons }, known))
  yield* renewReceipts(partner, left.persons)
  return {
    erased: withdrawn.tables,
    tombstone: withdrawn.tombstone,
    vintages,
    newVintage,
    deletedMessages: deleted,
    receipt,
    remains: [
      ...remains,
      ...(yield* listRemains(input, { partners: [partner], persons: left.persons, since, until, isComplete }))
    ]
  } satisfies Erasure
})
