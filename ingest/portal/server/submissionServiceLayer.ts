import { Effect, Layer, type Stream } from "effect"
import type { EventLog, Identity } from "../../../ports/EventLog.ts"
import type { SchemaRegistry } from "../../../ports/SchemaRegistry.ts"
import type { StateStore } from "../../../ports/StateStore.ts"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import { recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { KeyStore } from "../../keys/KeyStore.ts"
import { quarantineTable } from "../../keys/PersonTables.ts"
import type { VersionedPerson } from "../../keys/Pseudonym.ts"
import type { WithdrawalLog } from "../../keys/WithdrawalLog.ts"
import { findCase, personsOf, waitingPlace, withdrawCase } from "../../pipeline/WithdrawCase.ts"
import { makeQualityReport } from "../../quality/QualityReport.ts"
import type { ContributedEdition } from "../../quality/QualitySchemas.ts"
import type { ReadyRow } from "../../submit/check/pseudonymiseRows.ts"
import { type Mapping, MappingRefused, parseMapping } from "../../submit/columns/Mapping.ts"
import type { Change } from "../../submit/receipts/changeOf.ts"
import { outcomesOf } from "../../submit/receipts/Outcomes.ts"
import * as Receipts from "../../submit/receipts/Receipts.ts"
import { changesOf, history } from "../../submit/receipts/Revisions.ts"
import { sentDirectly } from "../../submit/receipts/SentDirectly.ts"
import { sendRecords } from "../../submit/send/SendRecords.ts"
import type { RoundPage, RoundsAnswer } from "../api/LinkageApi.ts"
import type { Unavailable } from "../api/PortalAnswers.ts"
import type { ReceiptAnswer } from "../api/ReceiptApi.ts"
import { enteredKinds } from "../api/recordKinds.ts"
import { NoRecordMatches, type WithdrawalAnswer } from "../api/WithdrawalApi.ts"
import { type SubmissionPlan, SubmissionService } from "./SubmissionService.ts"
import { unavailable } from "./unavailable.ts"
import { verifyContent } from "./verifyContent.ts"

type Stores = Warehouse | StateStore

/** What `infra` provides. */
interface SubmissionServiceOptions<E> {
  /** The Kafka identity that writes to the partner's topic. */
  readonly identityOf: (partner: string) => Effect.Effect<Identity, E>
  readonly readMapping: (partner: string) => Effect.Effect<Mapping, E>
  readonly writeMapping: (partner: string, mapping: Mapping) => Effect.Effect<void, E>
  /** Runs when records are in a partner's topic. A stack without a permanent pipeline loads them. */
  readonly onSent: Effect.Effect<void>
  /**
   * Completes a withdrawal: rebuilds the marts, which still contain the case, and returns the code of a receipt for the person.
   */
  readonly complete: (
    partner: string,
    persons: ReadonlyArray<VersionedPerson>
  ) => Effect.Effect<string, E, KeyStore | WithdrawalLog | Stores>
  /** The editions that the partner's records are in, newest first. */
  readonly editions: (partner: string) => Effect.Effect<ReadonlyArray<ContributedEdition>, E, Stores>
  /** The open linkage rounds as they are for the partner, and the page for taking part. */
  readonly rounds: (partner: string) => Effect.Effect<RoundsAnswer, E>
  readonly roundPage: Effect.Effect<RoundPage | null, E>
  /** The pipeline's keys and the withdrawal log, to find and erase the records of a case. */
  readonly keys: Layer.Layer<KeyStore | WithdrawalLog, E>
}

/** Returns the part of a receipt that the partner sees. */
const receiptAnswer = (receipt: Receipts.Receipt): ReceiptAnswer => {
  const { partner: _, via, unchanged, ...answer } = receipt
  return answer
}

/** Numbers of rows by kind of record. Tables are named after the record they hold. */
const rowsByKind = (tables: Readonly<Record<string, number>>): WithdrawalAnswer["rows"] => {
  const kinds = enteredKinds.map((kind) => [kind, tables[`corridor_raw.${recordSchema(kind).table}`] ?? 0])
  const others = [
    ["quarantined", tables[quarantineTable] ?? 0],
    ["waiting", tables[waitingPlace] ?? 0]
  ]
  return Object.fromEntries([...kinds, ...others]) as WithdrawalAnswer["rows"]
}

/** Sends the rows of a plan, or returns the receipt of the same content that was sent since it was approved. */
const send = Effect.fn("SubmissionService.send")(function* <E>(
  { identityOf, onSent }: SubmissionServiceOptions<E>,
  partner: string,
  { contentHash, records, undo = false, approvedAt }: SubmissionPlan,
  rows: Stream.Stream<ReadyRow, Unavailable>
) {
  const before = approvedAt === undefined ? undefined : yield* Receipts.sentSince(partner, contentHash, approvedAt)
  if (before !== undefined) return { ...receiptAnswer(before), heldBackRecords: [] }
  const identity = yield* identityOf(partner)
  const { submission, heldBack } = yield* sendRecords(
    { partner, identity, contentHash, records, undo, via: "portal", onSent: () => {} },
    verifyContent(rows, contentHash)
  )
  yield* onSent
  const receipt = yield* Receipts.show(partner, submission)
  return receipt === undefined ? yield* unavailable() : { ...receiptAnswer(receipt), heldBackRecords: heldBack }
})

const compare = Effect.fn("SubmissionService.compare")(function* (partner: string, rows: ReadonlyArray<ReadyRow>) {
  const changes: Array<Change> = []
  for (let i = 0; i < rows.length; i += 1_000)
    changes.push(...(yield* changesOf(partner, rows.slice(i, i + 1_000), false)).map(({ change }) => change))
  return changes
})

/** Withdraws a case, or counts its rows. `withdrawal` of the answer is null if nothing was withdrawn. */
const withdraw = Effect.fn("SubmissionService.withdraw")(function* <E>(
  { complete }: SubmissionServiceOptions<E>,
  partner: string,
  persons: ReadonlyArray<string>,
  { dryRun, ahead }: { readonly dryRun: boolean; readonly ahead: boolean }
) {
  const { rows: matched, tables, isWithdrawn } = yield* findCase(partner, persons)
  const found = { matched, rows: rowsByKind(tables), withdrawnBefore: isWithdrawn }
  // A withdrawal that was interrupted is completed although its rows are erased.
  if (dryRun || (matched === 0 && !isWithdrawn && !ahead)) return { ...found, withdrawal: null, erased: 0, code: null }
  const { tombstone, erased } = yield* withdrawCase(partner, persons)
  const code = yield* complete(partner, (yield* personsOf(partner, persons)).persons)
  return { ...found, withdrawal: tombstone, erased, code }
})

/** Sends records as the command line does, and reads their receipts. */
export const submissionServiceLayer = <E>(options: SubmissionServiceOptions<E>) =>
  Layer.effect(
    SubmissionService,
    Effect.gen(function* () {
      const services = yield* Effect.context<EventLog | SchemaRegistry | Stores>()
      const qualityReport = makeQualityReport()
      const answer = <A, F>(effect: Effect.Effect<A, F, EventLog | SchemaRegistry | Stores>) =>
        effect.pipe(Effect.mapError(unavailable), Effect.provide(services))

      return SubmissionService.of({
        send: (partner, plan, rows) => answer(send(options, partner, plan, rows)),
        compare: (partner, rows) => answer(compare(partner, rows)),
        receipts: (partner) => answer(Effect.map(Receipts.list(partner), (found) => found.map(receiptAnswer))),
        receipt: (partner, submission) =>
          answer(
            Effect.map(Receipts.show(partner, submission), (found) =>
              found === undefined ? undefined : receiptAnswer(found)
            )
          ),
        direct: (partner) => answer(sentDirectly(partner)),
        quality: (partner) =>
          answer(
            Effect.zipWith(qualityReport(partner), options.editions(partner), (report, editions) => ({
              ...report,
              editions
            }))
          ),
        rounds: (partner) => answer(options.rounds(partner)),
        roundPage: answer(options.roundPage),
        outcomes: (partner, ids) => answer(outcomesOf(partner, ids)),
        history: (partner, ids) => answer(history(partner, ids)),
        withdraw: Effect.fnUntraced(function* (partner, persons, given) {
          const done = yield* answer(Effect.provide(withdraw(options, partner, persons, given), options.keys))
          if (given.dryRun || done.withdrawal !== null) return done
          return yield* new NoRecordMatches({
            message:
              "No record matches this case number, and nothing was changed. Check it for typing errors. Records that were sent a moment ago may not be loaded yet. Set ahead to withdraw the case in advance."
          })
        }),
        mapping: (partner) => answer(options.readMapping(partner)),
        saveMapping: (partner, json) =>
          Effect.try({
            try: () => parseMapping(json),
            catch: (cause) => (cause instanceof MappingRefused ? cause.places : ["expected a mapping"])
          }).pipe(
            Effect.matchEffect({
              onFailure: (places) => Effect.succeed(places),
              onSuccess: (mapping) => Effect.as(answer(options.writeMapping(partner, mapping)), [])
            })
          )
      })
    })
  )
