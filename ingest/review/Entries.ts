/** Entries in the state store: each change of a state is one transaction, so that two accounts cannot both decide on an entry. */
import { randomUUID } from "node:crypto"
import { Clock, Effect } from "effect"
import { millisOfDay } from "../../ports/days.ts"
import { StateStore, type StateValue } from "../../ports/StateStore.ts"
import {
  type Entry,
  type EntryState,
  entryDays,
  maxEntries,
  ReviewRefused,
  receivingMillis,
  type Warning
} from "./Entry.ts"
import { addEvent } from "./History.ts"
import type { ReturnReason } from "./returnReasons.ts"

type EntryRow = Omit<Entry, "undo" | "warnings"> & { readonly undo: number; readonly warnings: string }

const select = `SELECT entry, partner, state, entered_by AS "enteredBy", entered_at AS "enteredAt", content_hash AS "contentHash",
  records, erased, undo, warnings, decided_by AS "decidedBy", decided_at AS "decidedAt", reason, submission FROM review_entry`

const readRow = (row: EntryRow): Entry => ({
  ...row,
  undo: row.undo === 1,
  warnings: JSON.parse(row.warnings) as ReadonlyArray<Warning>
})

/** Returns the entries that match a condition, the newest first. */
export const findEntries = Effect.fn("Entries.find")(function* (
  where: string,
  values: ReadonlyArray<StateValue>,
  limit = ""
) {
  const rows = yield* StateStore.query<EntryRow>(
    `${select} WHERE ${where} ORDER BY entered_at DESC, entry ${limit}`,
    values
  )
  return rows.map(readRow)
})

/** Returns whether the partner reviews before sending. */
export const isReviewOn = Effect.fn("Entries.isReviewOn")(function* (partner: string) {
  const [setting] = yield* StateStore.query<{ isOn: number }>(
    `SELECT is_on AS "isOn" FROM review_setting WHERE partner = ?`,
    [partner]
  )
  return setting?.isOn === 1
})

export const openStates = "state IN ('receiving', 'waiting', 'approved')"

/** Turns review on or off. Refused while something waits: it would be neither sent nor seen. */
export const setReview = Effect.fn("Entries.setReview")(function* (partner: string, isOn: boolean, by: string) {
  yield* StateStore.transaction(
    Effect.gen(function* () {
      if (!isOn && (yield* findEntries(`partner = ? AND ${openStates}`, [partner])).length > 0)
        return yield* ReviewRefused.because("something-waits")
      yield* StateStore.query(
        `INSERT INTO review_setting (partner, is_on) VALUES (?, ?) ON CONFLICT (partner) DO UPDATE SET is_on = excluded.is_on`,
        [partner, isOn ? 1 : 0]
      )
      yield* addEvent({ partner, account: by, did: isOn ? "review-on" : "review-off", submission: "", records: 0 })
    })
  )
})

/** Returns the partner's newest entries. */
export const listEntries = (partner: string) =>
  findEntries("partner = ? AND state <> 'receiving'", [partner], `LIMIT ${maxEntries}`)

/** Returns the partner's entries that are not in its topic: they wait, or were not sent in the end. */
export const unsentEntries = (partner: string) =>
  Effect.map(listEntries(partner), (entries) => entries.filter(({ submission }) => submission === ""))

/** Returns an entry of the partner; undefined if it has none with this id. */
export const entryOf = Effect.fn("Entries.entryOf")(function* (partner: string, entry: string) {
  const [found] = yield* findEntries("partner = ? AND entry = ? AND state <> 'receiving'", [partner, entry])
  return found
})

export interface NewEntry
  extends Pick<Entry, "partner" | "enteredBy" | "contentHash" | "records" | "undo" | "warnings"> {}

/**
 * Begins an entry. Returns undefined if the partner does not review before sending, and the entry that waits if the same records were entered
 * before.
 */
export const beginEntry = Effect.fn("Entries.begin")(function* (made: NewEntry) {
  const { partner, enteredBy, contentHash, records, undo, warnings } = made
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      if (!(yield* isReviewOn(partner))) return undefined
      const waiting = yield* findEntries(`partner = ? AND ${openStates}`, [partner])
      const same = waiting.find(
        (one) => one.contentHash === contentHash && one.undo === undo && one.state !== "receiving"
      )
      if (same !== undefined) return { entry: same.entry, isNew: false }
      if (waiting.length >= maxEntries) return yield* ReviewRefused.because("review-full")
      const entry = randomUUID()
      yield* StateStore.query(
        `INSERT INTO review_entry (entry, partner, state, entered_by, entered_at, content_hash, records, undo, warnings)
         VALUES (?, ?, 'receiving', ?, ?, ?, ?, ?, ?)`,
        [
          entry,
          partner,
          enteredBy,
          yield* Clock.currentTimeMillis,
          contentHash,
          records,
          undo ? 1 : 0,
          JSON.stringify(warnings)
        ]
      )
      return { entry, isNew: true }
    })
  )
})

const setState = Effect.fn("Entries.setState")(function* (
  entry: string,
  from: EntryState,
  to: EntryState,
  more: Readonly<Record<string, StateValue>> = {}
) {
  const columns = Object.keys(more)
  const changed = yield* StateStore.query(
    `UPDATE review_entry SET ${["state", ...columns].map((column) => `${column} = ?`).join(", ")}
     WHERE entry = ? AND state = ? RETURNING entry`,
    [to, ...Object.values(more), entry, from]
  )
  return changed.length === 1
})

/** The hash of rows that are gone goes too: a later erasure could not tell whether it was of the person. */
const deleteRows = Effect.fn("Entries.deleteRows")(function* (entry: string) {
  yield* StateStore.query("DELETE FROM review_rows WHERE entry = ?", [entry])
  yield* StateStore.query("UPDATE review_entry SET content_hash = '' WHERE entry = ?", [entry])
})

/** All rows of an entry are here: from now on it waits. */
export const endEntry = Effect.fn("Entries.end")(function* ({ partner, enteredBy, records }: NewEntry, entry: string) {
  yield* StateStore.transaction(
    Effect.gen(function* () {
      if (!(yield* setState(entry, "receiving", "waiting"))) return yield* ReviewRefused.because("not-waiting")
      yield* addEvent({ partner, account: enteredBy, did: "entered", submission: entry, records })
    })
  )
})

/** Removes an entry of which not all rows came. */
export const dropEntry = Effect.fn("Entries.drop")(function* (entry: string) {
  yield* StateStore.transaction(
    Effect.andThen(
      deleteRows(entry),
      StateStore.query("DELETE FROM review_entry WHERE entry = ? AND state = 'receiving'", [entry])
    )
  )
})

export interface Decider {
  readonly partner: string
  readonly account: string
  /** When the account was created, or access to it was last given: it decides on nothing that was entered before. */
  readonly since: number
}

/** How long no other process sends an approved entry. */
const leaseMillis = 120_000

const waitingFor = Effect.fn("Entries.waitingFor")(function* ({ partner, account, since }: Decider, id: string) {
  const entry = yield* entryOf(partner, id)
  if (entry === undefined) return undefined
  if (entry.state !== "waiting") return yield* ReviewRefused.because("not-waiting")
  if (entry.enteredBy === account) return yield* ReviewRefused.because("own-entry")
  if (since >= entry.enteredAt) return yield* ReviewRefused.because("account-newer")
  return entry
})

/** Approves an entry, which this process then sends. Returns undefined if the partner has no such entry. */
export const approveEntry = Effect.fn("Entries.approve")(function* (decider: Decider, id: string) {
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const entry = yield* waitingFor(decider, id)
      if (entry === undefined) return undefined
      const now = yield* Clock.currentTimeMillis
      const { partner, account } = decider
      const decided = { decided_by: account, decided_at: now, lease_until: now + leaseMillis }
      yield* setState(id, "waiting", "approved", decided)
      const records = entry.records - entry.erased
      yield* addEvent({ partner, account, did: "approved", submission: id, records })
      return { ...entry, decidedAt: now }
    })
  )
})

/** Returns an entry to who entered it. Returns false if the partner has no such entry. */
export const returnEntry = Effect.fn("Entries.return")(function* (decider: Decider, id: string, reason: ReturnReason) {
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const entry = yield* waitingFor(decider, id)
      if (entry === undefined) return false
      const { partner, account } = decider
      const decided = { decided_by: account, decided_at: yield* Clock.currentTimeMillis, reason }
      yield* setState(id, "waiting", "returned", decided)
      yield* deleteRows(id)
      yield* addEvent({ partner, account, did: "returned", submission: id, records: entry.records - entry.erased })
      return true
    })
  )
})

/** Notes that an approved entry is in the partner's topic, and deletes its rows. */
export const noteSent = Effect.fn("Entries.noteSent")(function* (entry: string, submission: string) {
  yield* StateStore.transaction(Effect.andThen(setState(entry, "approved", "sent", { submission }), deleteRows(entry)))
})

/** Keeps others from sending an approved entry, while this process does. */
export const renewLease = Effect.fn("Entries.renewLease")(function* (entry: string) {
  const until = (yield* Clock.currentTimeMillis) + leaseMillis
  yield* StateStore.transaction(
    StateStore.query("UPDATE review_entry SET lease_until = ? WHERE entry = ?", [until, entry])
  )
})

/** Returns approved entries whose sending process has ended. This process sends them now. */
export const takeAbandoned = Effect.fn("Entries.takeAbandoned")(function* () {
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const found = yield* findEntries("state = 'approved' AND lease_until < ?", [now])
      for (const { entry } of found) yield* renewLease(entry)
      return found
    })
  )
})

/** Ends entries that were not decided, or could not be sent, in time, and removes what interrupted uploads left. */
export const expireEntries = Effect.fn("Entries.expire")(function* () {
  yield* StateStore.transaction(
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      for (const { entry } of yield* findEntries("state = 'receiving' AND entered_at < ?", [now - receivingMillis]))
        yield* dropEntry(entry)
      const limit = now - entryDays * millisOfDay
      const late = "(state = 'waiting' AND entered_at < ?) OR (state = 'approved' AND decided_at < ?)"
      for (const one of yield* findEntries(late, [limit, limit])) {
        yield* setState(one.entry, one.state, "expired", { decided_at: now })
        yield* deleteRows(one.entry)
        yield* addEvent({
          partner: one.partner,
          account: "",
          did: "expired",
          submission: one.entry,
          records: one.records - one.erased
        })
      }
    })
  )
})
