/** `erase --partner ID --case REF` */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Layer, Redacted } from "effect"
import { Command, Flag } from "effect/cli"
import { totalErased } from "../../ingest/keys/ErasePersons.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { referencesOfCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { counted } from "../../ports/counted.ts"
import { type Erasure, eraseCase, previewErasure } from "../erasure/EraseCase.ts"
import { erasePending } from "../erasure/erasePending.ts"
import { receiptAgain, receiptSentence } from "../erasure/issueReceipt.ts"
import type { Remains } from "../erasure/Remains.ts"
import { settings } from "../settings/Settings.ts"
import { runningEndpoints } from "../stack/Endpoints.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { stackLayer } from "../stack/Stack.ts"
import { printResult, printSecret } from "./CommandOutput.ts"
import { commonFlags, documented, optional, switchFlag, textFlag } from "./CommonFlags.ts"
import { confirm, yesFlag } from "./confirm.ts"
import { readStdin } from "./readStdin.ts"
import { rebuildMarts } from "./rebuildMarts.ts"
import { caseFlag, matchLines, NoRecordMatches, previewLines, tableLines, withdrawQuestion } from "./WithdrawCommand.ts"

const remainsLines = (remains: ReadonlyArray<Remains>) => [
  "What remains:",
  ...remains.flatMap(({ place, what, until, how }) => [`- ${place}: ${what}. Until: ${until}. ${how}`])
]

const vintageLines = ({ vintages, newVintage }: Pick<Erasure, "vintages" | "newVintage">) => [
  ...vintages.map(
    ({ vintage, marts }) => `Vintage ${vintage}: erased ${marts.length} marts. What was published from it stays.`
  ),
  ...(newVintage === null ? [] : [`Created vintage ${newVintage} without the person, for the next releases.`])
]

const deletion = {
  deleteMessages: switchFlag(
    "delete-messages",
    "delete every loaded message of the partner from its topic, not only those of the case; they cannot be replayed any more"
  )
}

/** Returns what both kinds of erasure need to know of the stack. */
const reachOf = Effect.fn("erase.reachOf")(function* (data: string, deletesMessages: boolean) {
  const { kafka, clickhouse, state } = yield* settings
  return {
    keysFolder: yield* stackKeysFolder(data),
    rebuild: rebuildMarts,
    deletesMessages,
    hasLog: runningEndpoints(data) !== undefined || kafka !== undefined || existsSync(join(data, "kafka")),
    isStoreHere: clickhouse === undefined,
    isStateElsewhere: state !== undefined
  }
})

/** Connects to the stores, and to the event log if there is one and it is needed. */
const storesWith = (data: string, needsLog: boolean) =>
  Layer.merge(
    stackLayer({ data, needs: needsLog ? ["log", "warehouse", "state"] : ["warehouse", "state"] }),
    keysLayer(data)
  )

const completePending = Effect.fn("erase.pending")(function* (data: string, json: boolean, deleteMessages: boolean) {
  const reach = yield* reachOf(data, deleteMessages)
  const done = yield* Effect.provide(erasePending(reach), storesWith(data, reach.hasLog))
  yield* printResult(json, {
    json: done,
    lines: [
      `Completed ${counted(done.completed, "withdrawal")} that came as records or from the portal.`,
      ...vintageLines(done),
      ...(done.completed === 0 ? [] : remainsLines(done.remains))
    ]
  })
})

export const erase = Command.make(
  "erase",
  {
    ...commonFlags,
    partner: optional(textFlag("partner", "partner of the case").pipe(Flag.withSchema(PartnerId))),
    case: optional(caseFlag),
    pending: switchFlag(
      "pending",
      "instead of a case: complete every withdrawal that arrived as a record or through the portal, whose case number only the partner knows"
    ),
    dryRun: switchFlag("dry-run", "show how many records match, and change nothing"),
    yes: yesFlag,
    ...deletion
  },
  Effect.fn("erase")(function* ({ data, json, partner, case: given, pending, dryRun, deleteMessages, yes }) {
    if (pending) {
      if (partner !== undefined || given !== undefined || dryRun)
        return yield* new UsageError({
          message: "--pending completes all withdrawals: leave out --partner, --case and --dry-run."
        })
      return yield* completePending(data, json, deleteMessages)
    }
    if (partner === undefined || given === undefined)
      return yield* new UsageError({ message: "Name the case with --partner and --case, or use --pending." })
    const reach = yield* reachOf(data, deleteMessages)
    const secrets = yield* readSecrets(reach.keysFolder, partner)
    const reference = given === "-" ? yield* readStdin() : given
    const references = referencesOfCase(Redacted.value(secrets.key), reference)
    const { before, done } = yield* Effect.gen(function* () {
      const before = yield* previewErasure(partner, references)
      if (before.rows === 0 && !before.isWithdrawn && !before.isLogged)
        return yield* new NoRecordMatches({
          message: `No record of ${partner} matches this case reference, the case was never withdrawn, and nothing was changed. Check it for typing errors. If records of the case were sent but not loaded, run 'ingest' first. 'withdraw --ahead' withdraws a case in advance.`
        })
      const isAgreed = dryRun || (yield* confirm([...matchLines(before), withdrawQuestion].join("\n"), { yes, json }))
      if (dryRun || !isAgreed) return { before, done: undefined }
      const done = yield* eraseCase({
        ...reach,
        partner,
        references
      })
      return { before, done }
    }).pipe(Effect.provide(storesWith(data, reach.hasLog && !dryRun)))
    const { rows: matched, isWithdrawn } = before
    yield* printSecret(json, receiptAgain, {
      json: {
        partner,
        matched,
        withdrawnBefore: isWithdrawn,
        tombstone: done?.tombstone ?? null,
        erased: done?.erased ?? {},
        vintages: done?.vintages ?? [],
        newVintage: done?.newVintage ?? null,
        receipt: done?.receipt ?? null,
        deletedMessages: done?.deletedMessages ?? 0,
        remains: done?.remains ?? []
      },
      lines:
        done === undefined
          ? previewLines(before)
          : [
              `Erased the case: ${counted(totalErased(done.erased), "row")}, marts rebuilt. Later records of the case will be refused.`,
              ...tableLines(done.erased),
              ...vintageLines(done),
              receiptSentence(done.receipt),
              ...remainsLines(done.remains)
            ]
    })
  })
).pipe(
  documented(
    "Complete a withdrawal: remove the person from every place, including vintages, and list what remains where and until when; exit code 1 if no record matches and the case was never withdrawn",
    "corridor erase --partner shelter-north --case - --dry-run < reference.txt",
    "corridor erase --partner shelter-north --case - --delete-messages < reference.txt",
    ["corridor erase --pending", "withdrawals from the portal and from partners' programs"]
  )
)
