/**
 * Compares the clock of this machine with the dates of what was written: entries of the ledger and of the access log, batches, and files. No other clock
 * is asked, so a clock that is ahead is found only when it is set right, or because nothing was written for a long time.
 */
import { statSync } from "node:fs"
import { join } from "node:path"
import { Clock, Effect } from "effect"
import { lastEntry } from "../../../ports/chain/ChainTable.ts"
import { counted } from "../../../ports/counted.ts"
import { millisOfDay } from "../../../ports/days.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { clockSkew, timeOf } from "../../../release/ledger/ledgerClock.ts"
import { type Finding, passed, problem } from "./Finding.ts"

/** Something that was written, and when, in milliseconds since 1970. */
export interface Dated {
  readonly what: string
  readonly at: number
}

/** Days without anything written after which the clock may be ahead. */
const idleDays = 400

/** Returns the newest entries of the two chains of the state store. */
export const datedEntries = Effect.fn("clock.datedEntries")(function* () {
  const [ledger, access] = [yield* lastEntry("ledger"), yield* lastEntry("access")]
  return [
    ...(ledger === undefined ? [] : [{ what: `entry ${ledger.seq} of the ledger`, at: ledger.at }]),
    ...(access === undefined ? [] : [{ what: `entry ${access.seq} of the access log`, at: access.at }])
  ] satisfies ReadonlyArray<Dated>
})

/** Returns the newest batch that was loaded. */
export const datedBatches = Effect.fn("clock.datedBatches")(function* () {
  const [row] = yield* Warehouse.query<{ at: number; n: number }>(
    "SELECT toFloat64(toUnixTimestamp64Milli(max(at))) AS at, toFloat64(count()) AS n FROM corridor_audit.batch"
  )
  return row === undefined || row.n === 0 ? [] : [{ what: "the newest batch that was loaded", at: row.at }]
})

/** Returns the files of the data folder that a process writes often. */
export const datedFiles = (data: string): ReadonlyArray<Dated> =>
  ["version.json", "endpoints.json", join("state", "state.sqlite")].flatMap((name) => {
    try {
      return [{ what: `the file ${name} of the data folder`, at: statSync(join(data, name)).mtimeMs }]
    } catch {
      // Missing, or not readable, which other checks report.
      return []
    }
  })

/** Checks the clock against what was written. Files count only as later than the clock: a copy has new dates. */
export const clock = Effect.fn("clock")(function* (written: ReadonlyArray<Dated>, files: ReadonlyArray<Dated>) {
  const now = yield* Clock.currentTimeMillis
  const later = [...written, ...files].filter(({ at }) => at > now + clockSkew)
  if (later.length > 0)
    return problem(
      "clock",
      `it says ${timeOf(now)}, but later dates were written: ${later.map(({ what, at }) => `${what}, ${timeOf(at)}`).join("; ")}`,
      "Set the clock of this machine. Until then nothing is released. If it is right, it was ahead when these were written: see docs/reference/retention.md#when-a-clock-is-wrong."
    ) satisfies Finding
  const newest = Math.max(...written.map(({ at }) => at))
  const days = Math.floor((now - newest) / millisOfDay)
  const found = `it says ${timeOf(now)}`
  return written.length === 0 || days < idleDays
    ? passed("clock", found)
    : {
        ...passed("clock", `${found}, and nothing was written for ${counted(days, "day")}`),
        advice: "If you used this installation since, the clock is ahead: set it before you sign anything."
      }
})
