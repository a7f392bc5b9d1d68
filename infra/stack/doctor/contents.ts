/**
 * Finds what is wrong in the stores: topics, partitions, keys, withdrawals, damaged rows. If a component that a check needs does not respond, the
 * check finds nothing, and only the component is reported.
 */
import { type Duration, Effect, type Layer } from "effect"
import { KeyStore } from "../../../ingest/keys/KeyStore.ts"
import { WithdrawalLog } from "../../../ingest/keys/WithdrawalLog.ts"
import * as Partners from "../../../ingest/partners/Partners.ts"
import { findLostRecords } from "../../../ingest/pipeline/LostRecords.ts"
import { defaultPipelineOptions } from "../../../ingest/pipeline/Pipeline.ts"
import { unloggedWithdrawals } from "../../../ingest/pipeline/ReapplyWithdrawals.ts"
import { counted } from "../../../ports/counted.ts"
import { backupAge, daysOf, erasureAge, isOverdue } from "../../erasure/overdue.ts"
import { bindState } from "../../state/bindState.ts"
import { damagedTables, damageOf } from "../../warehouse/damagedParts.ts"
import { examinePartitions } from "../LogProbe.ts"
import { datedBatches, datedEntries } from "./clock.ts"
import { catchUnusable, type Finding, passed, problem } from "./Finding.ts"

/** Returns what a check finds with a layer of the components that it needs; nothing without a layer, on a failure or after the time limit. */
const foundIn =
  <A, R>(check: Effect.Effect<ReadonlyArray<A>, unknown, R>, limit: Duration.Input = "30 seconds") =>
  <E, Needs>(layer: Layer.Layer<R, E, Needs> | undefined): Effect.Effect<ReadonlyArray<A>, never, Needs> =>
    layer === undefined
      ? Effect.succeed([])
      : check.pipe(
          Effect.provide(layer),
          catchUnusable,
          Effect.timeout(limit),
          Effect.catch(() => Effect.succeed([]))
        )

/** Looks whether ClickHouse and the state store belong together. Commands that use both fail if they do not. */
export const checkStores = foundIn(
  bindState(false).pipe(
    Effect.as([]),
    Effect.catchTag("StateRefused", ({ message }) => Effect.succeed([problem("stores", message, "")]))
  )
)

/** Compares committed offsets with the log, and reads where records wait. */
export const checkPartitions = (withoutKey: ReadonlySet<string>) =>
  foundIn(
    Effect.map(examinePartitions(defaultPipelineOptions.groupId, withoutKey), ({ partitions, problems, waiting }) => [
      problems.length === 0
        ? passed(
            "partitions",
            `${counted(partitions, "partition")} of partners' topics, ${counted(waiting, "record")} waiting to be loaded`
          )
        : problem(
            "partitions",
            problems.join("; "),
            "The other partitions are loaded. See CorridorPartitionDamaged in docs/reference/alerts.md."
          )
    ])
  )

/** Looks for topics of enabled partners that are gone or were changed, and for records that were skipped. */
export const checkTopics = foundIn(
  Effect.map(findLostRecords(defaultPipelineOptions.groupId), (lost) =>
    lost.length === 0
      ? []
      : [
          problem(
            "topics",
            lost.join("; "),
            `Records of a topic that is missing or was created again are lost if they were not loaded; loaded records stay. Partners cannot send to a missing topic: create it like the others (${Partners.partitions} partitions, on a cluster with their replicas). Add partitions where some are missing. If an operator moved the offsets of the group ${defaultPipelineOptions.groupId}, move them back. Ask the partners to resend what their receipts do not list as loaded. Records that are already loaded are recognised.`
          )
        ]
  )
)

/** Why the keys of a partner cannot be used. */
interface UnusableKeys {
  readonly partner: string
  readonly isEnabled: boolean
  readonly message: string
}

/** Looks for partners whose pseudonymisation keys the pipeline cannot use. */
export const unusableKeys = foundIn(
  Effect.gen(function* () {
    const store = yield* KeyStore
    const found = yield* Effect.forEach(yield* Partners.list(), ({ id, status }) =>
      Effect.match(store.keysOf(id), {
        onSuccess: (): ReadonlyArray<UnusableKeys> => [],
        onFailure: ({ message }) => [{ partner: id, isEnabled: status === "enabled", message }]
      })
    )
    return found.flat()
  })
)

/** A disabled partner needs no key: it sends nothing. */
export const partnerKeys = (unusable: ReadonlyArray<UnusableKeys>): ReadonlyArray<Finding> =>
  unusable
    .filter(({ isEnabled }) => isEnabled)
    .map(({ message }) =>
      problem(
        "partner keys",
        message,
        "The partner's records wait; those of other partners are loaded. See CorridorKeysMissing in docs/reference/alerts.md."
      )
    )

/** Compares the withdrawal log with the store. */
export const checkWithdrawals = foundIn(
  Effect.gen(function* () {
    const { damaged } = yield* (yield* WithdrawalLog).all
    const age = yield* erasureAge()
    const advice = "Vintages and topics may still have these persons. Run 'erase --pending'."
    const words = `${age.pending} not completed by 'erase'`
    const waited = `${words}, the oldest for ${counted(daysOf(age.seconds), "day")}; ${counted(daysOf(age.limit), "day")} are allowed (CORRIDOR_ERASURE_DAYS)`
    const late = isOverdue(age) ? problem("withdrawals", waited, advice) : { ...passed("withdrawals", words), advice }
    const incomplete: ReadonlyArray<Finding> = age.pending === 0 ? [] : [late]
    const unlogged = yield* unloggedWithdrawals()
    const found = [
      ...(unlogged > 0 ? [`lacks ${unlogged} of the pseudonyms that the store refuses`] : []),
      ...(damaged > 0 ? [`has ${damaged} lines that cannot be read`] : [])
    ]
    return found.length === 0
      ? incomplete
      : [
          ...incomplete,
          problem(
            "withdrawal log",
            found.join(" and "),
            "Put back the newest copy of withdrawals.jsonl in the key folder. Without one, back up now and delete older backups: a restore of one would bring persons back."
          )
        ]
  })
)

/** Looks for a backup that is new enough. */
export const checkBackups = (keysFolder: string) =>
  foundIn(
    Effect.map(backupAge(keysFolder), (age) => {
      const old = counted(daysOf(age.seconds), "day")
      const found = age.isThere ? `the newest is ${old} old` : `none was made, and the store is ${old} old`
      const allowed = `${counted(daysOf(age.limit), "day")} are allowed (CORRIDOR_BACKUP_DAYS)`
      return [
        isOverdue(age)
          ? problem(
              "backups",
              `${found}; ${allowed}`,
              "Run 'backup DIR', and see CorridorBackupTooOld in docs/reference/alerts.md."
            )
          : passed("backups", age.isThere ? found : "none was made yet")
      ]
    }).pipe(Effect.catchTag("Unavailable", ({ message }) => Effect.succeed([problem("backups", message, "")])))
  )

/** Returns the dates of the newest entries of the ledger and of the access log. */
export const readDatedEntries = foundIn(datedEntries(), "8 seconds")

/** Returns the date of the newest batch. */
export const readDatedBatches = foundIn(datedBatches(), "8 seconds")

/** Looks for rows that ClickHouse set aside as damaged. */
export const checkDamage = foundIn(
  Effect.map(damagedTables(), (tables) => {
    const damage = damageOf(tables)
    return damage === undefined
      ? []
      : [problem("warehouse", damage, "See CorridorStoreDamaged in docs/reference/alerts.md.")]
  }),
  "8 seconds"
)
