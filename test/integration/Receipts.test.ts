/** Receipts and revisions on the embedded store, with a log that only counts offsets: each state of a submission. */
import { assert, it } from "@effect/vitest"
import { Clock, Effect, Exit, Layer, Redacted, Stream } from "effect"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { ReviewService } from "../../ingest/portal/server/ReviewService.ts"
import { reviewServiceLayer } from "../../ingest/portal/server/reviewServiceLayer.ts"
import { submissionServiceLayer } from "../../ingest/portal/server/submissionServiceLayer.ts"
import * as Entries from "../../ingest/review/Entries.ts"
import { entryDays, maxEntries, ReviewRefused } from "../../ingest/review/Entry.ts"
import * as EntryRows from "../../ingest/review/EntryRows.ts"
import { contentHasher } from "../../ingest/submit/check/contentHasher.ts"
import type { ReadyRow } from "../../ingest/submit/check/pseudonymiseRows.ts"
import { emptyMapping } from "../../ingest/submit/columns/Mapping.ts"
import * as Receipts from "../../ingest/submit/receipts/Receipts.ts"
import { history } from "../../ingest/submit/receipts/Revisions.ts"
import { ContentChanged } from "../../ingest/submit/send/ContentChanged.ts"
import { joined, sendRecords } from "../../ingest/submit/send/SendRecords.ts"
import { EventLog, type ProduceRecord } from "../../ports/EventLog.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { changeState, embeddedStores } from "../fixtures/embeddedStores.ts"
import { memoryKeys } from "../fixtures/portalRig.ts"
import { temporaryFolder } from "./TestStack.ts"

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

const withdrawal = (n: number, requestedOn: string | null): ReadyRow => ({
  kind: "withdrawal",
  record: { recordId: id(n), revision: 0, caseReference: "a".repeat(64), requestedOn },
  revisable: true
})

/** One partition; `sent` is its content. */
const countingLog = (sent: Array<ProduceRecord>) =>
  Layer.mock(EventLog, {
    producer: () =>
      Effect.succeed({
        send: (_topic, records) =>
          Effect.sync(() => {
            const first = sent.length
            sent.push(...records)
            return records.length === 0 ? [] : [{ partition: 0, first, last: sent.length - 1 }]
          })
      })
  })

/** Records of which one was erased while they were sent. */
const changed = (rows: ReadonlyArray<ReadyRow>) =>
  Stream.concat(Stream.fromIterable(rows), Stream.fail(new ContentChanged()))

const schemas: Array<string> = []
const registry = Layer.mock(SchemaRegistry, {
  register: (_, schema) =>
    Effect.sync(() => (schemas.includes(schema) ? schemas.indexOf(schema) : schemas.push(schema) - 1))
})

const send = (
  contentHash: string,
  rows: ReadonlyArray<ReadyRow>,
  partner = "p",
  undo = false,
  stream: Stream.Stream<ReadyRow, ContentChanged> = Stream.fromIterable(rows)
) =>
  sendRecords(
    {
      partner,
      identity: { username: "u", password: Redacted.make("p") },
      contentHash,
      records: rows.length,
      via: "command-line",
      undo,
      onSent: () => {}
    },
    stream
  )

it.live("received, loaded, quarantined, withdrawn; repetitions; corrections with history; only for the partner", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("receipts")
    const sent: Array<ProduceRecord> = []
    yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const stateOf = (submission: string) =>
        Effect.map(Receipts.show("p", submission), (found) => [
          found?.state,
          found?.loaded,
          found?.quarantined,
          found?.withdrawn
        ])
      const first = yield* send("one", [withdrawal(1, "2004"), withdrawal(2, "2005")])
      assert.deepInclude(first, { sent: 2, isKnown: false, corrections: 0 })
      assert.deepStrictEqual(yield* stateOf(first.submission), ["received", 0, 0, 0])

      const again = yield* send("one", [withdrawal(1, "2004"), withdrawal(2, "2005")])
      assert.deepInclude(again, { sent: 0, isKnown: true, submission: first.submission })
      assert.strictEqual(sent.length, 2)

      const corrected = yield* send("two", [withdrawal(1, "2006"), withdrawal(2, "2005")])
      assert.deepInclude(corrected, { sent: 1, corrections: 1, unchanged: 1 })
      assert.deepStrictEqual(
        (yield* history("p", [id(1)])).map(({ revision, submission }) => [revision, submission]),
        [
          [0, first.submission],
          [1, corrected.submission]
        ]
      )

      // An old file holds the corrected record back, each time, until the partner undoes the correction.
      const old = [withdrawal(1, "2004"), withdrawal(2, "2005"), withdrawal(3, "2007")]
      const newer = [withdrawal(1, "2006"), withdrawal(2, "2005"), withdrawal(3, "2007")]
      const begun = yield* send("old", old, "r")
      assert.deepInclude(begun, { sent: 3, isKnown: false, heldBack: [] })
      yield* send("newer", newer, "r")
      const resent = yield* send("old", old, "r")
      assert.deepInclude(resent, { sent: 0, unchanged: 2, isKnown: false, heldBack: [id(1)] })
      assert.notStrictEqual(resent.submission, begun.submission)
      assert.deepInclude(yield* Receipts.show("r", resent.submission), { records: 3, heldBack: 1, withdrawn: 2 })
      assert.deepStrictEqual(yield* send("old", old, "r"), resent)
      // Another file with the old version, too.
      assert.deepInclude(yield* send("part", old.slice(0, 1), "r"), { sent: 0, heldBack: [id(1)] })
      const undone = yield* send("old", old, "r", true)
      assert.deepInclude(undone, { sent: 1, corrections: 1, unchanged: 2, heldBack: [], submission: resent.submission })
      assert.deepInclude(yield* send("old", old, "r"), { isKnown: true, submission: undone.submission })
      assert.deepInclude(yield* send("newer", newer, "r"), { sent: 0, unchanged: 2, heldBack: [id(1)] })
      assert.deepStrictEqual(
        (yield* history("r", [id(1)])).map(({ revision }) => revision),
        [0, 1, 2]
      )

      // A record whose id derives from its content is corrected by that id, and the file that made it does not undo that.
      const derived = { ...withdrawal(4, "2004"), revisable: false }
      yield* send("derived", [derived], "s")
      assert.deepInclude(yield* send("by-id", [withdrawal(4, "2006")], "s"), { sent: 1, corrections: 1 })
      assert.deepInclude(yield* send("derived", [derived], "s"), { sent: 0, heldBack: [id(4)] })
      assert.deepInclude(yield* send("derived", [derived], "s", true), { sent: 1, corrections: 1 })
      sent.length = 3

      // The pipeline has read all three; the first message is refused.
      yield* warehouse.insert(
        "corridor_audit.batch",
        [{ topic: "corridor.partner.p", partition: 0, first_offset: 0, last_offset: 2, token: "t", state: "stored" }],
        { token: "a" }
      )
      yield* warehouse.insert(
        "corridor_audit.quarantine",
        [
          {
            topic: "corridor.partner.p",
            partition: 0,
            offset: 0,
            sent_at: new Date().toISOString().slice(0, -1).replace("T", " "),
            partner_id: "p",
            kind: "withdrawal",
            schema_id: 1,
            code: "date-in-future",
            path: "requestedOn"
          }
        ],
        { token: "b" }
      )
      const [before] = yield* Effect.all([Receipts.show("p", first.submission)])
      assert.deepInclude(before, { state: "quarantined", quarantined: 1, records: 2 })
      assert.deepStrictEqual(before?.refusals, [{ code: "date-in-future", messages: 1 }])

      // Nothing of the correction is in the store: it was withdrawn.
      assert.deepStrictEqual(yield* stateOf(corrected.submission), ["withdrawn", 0, 0, 2])

      const columns = yield* warehouse.query<{ name: string }>(
        "SELECT name FROM system.columns WHERE database = 'corridor_raw' AND table = 'withdrawal' AND name IN ('partner_id', 'record_id', 'revision')"
      )
      assert.strictEqual(columns.length, 3)
      yield* warehouse.insert(
        "corridor_raw.withdrawal",
        [1, 2].map((n) => ({ partner_id: "p", record_id: id(n), revision: 0 })),
        { token: "c" }
      )
      assert.deepStrictEqual(yield* stateOf(corrected.submission), ["loaded", 2, 0, 0])

      assert.isUndefined(yield* Receipts.show("q", first.submission))
      assert.deepStrictEqual(yield* Receipts.list("q"), [])
      assert.strictEqual((yield* Receipts.list("p")).length, 2)
      // A person withdraws while records are sent: the receipt ends, and the same records can be sent later.
      const erased = [withdrawal(7, "2004")]
      assert.isTrue(Exit.isFailure(yield* Effect.exit(send("erased", erased, "e", false, changed([])))))
      const [ended] = yield* Receipts.list("e")
      assert.deepInclude(ended, { state: "withdrawn", records: 0, hash: "" })
      const later = yield* send("erased", erased, "e")
      assert.deepStrictEqual([later.sent, later.isKnown, later.submission], [1, false, ended?.submission])
      const other = yield* send("one", [withdrawal(1, "2004")], "q")
      assert.notStrictEqual(other.submission, first.submission)
    }).pipe(Effect.provide(Layer.mergeAll(embeddedStores(folder), countingLog(sent), registry)))
  }).pipe(Effect.scoped)
)

/** Records of one person. */
const ofCase = (n: number, pseudonym: string): ReadyRow => ({
  kind: "withdrawal",
  record: { recordId: id(n), revision: 0, caseReference: pseudonym.repeat(64), requestedOn: "2004" },
  revisable: true
})

const hashOf = (rows: ReadonlyArray<ReadyRow>) => {
  const hasher = contentHasher()
  for (const row of rows) hasher.add(row)
  return hasher.end()
}

/** The clock as it will be tomorrow, if nobody sets it. */
const tomorrow = Clock.clockWith((clock) => {
  const day = 86_400_000
  const millis = () => clock.currentTimeMillisUnsafe() + day
  const nanos = () => clock.monotonicTimeNanosUnsafe() + BigInt(day) * 1_000_000n
  return Effect.succeed(
    Object.assign(Object.create(clock), {
      currentTimeMillis: Effect.sync(millis),
      currentTimeMillisUnsafe: millis,
      monotonicTimeNanos: Effect.sync(nanos)
    }) as Clock.Clock
  )
})

it.live("review before sending: two accounts, once whatever is killed, erased, expired, unreadable at rest", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("review")
    const sent: Array<ProduceRecord> = []
    const fault = { kills: false }
    const log = Layer.mock(EventLog, {
      producer: () =>
        Effect.succeed({
          send: (_topic, records) =>
            Effect.suspend(() => {
              const first = sent.length
              sent.push(...records)
              // The process ends after the broker has the records and before anything else is written.
              if (fault.kills) return Effect.die("killed")
              return Effect.succeed(records.length === 0 ? [] : [{ partition: 0, first, last: sent.length - 1 }])
            })
        })
    })
    const submissions = submissionServiceLayer<never>({
      identityOf: () => Effect.succeed({ username: "u", password: Redacted.make("p") }),
      readMapping: () => Effect.succeed({ ...emptyMapping, columns: { Sex: "gender" } }),
      writeMapping: () => Effect.void,
      onSent: Effect.void,
      complete: () => Effect.succeed("7Q2M-7Q2M-7Q2M-7Q2M-7Q2M"),
      editions: () => Effect.succeed([]),
      rounds: () => Effect.succeed({ rounds: [], page: null, shared: null }),
      roundPage: Effect.succeed(null),
      keys: Layer.mergeAll(memoryKeys, Layer.mock(WithdrawalLog, {}))
    })
    const services = reviewServiceLayer.pipe(
      Layer.provide(memoryKeys),
      Layer.provideMerge(submissions),
      Layer.provideMerge(Layer.mergeAll(embeddedStores(folder), log, registry))
    )
    yield* Effect.gen(function* () {
      const review = yield* ReviewService
      const take = (rows: ReadonlyArray<ReadyRow>, by = "p.olena", undo = false) =>
        review.take(
          "p",
          by,
          { contentHash: hashOf(rows), records: rows.length, undo, warnings: [] },
          Stream.fromIterable(rows)
        )
      const since = 0
      const bo = { partner: "p", account: "p.bo", since }
      const why = <A, E>(effect: Effect.Effect<A, E>) =>
        Effect.map(Effect.flip(effect), (error) => (error instanceof ReviewRefused ? error.why : String(error)))

      // Off: sent at once.
      const atOnce = yield* take([ofCase(1, "a")])
      assert.strictEqual(atOnce.state, "received")
      assert.strictEqual(sent.length, 1)

      yield* review.setOn("p", true, "p.manager")
      const rows = [ofCase(2, "b"), ofCase(3, "c"), ofCase(1, "a")]
      const waiting = yield* take(rows)
      assert.deepInclude(waiting, { state: "waiting", records: 3 })
      assert.strictEqual(sent.length, 1, "nothing is sent")
      assert.strictEqual((yield* take(rows)).submission, waiting.submission, "entered again, it waits once")
      assert.strictEqual((yield* review.list("p")).length, 1)
      const entry = waiting.submission

      // What the approver sees has no pseudonym, and neither has the store.
      const detail = yield* review.detail("p", entry)
      assert.deepStrictEqual(detail?.counts, { new: 2, corrections: 0, unchanged: 1, outdated: 0 })
      assert.deepStrictEqual(detail?.mapping, [{ column: "Sex", field: "gender" }])
      assert.deepStrictEqual(detail?.records[0]?.fields, { requestedOn: "2004" })
      assert.notInclude(JSON.stringify(detail), "bbbb")
      const state = yield* StateStore
      const atRest = JSON.stringify([
        yield* state.query("SELECT * FROM review_rows"),
        yield* state.query("SELECT * FROM review_entry"),
        yield* state.query("SELECT * FROM partner_event")
      ])
      for (const value of ["bbbb", id(2), "2004"]) assert.notInclude(atRest, value)

      // No account approves its own entries, entries from before it was created, or entries of another partner.
      assert.strictEqual(yield* why(review.approve({ ...bo, account: "p.olena" }, entry)), "own-entry")
      assert.strictEqual(yield* why(review.approve({ ...bo, since: Date.now() + 1000 }, entry)), "account-newer")
      assert.isUndefined(yield* review.approve({ ...bo, partner: "q" }, entry))
      assert.strictEqual(yield* why(review.setOn("p", false, "p.manager")), "something-waits")

      // Killed between approval and receipt: it stays approved, and is sent once more, as the same records.
      fault.kills = true
      const first = (yield* review.entry("p", entry))?.contentHash ?? ""
      yield* Effect.exit(review.approve(bo, entry))
      fault.kills = false
      assert.strictEqual((yield* review.entry("p", entry))?.state, "approved")
      assert.strictEqual(yield* why(review.approve(bo, entry)), "not-waiting")
      yield* review.tidy
      assert.strictEqual(
        (yield* review.entry("p", entry))?.state,
        "approved",
        "another process may still be sending it"
      )
      yield* changeState("UPDATE review_entry SET lease_until = 0")
      yield* review.tidy
      const done = yield* review.entry("p", entry)
      assert.strictEqual(done?.state, "sent")
      assert.deepInclude(yield* Receipts.show("p", done?.submission ?? ""), { records: 3, unchanged: 1 })
      const distinct = new Set(sent.map(({ value }) => Buffer.from(value ?? new Uint8Array()).toString("hex")))
      assert.strictEqual(distinct.size, 3, "the copies are equal, so the pipeline stores each record once")
      // Killed after the receipt and before the entry says so: nothing is sent again.
      const messages = sent.length
      yield* changeState("UPDATE review_entry SET state = 'approved', lease_until = 0, content_hash = ?", [first])
      yield* review.tidy
      assert.deepInclude(yield* review.entry("p", entry), { state: "sent", submission: done?.submission ?? "" })
      assert.strictEqual(sent.length, messages)
      assert.deepStrictEqual(yield* state.query("SELECT * FROM review_rows"), [])
      // Nor does a hash stay that an erasure could not find.
      const kept = state.query("SELECT entry FROM review_entry WHERE content_hash <> ''")
      assert.deepStrictEqual(yield* kept, [])

      // One of two simultaneous approvals succeeds.
      const twice = (yield* take([ofCase(4, "d")])).submission
      const approvals = yield* Effect.all(
        [Effect.exit(review.approve(bo, twice)), Effect.exit(review.approve({ ...bo, account: "p.cy" }, twice))],
        { concurrency: 2 }
      )
      assert.strictEqual(approvals.filter(Exit.isSuccess).length, 1)

      // Returned, with a reason; entered again, it waits again.
      const back = (yield* take([ofCase(5, "e")])).submission
      assert.isTrue(yield* review.giveBack(bo, back, "wrong-values"))
      assert.deepInclude(yield* review.entry("p", back), { state: "returned", reason: "wrong-values" })
      assert.notStrictEqual((yield* take([ofCase(5, "e")])).submission, back)

      // A withdrawal reaches what waits; what is left is approved. The hash of an entry that was sent by an earlier version goes too.
      yield* changeState("UPDATE review_entry SET content_hash = 'old' WHERE entry = ?", [entry])
      const two = [ofCase(6, "f"), ofCase(7, "1"), ofCase(8, "f")]
      const partly = (yield* take(two)).submission
      const person = new Set(["f".repeat(64)])
      assert.strictEqual(yield* Effect.provide(EntryRows.countWaiting("p", person), memoryKeys), 2)
      assert.strictEqual(yield* Effect.provide(EntryRows.eraseWaiting("p", person), memoryKeys), 2)
      assert.strictEqual(yield* Effect.provide(EntryRows.countWaiting("p", person), memoryKeys), 0)
      assert.strictEqual((yield* review.entry("p", entry))?.contentHash, "")
      const before = sent.length
      yield* review.approve(bo, partly)
      assert.deepStrictEqual(
        sent.slice(before).map(({ key }) => key),
        [id(7)]
      )
      assert.strictEqual(yield* Effect.provide(EntryRows.eraseWaiting("p", new Set(["e".repeat(64)])), memoryKeys), 1)

      // A withdrawal during an upload ends the upload: its hash would no longer fit.
      const third = [ofCase(10, "3"), ofCase(11, "4")]
      const interrupted = yield* Entries.beginEntry({
        partner: "p",
        enteredBy: "p.olena",
        contentHash: hashOf(third),
        records: 2,
        undo: false,
        warnings: []
      })
      const half = interrupted?.entry ?? ""
      yield* Effect.provide(EntryRows.addRows("p", half, 0, third.slice(0, 1)), memoryKeys)
      assert.strictEqual(yield* Effect.provide(EntryRows.eraseWaiting("p", new Set(["3".repeat(64)])), memoryKeys), 1)
      assert.isTrue(
        Exit.isFailure(yield* Effect.exit(Effect.provide(EntryRows.addRows("p", half, 1, third), memoryKeys)))
      )
      assert.deepStrictEqual(yield* state.query("SELECT * FROM review_entry WHERE entry = ?", [half]), [])

      // One entry that cannot be sent does not hold back the others.
      const good = (yield* take([ofCase(12, "5")])).submission
      const broken = (yield* take([ofCase(13, "6")])).submission
      yield* changeState("UPDATE review_entry SET state = 'approved', decided_at = entered_at WHERE entry = ?", [good])
      yield* changeState(
        "UPDATE review_entry SET state = 'approved', decided_at = entered_at, content_hash = '', entered_at = entered_at + 1 WHERE entry = ?",
        [broken]
      )
      yield* review.tidy
      assert.strictEqual((yield* review.entry("p", good))?.state, "sent")
      assert.strictEqual((yield* review.entry("p", broken))?.state, "approved")
      // It is not tried for ever.
      yield* changeState("UPDATE review_entry SET decided_at = decided_at - ? WHERE entry = ?", [
        entryDays * 86_400_000,
        broken
      ])
      // A clock that a process has just met may be wrong.
      yield* review.tidy
      assert.strictEqual((yield* review.entry("p", broken))?.state, "approved")
      const tidyTomorrow = Effect.provideService(review.tidy, Clock.Clock, yield* tomorrow)
      yield* tidyTomorrow
      assert.strictEqual((yield* review.entry("p", broken))?.state, "expired")

      // Not decided in time.
      const late = (yield* take([ofCase(9, "2")])).submission
      yield* changeState("UPDATE review_entry SET entered_at = entered_at - ? WHERE entry = ?", [
        entryDays * 86_400_000,
        late
      ])
      yield* tidyTomorrow
      assert.strictEqual((yield* review.entry("p", late))?.state, "expired")
      assert.deepStrictEqual(yield* state.query("SELECT * FROM review_rows"), [])
      assert.deepStrictEqual(yield* kept, [])
      // What waits is bounded.
      yield* changeState(
        `INSERT INTO review_entry (entry, partner, state, entered_by, entered_at, content_hash, records, undo, warnings)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         SELECT 'full-' || i, 'p', 'waiting', 'p.olena', 1, '', 1, 0, '[]' FROM n`,
        [maxEntries]
      )
      assert.strictEqual(yield* why(take([ofCase(10, "3")])), "review-full")
      yield* changeState("DELETE FROM review_entry WHERE entry LIKE 'full-%'")
      yield* review.setOn("p", false, "p.manager")
      const events = yield* review.history("p")
      assert.deepStrictEqual(events.map(({ account, did, records }) => `${account} ${did} ${records}`).toReversed(), [
        "p.olena sent 1",
        "p.manager review-on 0",
        "p.olena entered 3",
        "p.bo approved 3",
        "p.olena entered 1",
        `${events.find(({ submission, did }) => submission === twice && did === "approved")?.account} approved 1`,
        "p.olena entered 1",
        "p.bo returned 1",
        "p.olena entered 1",
        "p.olena entered 3",
        "p.bo approved 1",
        " withdrawn 1",
        "p.olena entered 1",
        "p.olena entered 1",
        " expired 1",
        "p.olena entered 1",
        " expired 1",
        "p.manager review-off 0"
      ])
    }).pipe(Effect.provide(services))
  }).pipe(Effect.scoped)
)

it("ranges of offsets with their neighbours joined", () => {
  const range = (partition: number, first: number, last: number) => ({ partition, first, last })
  assert.deepStrictEqual(joined([range(1, 0, 4), range(0, 5, 9), range(0, 0, 4), range(0, 12, 13)]), [
    range(0, 0, 9),
    range(0, 12, 13),
    range(1, 0, 4)
  ])
})
