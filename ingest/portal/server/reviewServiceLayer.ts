import { Effect, Layer, Stream } from "effect"
import type { StateStore } from "../../../ports/StateStore.ts"
import { makeSteadyClock } from "../../../ports/steadyClock.ts"
import type { KeyStore } from "../../keys/KeyStore.ts"
import * as Entries from "../../review/Entries.ts"
import { type Entry, ReviewRefused } from "../../review/Entry.ts"
import * as EntryRows from "../../review/EntryRows.ts"
import { addEvent, partnerHistory } from "../../review/History.ts"
import type { EntryDetail } from "../api/ReviewApi.ts"
import { entryReceipt } from "./entryReceipt.ts"
import { ReviewService } from "./ReviewService.ts"
import { SubmissionService } from "./SubmissionService.ts"
import { unavailable } from "./unavailable.ts"
import { verifyContent } from "./verifyContent.ts"

/** Rows that are stored together. */
const partRows = 1_000

/** How many records an approver looks at; the counts are of all. */
const shownRecords = 100

type Submissions = SubmissionService["Service"]
type Take = ReviewService["Service"]["take"]

/** Stores the rows of a new entry. If not all of them come, nothing of it stays. */
const enter = Effect.fn("ReviewService.enter")(function* (
  made: Entries.NewEntry,
  entry: string,
  rows: Parameters<Take>[3]
) {
  let part = 0
  yield* verifyContent(rows, made.contentHash).pipe(
    Stream.grouped(partRows),
    Stream.runForEach((group) => EntryRows.addRows(made.partner, entry, part++, group)),
    Effect.andThen(Entries.endEntry(made, entry)),
    Effect.onError(() => Effect.ignore(Entries.dropEntry(entry)))
  )
})

/** Sends the rows, or lets them wait if the partner reviews before sending. */
const take = Effect.fn("ReviewService.take")(function* (
  submissions: Submissions,
  ...[partner, account, { warnings, ...plan }, rows]: Parameters<Take>
) {
  const { contentHash, records, undo = false } = plan
  const made = { partner, enteredBy: account, contentHash, records, undo, warnings }
  const begun = yield* Entries.beginEntry(made)
  if (begun === undefined) {
    const answer = yield* submissions.send(partner, plan, rows)
    yield* addEvent({ partner, account, did: "sent", submission: answer.submission, records })
    return answer
  }
  if (begun.isNew) yield* enter(made, begun.entry, rows)
  else yield* Stream.runDrain(rows)
  const entry = yield* Entries.entryOf(partner, begun.entry)
  return entry === undefined ? yield* unavailable() : { ...entryReceipt(entry), heldBackRecords: [] }
})

/** Returns what an approver sees of an entry; undefined if the partner has none with this id. */
const detailOf = Effect.fn("ReviewService.detail")(function* (submissions: Submissions, partner: string, id: string) {
  const entry = yield* Entries.entryOf(partner, id)
  if (entry === undefined) return undefined
  const counts = { new: 0, correction: 0, unchanged: 0, outdated: 0 }
  const records: Array<EntryDetail["records"][number]> = []
  for (const part of entry.state === "waiting" ? yield* EntryRows.partsOf(partner, id) : []) {
    const rows = yield* part
    const changes = yield* submissions.compare(partner, rows)
    for (const [i, { kind, record }] of rows.entries()) {
      const change = changes[i]?.is ?? "new"
      counts[change] += 1
      const { caseReference: _, recordId: _id, revision: _revision, ...fields } = record
      if (records.length < shownRecords) records.push({ kind, change, fields })
    }
  }
  const { columns } = (yield* submissions.mapping(partner)) as { readonly columns?: Record<string, unknown> }
  const { correction: corrections, ...others } = counts
  return {
    counts: { ...others, corrections },
    records,
    mapping: Object.entries(columns ?? {}).map(([column, field]) => ({ column, field: [field].flat().join(", ") }))
  }
})

export const reviewServiceLayer = Layer.effect(
  ReviewService,
  Effect.gen(function* () {
    const services = yield* Effect.context<StateStore | KeyStore>()
    const submissions = yield* SubmissionService

    const run = <A, E>(effect: Effect.Effect<A, E, StateStore | KeyStore>) =>
      effect.pipe(
        Effect.provide(services),
        Effect.mapError((error) => (error instanceof ReviewRefused ? error : unavailable()))
      )
    /** For what is never refused. */
    const read = <A, E>(effect: Effect.Effect<A, E, StateStore | KeyStore>) =>
      effect.pipe(Effect.provide(services), Effect.mapError(unavailable))

    const rowsOf = Effect.fn("ReviewService.rows")(function* ({ partner, entry }: Entry) {
      const parts = yield* EntryRows.partsOf(partner, entry)
      return Stream.fromIterable(parts).pipe(
        Stream.mapEffect((part) => Effect.provide(Effect.mapError(part, unavailable), services)),
        Stream.flatMap((rows) => Stream.fromIterable(rows))
      )
    })

    /**
     * Sends an approved entry. If the process ends at any point, the entry stays approved, and `tidy` sends it again: its records are known by
     * their ids and contents, so each is sent once.
     */
    const sendApproved = Effect.fn("ReviewService.sendApproved")(function* (entry: Entry) {
      const { partner, contentHash, records, erased, undo, decidedAt } = entry
      const plan = { contentHash, records: records - erased, undo, approvedAt: decidedAt }
      const rows = yield* rowsOf(entry)
      yield* Effect.forkScoped(
        Entries.renewLease(entry.entry).pipe(
          Effect.ignore,
          Effect.andThen(Effect.sleep("30 seconds")),
          Effect.forever,
          Effect.provide(services)
        )
      )
      const answer = yield* submissions.send(partner, plan, rows)
      yield* Entries.noteSent(entry.entry, answer.submission)
      return answer
    }, Effect.scoped)

    const isSteady = yield* makeSteadyClock()
    /** An entry that cannot be sent does not keep back the others. */
    const tidy = Effect.gen(function* () {
      if (yield* isSteady) yield* Entries.expireEntries()
      for (const entry of yield* Entries.takeAbandoned())
        yield* Effect.catch(sendApproved(entry), () =>
          Effect.logWarning("An entry that was approved could not be sent now. It is tried again.")
        )
    }).pipe(
      Effect.catch(() => Effect.logWarning("The state store could not be read now. It is tried again.")),
      Effect.provide(services)
    )
    yield* tidy.pipe(Effect.andThen(Effect.sleep("1 minute")), Effect.forever, Effect.forkScoped)

    return ReviewService.of({
      isOn: (partner) => read(Entries.isReviewOn(partner)),
      setOn: (partner, isOn, by) => run(Entries.setReview(partner, isOn, by)),
      take: (...given) => run(take(submissions, ...given)),
      list: (partner) => read(Entries.listEntries(partner)),
      entry: (partner, entry) => read(Entries.entryOf(partner, entry)),
      detail: (partner, id) => read(detailOf(submissions, partner, id)),
      approve: (decider, id) =>
        run(
          Effect.gen(function* () {
            const entry = yield* Entries.approveEntry(decider, id)
            return entry === undefined ? undefined : yield* sendApproved(entry)
          })
        ),
      giveBack: (decider, id, reason) => run(Entries.returnEntry(decider, id, reason)),
      noteWithdrawal: (partner, account) =>
        read(addEvent({ partner, account, did: "case-withdrawn", submission: "", records: 0 })),
      history: (partner) => read(partnerHistory(partner)),
      tidy
    })
  })
)
