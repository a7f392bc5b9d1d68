/** The ledger's signing keys in a backup: saved, restored, and never replaced by others. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { openBackupFolder } from "../../../infra/backup/BackupFolder.ts"
import { plainSource } from "../../../infra/backup/BackupSource.ts"
import type { Manifest } from "../../../infra/backup/Manifest.ts"
import { newerWithdrawals } from "../../../infra/backup/newerWithdrawals.ts"
import { checkKeys, restoreKeys, saveKeys } from "../../../infra/backup/SavedKeys.ts"
import { fileEntrySigner } from "../../../infra/stack/LedgerKeys.ts"
import { countedSpan } from "../../../ingest/keys/WithdrawalLog.ts"
import { EntrySigner } from "../../../ports/chain/EntrySigner.ts"
import { newPrivateKey, signingOf } from "../../../ports/chain/Signature.ts"
import { ledgerKeys } from "../../../release/ledger/Ledger.ts"

it.effect("signing keys that cannot be read are named with the reason and what to do", () =>
  Effect.gen(function* () {
    const { message } = yield* Effect.flip(ledgerKeys)
    assert.strictEqual(
      message,
      "The ledger's signing keys cannot be read or written: a parent of the path is a file. Check the path."
    )
  }).pipe(Effect.provideService(EntrySigner, fileEntrySigner(join(import.meta.filename, "ledger"))))
)

it.effect("a restored key folder signs as the saved one did, and another key is not replaced", () =>
  Effect.gen(function* () {
    const folder = mkdtempSync(join(tmpdir(), "corridor-saved-keys-"))
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
    const [here, there, other] = ["here", "there", "other"].map((name) => join(folder, name)) as [
      string,
      string,
      string
    ]
    const signerOf = (keys: string) => fileEntrySigner(join(keys, "ledger"))
    const signing = signerOf(here).signing([])
    const newer = signerOf(here).addKey([])
    assert.notStrictEqual(newer.key, signing?.key)

    const backup = yield* openBackupFolder(join(folder, "backup"), signingOf(newPrivateKey()))
    assert.strictEqual(yield* saveKeys(backup, here), 2)
    const source = plainSource(join(folder, "backup"), { files: backup.files } as unknown as Manifest)
    yield* checkKeys(source, there)
    assert.deepStrictEqual(yield* restoreKeys(source, there), { restored: 2, kept: 0, shredded: 0 })
    assert.strictEqual(signerOf(there).signing([])?.key, newer.key)
    assert.deepStrictEqual(signerOf(there).keys(), signerOf(here).keys())

    signerOf(other).signing([])
    const before = readFileSync(join(other, "ledger", "1.json"), "utf8")
    const refused = yield* Effect.flip(checkKeys(source, other))
    assert.include(refused.message, "ledger/1.json")
    assert.strictEqual(readFileSync(join(other, "ledger", "1.json"), "utf8"), before)
    assert.deepStrictEqual(readdirSync(join(here, "ledger")), ["1.json", "2.json"])
  }).pipe(Effect.scoped)
)

it.effect("keys that were moved to another disk, behind a symbolic link, are in the backup", () =>
  Effect.gen(function* () {
    const folder = mkdtempSync(join(tmpdir(), "corridor-moved-keys-"))
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
    const [keys, disk] = [join(folder, "keys"), join(folder, "other disk")]
    for (const name of ["1", "2"]) {
      fileEntrySigner(join(keys, "ledger")).addKey([])
      if (name === "2") continue
      mkdirSync(disk)
      renameSync(join(keys, "ledger"), join(disk, "ledger"))
      symlinkSync(join(disk, "ledger"), join(keys, "ledger"))
    }
    // A link that leads nowhere is no file.
    symlinkSync(join(disk, "gone"), join(keys, "partners"))
    const backup = yield* openBackupFolder(join(folder, "backup"), signingOf(newPrivateKey()))
    assert.strictEqual(yield* saveKeys(backup, keys), 2)
    assert.deepStrictEqual(backup.files.map(({ path }) => path).sort(), ["keys/ledger/1.json", "keys/ledger/2.json"])
  }).pipe(Effect.scoped)
)

it.effect("a disk that cannot be written to is not said to be a damaged backup", () =>
  Effect.gen(function* () {
    const folder = mkdtempSync(join(tmpdir(), "corridor-copied-"))
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
    const content = Buffer.alloc(300_000, "0123456789")
    writeFileSync(join(folder, "saved"), content)
    const { copy } = plainSource(folder, {} as Manifest)
    const to = join(folder, "copy")
    yield* copy("saved", to)
    assert.isTrue(readFileSync(to).equals(content))
    assert.strictEqual(statSync(to).mode & 0o777, 0o600)
    const there = yield* Effect.flip(copy("saved", to))
    assert.strictEqual(there._tag, "FileUnwritable")
    assert.match(there.message, /copy cannot be written: a file with this name exists\./)
    const elsewhere = yield* Effect.flip(copy("saved", join(folder, "missing", "copy")))
    assert.strictEqual(elsewhere._tag, "FileUnwritable")
    const lost = yield* Effect.flip(copy("lost", join(folder, "other")))
    assert.strictEqual(lost.message, "The backup is damaged: lost cannot be read.")
  }).pipe(Effect.scoped)
)

const entry = (partner: string, day: number, more: object = {}) => ({
  partner,
  at: `2026-11-0${day}T10:00:00.000Z`,
  persons: [{ version: 1, person: `person-${day}` }],
  since: `2026-11-0${day}T10:00:00.000Z`,
  ...more
})
const logOf = (...entries: ReadonlyArray<object>) => entries.map((each) => `${JSON.stringify(each)}\n`).join("")

it.effect(
  "a withdrawal log that is another file, cut off, of another installation or too old is not restored with",
  () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "corridor-withdrawals-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
      const keys = join(folder, "keys")
      mkdirSync(keys)
      const backedUp = [entry("alpha", 1), entry("beta", 2)]
      const own = join(keys, "withdrawals.jsonl")
      writeFileSync(own, logOf(...backedUp), { mode: 0o600 })
      const backup = yield* openBackupFolder(join(folder, "backup"), signingOf(newPrivateKey()))
      yield* saveKeys(backup, keys)
      const source = plainSource(join(folder, "backup"), { files: backup.files } as unknown as Manifest)
      const given = join(folder, "given.jsonl")
      const restoreWith = (text: string, withdrawalsOfBackup = false) => {
        writeFileSync(given, text)
        const options = { folder: join(folder, "backup"), withdrawals: given, withdrawalsOfBackup }
        return Effect.match(newerWithdrawals(source, options, keys), {
          onSuccess: (taken) => taken,
          onFailure: ({ message }) => new Error(message)
        })
      }
      const saysOf = (text: string, withdrawalsOfBackup = false) =>
        Effect.map(restoreWith(text, withdrawalsOfBackup), (result) => (result instanceof Error ? result.message : ""))
      const newest = logOf(...backedUp, entry("beta", 3))

      // Whether or not the key folder has a log that suffices.
      for (const there of [logOf(...backedUp), undefined]) {
        if (there === undefined) rmSync(own)
        assert.strictEqual(yield* restoreWith(newest), newest)
        assert.strictEqual(yield* saysOf(logOf(entry("beta", 3), ...backedUp.toReversed())), "", "in another order")
        assert.include(yield* saysOf(newest.slice(0, -20)), "has 1 line that is not an entry of a withdrawal log")
        assert.include(yield* saysOf("name,phone\ncanary,1\n"), "has 2 lines that are not entries")
        assert.include(yield* saysOf("name,phone\ncanary,1\n", true), "has 2 lines that are not entries")
        const foreign = yield* saysOf(logOf(entry("gamma", 1), entry("gamma", 2)))
        assert.include(foreign, "of another installation")
      }
      assert.include(yield* saysOf(logOf(backedUp[0] as object)), "lacks 1 of the entries")
      assert.include(yield* saysOf(""), "lacks 2 of the entries")
    }).pipe(Effect.scoped)
)

it("the end of an erasure does not depend on the order of the log", () => {
  const [first, second] = [entry("alpha", 4, { erased: true }), entry("alpha", 6, { erased: true })]
  for (const ends of [
    [first, second],
    [second, first]
  ])
    assert.deepInclude(countedSpan([entry("alpha", 1), ...ends]), { since: entry("alpha", 1).at, until: second.at })
})
