/** The withdrawal log outside a backup, which says who withdrew after it was made. */
import { existsSync, realpathSync } from "node:fs"
import { Effect } from "effect"
import { parseLog, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { unloggedWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { counted } from "../../ports/counted.ts"
import { orUnreadable, readInputText } from "../../ports/files/InputFile.ts"
import type { BackupSource } from "./BackupSource.ts"
import { refused } from "./Manifest.ts"
import { linesOf, withdrawalLogOf, withdrawalsOf } from "./SavedKeys.ts"

interface WithdrawalOptions {
  /** The backup folder. */
  readonly folder: string
  /** A copy of the withdrawal log, whose entries are added to that of the key folder. */
  readonly withdrawals: string | undefined
  /** Whether to continue without a withdrawal log outside the backup; persons who withdrew later then come back. */
  readonly withdrawalsOfBackup: boolean
}

/** Returns whether a file is outside the backup, with links followed. */
const isOutside = (folder: string, file: string) => !realpathSync(file).startsWith(`${realpathSync(folder)}/`)

/** Fails if the given log is damaged or of another installation: its lines would stay in the key folder for good. */
const checkGiven = Effect.fnUntraced(function* (saved: ReadonlyArray<string>, given: string) {
  const { entries, damaged } = parseLog(given)
  if (damaged > 0)
    return yield* refused(
      `The file of --withdrawals has ${counted(damaged, "line")} that ${damaged === 1 ? "is not an entry" : "are not entries"} of a withdrawal log, so it is another file, or was cut off, and persons who withdrew later may come back. Name a whole copy of withdrawals.jsonl.`
    )
  const known = new Set(saved)
  if (saved.length > 0 && entries.length > 0 && !linesOf(given).some((line) => known.has(line)))
    return yield* refused(
      "The file of --withdrawals has none of the entries that the backup has, so it is older than all of them, or of another installation. Name a copy of the withdrawals.jsonl of this one."
    )
})

/** Returns the text of the withdrawal log outside the backup, if one is named. Fails if there is none: the backup's own is as old as the backup. */
export const newerWithdrawals = Effect.fn("newerWithdrawals.newerWithdrawals")(function* (
  source: BackupSource,
  { folder, withdrawals, withdrawalsOfBackup }: WithdrawalOptions,
  keysFolder: string
) {
  if (withdrawals !== undefined && !(existsSync(withdrawals) && isOutside(folder, withdrawals)))
    return yield* refused(
      "The file of --withdrawals does not exist or is part of the backup. Name a copy of withdrawals.jsonl that was kept elsewhere."
    )
  const given = withdrawals === undefined ? undefined : yield* orUnreadable(() => readInputText(withdrawals))
  const saved = linesOf(yield* withdrawalsOf(source))
  if (given !== undefined) yield* checkGiven(saved, given)
  if (withdrawalsOfBackup) return given ?? ""
  const there = withdrawalLogOf(keysFolder)
  const known = new Set([...linesOf(given), ...linesOf(there)])
  const missing = saved.filter((line) => !known.has(line)).length
  if ((given ?? there) !== undefined && missing > 0)
    return yield* refused(
      `The withdrawal log (withdrawals.jsonl) lacks ${missing} of the entries that the backup has, so it is older than the backup or was shortened, and persons who withdrew later may come back. Name the newest copy with --withdrawals FILE. If there is none, add --withdrawals-of-backup to apply only what the log and the backup know.`
    )
  if (given !== undefined) return given
  if (there !== undefined) return ""
  return yield* refused(
    `The key folder ${keysFolder} has no withdrawal log (withdrawals.jsonl), so persons who withdrew after this backup would come back. Name a newer copy with --withdrawals FILE. If there is none, add --withdrawals-of-backup to apply only what the backup knows.`
  )
})

/**
 * Fails if the store that a restore replaces knows of withdrawals that no log has: nothing else knows of them, and the persons would come back. `given`: the text
 * of `newerWithdrawals`.
 */
export const checkStoredWithdrawals = Effect.fn("newerWithdrawals.checkStored")(function* (
  source: BackupSource,
  given: string,
  keysFolder: string
) {
  const text = [given, withdrawalLogOf(keysFolder) ?? "", yield* withdrawalsOf(source)].join("\n")
  const log = WithdrawalLog.of({
    append: () => Effect.die("The check adds no entry."),
    all: Effect.succeed(parseLog(text))
  })
  // A key that cannot be read may be in the backup.
  const unlogged = yield* unloggedWithdrawals().pipe(
    Effect.provideService(WithdrawalLog, log),
    Effect.catchTag("KeyStoreError", () => Effect.succeed(0))
  )
  if (unlogged > 0)
    return yield* refused(
      `The store knows ${counted(unlogged, "pseudonym")} of persons who have withdrawn that the withdrawal log (withdrawals.jsonl) lacks, so the log was shortened or is older, and these persons would come back. Name the newest copy with --withdrawals FILE. If there is none, add --withdrawals-of-backup to apply only what the log and the backup know.`
    )
})
