/** `restore DIR [--identity FILE] [--replace]` */
import { resolve } from "node:path"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { counted } from "../../ports/counted.ts"
import { type Restored, restoreBackup } from "../backup/Restore.ts"
import { operators } from "../identity/twoPeople.ts"
import { openingFlags, openingOf } from "./BackupFlags.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, optionalWhole, switchFlag, textArgument } from "./CommonFlags.ts"
import { readToken, tokenFlag } from "./signatoryFlags.ts"
import { agreeTo, printProposal } from "./twoPeople.ts"

const contentLines = ({
  manifest,
  rows,
  keys,
  folders,
  offsets,
  erased,
  tombstones,
  vintages,
  withoutKeys
}: Restored) => [
  `Restored the backup of ${manifest.createdAt}: ${counted(rows, "row")}. The marts have been rebuilt.`,
  `Keys: ${counted(keys.restored, "file")} restored, ${keys.kept} already present${keys.shredded > 0 ? `, ${keys.shredded} skipped because their keys were shredded after the backup` : ""}.`,
  folders.length > 0 && `Restored the files of ${folders.join(" and ")}.`,
  manifest.folders
    .filter((name) => !folders.includes(name))
    .map((name) => `Kept the existing files of ${name}. To use those of the backup, move them away and restore again.`),
  `The pipeline continues at the saved offset in ${counted(offsets.noted, "partition")} and reads ${offsets.fromStart} from the start; stored records are recognised.`,
  erased + tombstones > 0 &&
    `Applied withdrawals newer than the backup: ${counted(tombstones, "tombstone")}, ${counted(erased, "row")} erased.`,
  vintages.length > 0 &&
    `Erased counts again from ${counted(vintages.length, "vintage")}, for withdrawals that were completed after the backup.`,
  folders.includes("kafka") &&
    erased + tombstones + vintages.length > 0 &&
    "The topics are those of the backup, with messages that 'erase --delete-messages' may have deleted since. Run it again for these cases.",
  withoutKeys.length > 0 &&
    `Keys are missing for ${withoutKeys.join(", ")}. Restore the key folder before 'ingest', which stops at their records.`
]

/** Returns what became of accounts, tokens and partners. */
const accessLines = ({ access, disabled, isLedgerCut, manifest: { createdAt } }: Restored) => [
  access.continues
    ? `Accounts, tokens and partners are those of the backup. What was revoked or changed since stays so: ${counted(access.accounts, "account")}, ${counted(access.tokens, "token")}${disabled.length === 0 ? "" : `, and partners ${disabled.join(", ")}`}.`
    : `Accounts, tokens and partners are those of ${createdAt}. Accounts that lost access since then have it again: compare 'account list', 'token list' and 'partner list' with what you know.`,
  isLedgerCut
    ? `The ledger is that of ${createdAt}. Releases, answers and privacy budget since then are unknown here, and readers may have them, so nothing can be published or answered yet. If a store with the later ledger exists, restore over that store with --replace. If not, take responsibility with 'ledger resume'.`
    : `The ledger keeps ${counted(access.laterLedgerEntries, "entry", "entries")} that came after the backup: what was published, answered and paid since then.`
]

export const restore = Command.make(
  "restore",
  {
    ...commonFlags,
    folder: textArgument("dir", "folder that 'backup' wrote").pipe(Argument.map((dir) => resolve(dir))),
    ...openingFlags,
    tokenFile: tokenFlag,
    number: optionalWhole("number", "number of the backup in a folder of encrypted ones; default: the newest", 1),
    replace: switchFlag("replace", "empty a store that contains records"),
    withdrawals: optionalText(
      "withdrawals",
      "a newer copy of withdrawals.jsonl; needed if the key folder has none, so that withdrawn persons do not come back"
    ),
    withdrawalsOfBackup: switchFlag(
      "withdrawals-of-backup",
      "there is no newer withdrawal log: apply only the withdrawals that the backup knows"
    )
  },
  Effect.fn("restore")(function* (given) {
    const { data, json, folder, replace, withdrawals, withdrawalsOfBackup } = given
    const token = yield* readToken(given.tokenFile)
    const opening = yield* openingOf(given)
    const done = yield* restoreBackup({
      data,
      folder,
      ...opening,
      agree: Effect.fnUntraced(function* (change) {
        // A new store has no accounts yet: the keeper of the identity is the second person.
        if (opening.identity === undefined || (yield* operators).length > 0) yield* agreeTo(change, token)
      }),
      number: given.number,
      replace,
      withdrawals: withdrawals === undefined ? undefined : resolve(withdrawals),
      withdrawalsOfBackup
    })
    const { manifest, ...rest } = done
    yield* printResult(json, {
      json: { backup: manifest.id, createdAt: manifest.createdAt, ...rest },
      lines: [contentLines(done), accessLines(done)]
    })
  }, printProposal)
).pipe(
  documented(
    "Check a backup, restore store, keys and offsets, apply later withdrawals and rebuild the marts. An interrupted restore can be run again",
    "corridor restore /backups/2026-11-24 --data /srv/corridor --withdrawals /safe/withdrawals.jsonl",
    "corridor restore /backups/corridor --identity /media/key/identity.txt --replace"
  )
)
