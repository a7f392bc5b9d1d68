/** `backup DIR [--to RECIPIENT] [--without-keys]`, `backup verify | keygen | prune` */
import { resolve } from "node:path"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { counted } from "../../ports/counted.ts"
import { makeBackup } from "../backup/Backup.ts"
import { backupSigner } from "../backup/BackupSigner.ts"
import { openBackup } from "../backup/OpenBackup.ts"
import { pruneBackups } from "../backup/PruneBackups.ts"
import { formatBytes } from "../backup/progressCounter.ts"
import { makeIdentity, writeIdentity } from "../keys/AgeKeys.ts"
import { Progress } from "../process/Progress.ts"
import { settings } from "../settings/Settings.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { openingFlags, openingOf } from "./BackupFlags.ts"
import { type CommandOutput, formatTable, printResult, printSecret } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag, textArgument, wholeFlag } from "./CommonFlags.ts"

const folderOf = (description: string) => textArgument("dir", description).pipe(Argument.map((dir) => resolve(dir)))

const writtenFolder = folderOf("folder that 'backup' wrote")

const verify = Command.make(
  "verify",
  { ...commonFlags, folder: writtenFolder, ...openingFlags },
  Effect.fn("backup verify")(function* (given) {
    const { data, json, folder } = given
    const keysFolder = yield* stackKeysFolder(data)
    const { verified, source } = yield* openBackup(folder, { ...(yield* openingOf(given)), keysFolder }, "all")
    const { backups, bytes, signer, signerKnown, newestKnown, encrypted, head } = verified
    // Reading everything shows that the identity opens it, and that it can be decompressed.
    if (source !== undefined) for (const { path } of source.manifest.files) yield* source.check(path)
    yield* printResult(json, {
      json: {
        intact: true,
        folder,
        ...verified,
        signer: signer ?? null,
        head: head ?? null,
        opened: source !== undefined
      },
      lines: [
        `Nothing was changed, added or removed: ${counted(backups.length, "backup")}, ${formatBytes(bytes)}, the newest of ${backups.at(-1)?.createdAt}.`,
        signerKnown
          ? `It is signed with the expected key, ${signer ?? "none"}.`
          : `${signer === undefined ? "It is not signed" : `It is signed with the key ${signer}`}, and nothing outside the backup says whether that is right. Compare it with the key that 'backup' printed: --signer KEY.`,
        encrypted &&
          !newestKnown &&
          "Nothing here knows which backup is the newest: an older copy of the whole folder would look the same. Name the hash that 'backup' printed with --head.",
        source === undefined && "The contents were not opened: that needs --identity FILE."
      ]
    })
  })
).pipe(
  documented(
    "Verify a backup: its signature, that every file is as it was written, that none was added, removed or exchanged for an older one; with --identity also that it can be opened",
    "corridor backup verify /backups/corridor",
    "corridor backup verify /backups/corridor --identity /media/key/identity.txt"
  )
)

const printIdentity = (json: boolean, output: CommandOutput) =>
  printSecret(json, "No key pair is stored: run 'backup keygen' again.", output)

const keygen = Command.make(
  "keygen",
  {
    ...commonFlags,
    out: optionalText("out", "new file for the identity, readable by its owner only; default: print it once")
  },
  Effect.fn("backup keygen")(function* ({ data, json, out }) {
    const { key } = backupSigner(yield* stackKeysFolder(data)).signing
    const made = yield* makeIdentity(key)
    if (out !== undefined) yield* writeIdentity(resolve(out), made.text)
    const print = out === undefined ? printIdentity : printResult
    yield* print(json, {
      json: {
        recipient: made.recipient,
        signer: key,
        ...(out === undefined ? { identity: made.identity } : { file: resolve(out) })
      },
      lines: [
        ...formatTable([
          ["recipient (public)", made.recipient],
          ["signer (public)", key],
          ...(out === undefined ? [["identity (secret)", made.identity]] : [])
        ]),
        out === undefined
          ? "The identity is shown only once. Write these three lines down, away from this machine."
          : `The identity is in ${out}. Move it away from this machine, and keep a second copy.`,
        "Without the identity nobody can read the backups, and this machine does not need it. Back up with --to, or set CORRIDOR_BACKUP_RECIPIENT to the recipient."
      ]
    })
  })
).pipe(
  documented(
    "Make the key pair of encrypted backups: a public key for this machine, and an identity to keep offline",
    "corridor backup keygen --out /media/key/identity.txt"
  )
)

const prune = Command.make(
  "prune",
  {
    ...commonFlags,
    folder: writtenFolder,
    keep: wholeFlag("keep", "number of newest backups that remain", 1)
  },
  Effect.fn("backup prune")(function* ({ data, json, folder, keep }) {
    const { removed, left, bytes } = yield* pruneBackups(folder, yield* stackKeysFolder(data), keep)
    yield* printResult(json, {
      json: { folder, removed, left, bytes },
      lines: [`Removed ${counted(removed, "backup")}, ${formatBytes(bytes)}; ${left} remain.`]
    })
  })
).pipe(
  documented(
    "Remove the oldest backups from a folder of encrypted ones, for example those that still contain an erased person",
    "corridor backup prune /backups/corridor --keep 3"
  )
)

export const backup = Command.make(
  "backup",
  {
    ...commonFlags,
    folder: folderOf("a new or empty folder, or one with encrypted backups, to which this one is added"),
    to: Flag.String("to").pipe(
      Flag.withDescription(
        "public key of age (age1…) to which the backup is encrypted; may be repeated; default: CORRIDOR_BACKUP_RECIPIENT"
      ),
      Flag.between(0, 20)
    ),
    unencrypted: switchFlag("unencrypted", "do not encrypt, although CORRIDOR_BACKUP_RECIPIENT is set"),
    withoutKeys: switchFlag("without-keys", "exclude keys, partners' secrets and the withdrawal log")
  },
  Effect.fn("backup")(function* ({ data, json, folder, to, unencrypted, withoutKeys }) {
    if (unencrypted && to.length > 0)
      return yield* new UsageError({ message: "--to and --unencrypted exclude each other." })
    const recipients = unencrypted ? [] : to.length > 0 ? to : (yield* settings).backupRecipients
    const { manifest, finished, signer, notIncluded } = yield* makeBackup({ data, folder, recipients, withoutKeys })
    const { added, repository } = finished
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const { id, createdAt, tables, keys, folders, offsets, files } = manifest
    // On standard error, so that it is seen with --json too.
    if (recipients.length === 0) (yield* Progress)("This backup is not encrypted: anyone with a copy can read it.")
    yield* printResult(json, {
      json: {
        backup: id,
        folder,
        createdAt,
        encrypted: recipients.length > 0,
        recipients,
        signer,
        ...(repository === undefined ? {} : { number: repository.number, head: repository.head }),
        tables: tables.map(({ table, rows: n }) => ({ table, rows: n })),
        rows,
        keys,
        folders,
        offsets: offsets.length,
        files: files.length + 1,
        bytes: files.reduce((sum, file) => sum + file.bytes, 0),
        added,
        notIncluded
      },
      lines: [
        `The backup is in ${folder}: ${counted(rows, "row")} of ${counted(tables.length, "table")}, offsets of ${counted(offsets.length, "partition")}${keys ? ", keys" : ""}${folders.length > 0 ? `, files of ${folders.join(" and ")}` : ""}. It added ${counted(added.files, "file")}, ${formatBytes(added.bytes)}.`,
        repository === undefined
          ? `It is signed with the key ${signer}.`
          : `It is number ${repository.number}, encrypted, and signed with the key ${signer}. Note the key and this hash elsewhere, to check that nobody replaces the folder by an older copy: ${repository.head}`,
        ...notIncluded
      ]
    })
  })
).pipe(
  documented(
    "Back up the store's tables, consumer offsets, keys and the withdrawal log into a folder, encrypted to an offline key; for an embedded stack that is stopped, also topics and registry",
    [
      "corridor backup /backups/corridor --to age1…",
      "encrypted; a second backup into the same folder adds only what changed"
    ],
    "corridor backup /backups/for-tests --without-keys"
  ),
  Command.withSubcommands([verify, keygen, prune])
)
