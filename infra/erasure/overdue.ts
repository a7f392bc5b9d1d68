/** How old the newest backup is, and for how long an erasure has been pending. Settings say how old they may be: `doctor` and the alerts use the same. */
import { Clock, Effect } from "effect"
import { pendingErasures, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { secondsOfDay } from "../../ports/days.ts"
import { firstMigration } from "../migrations/Migrate.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { settings } from "../settings/Settings.ts"
import { newestBackup } from "./KnownBackups.ts"

/** An age in seconds, and how old it may be. */
interface Age {
  readonly seconds: number
  readonly limit: number
}

/** Returns whether something is older than it may be. */
export const isOverdue = ({ seconds, limit }: Age): boolean => seconds > limit

/** Returns the whole days in a number of seconds. */
export const daysOf = (seconds: number): number => Math.floor(seconds / secondsOfDay)

const since = (now: number, at: number) => Math.max(0, now - at) / 1_000

const unreadable = (error: unknown) =>
  error instanceof Unavailable ? error : new Unavailable({ part: "backups", message: "backups.jsonl cannot be read." })

/** Returns the age of the newest backup. Before the first one it is that of the store. */
export const backupAge = Effect.fn("overdue.backupAge")(function* (keysFolder: string) {
  const { backupDays } = yield* settings
  const now = yield* Clock.currentTimeMillis
  const newest = yield* Effect.try({ try: () => newestBackup(keysFolder, now), catch: unreadable })
  const age: Age = { seconds: since(now, newest ?? (yield* firstMigration()) ?? now), limit: backupDays * secondsOfDay }
  return { ...age, isThere: newest !== undefined }
})

/** Returns the number of erasures that are not complete, and for how long the oldest has been pending. */
export const erasureAge = Effect.fn("overdue.erasureAge")(function* () {
  const { erasureDays } = yield* settings
  const now = yield* Clock.currentTimeMillis
  const { entries } = yield* (yield* WithdrawalLog).all
  const pending = pendingErasures(entries).filter(({ span }) => span !== undefined)
  const oldest = Math.min(now, ...pending.map(({ at }) => Date.parse(at)))
  const age: Age = { seconds: since(now, oldest), limit: erasureDays * secondsOfDay }
  return { ...age, pending: pending.length }
})
