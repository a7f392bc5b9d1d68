/** A restore must not give back what was taken away since the backup, nor remove the record of who did what. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { openBackupFolder } from "../../../infra/backup/BackupFolder.ts"
import { plainSource } from "../../../infra/backup/BackupSource.ts"
import type { Manifest } from "../../../infra/backup/Manifest.ts"
import { restoreState, saveState } from "../../../infra/backup/SavedState.ts"
import { accountByName, addAccount, disableAccount, setPasswordHash } from "../../../infra/identity/Accounts.ts"
import { addToken, principalByToken, revokeToken } from "../../../infra/identity/Tokens.ts"
import { disabledBefore, noteRestore, restoredBackup } from "../../../infra/stack/restoring.ts"
import { sqliteState } from "../../../infra/state/StateLayer.ts"
import { newPrivateKey, signingOf } from "../../../ports/chain/Signature.ts"
import { readAccessLog, recordAction } from "../../../ports/identity/AccessLog.ts"
import { partnersEnabled } from "../../fixtures/partnersEnabled.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-newer-access-"))

const add = (account: string, passwordHash = "") =>
  addAccount({ account, role: "operator", partner: "", passwordHash, subject: "" })

it.live("accounts, tokens and the access log keep what changed since the backup", () =>
  Effect.gen(function* () {
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
    for (const account of ["anna", "boris", "clara"]) yield* add(account, "old")
    const stolen = yield* addToken("anna", ["operate"], 30)
    const used = yield* addToken("anna", ["operate"], 30)
    const ofBoris = yield* addToken("boris", ["operate"], 30)
    const backup = yield* openBackupFolder(join(folder, "backup"), signingOf(newPrivateKey()))
    const saved = yield* saveState(backup)

    yield* revokeToken(stolen.id)
    yield* disableAccount("boris")
    yield* setPasswordHash("clara", "new")
    yield* add("dora")
    yield* recordAction({ did: "change-proposed", by: "anna", partner: null, about: "restore backup" })
    const log = yield* readAccessLog()

    const source = plainSource(join(folder, "backup"), { id: "id-of-backup" } as Manifest)
    const restore = restoreState(source, saved, true)
    // Again, as after an interruption.
    for (const entries of [1, 2]) {
      assert.deepInclude(yield* restore, { continues: true, tokens: 1, laterLedgerEntries: 0 })
      assert.isUndefined(yield* principalByToken(stolen.token))
      assert.isUndefined(yield* principalByToken(ofBoris.token))
      assert.strictEqual((yield* principalByToken(used.token))?.account, "anna")
      assert.strictEqual((yield* accountByName("boris"))?.status, "disabled")
      assert.strictEqual((yield* accountByName("clara"))?.passwordHash, "new")
      assert.isUndefined(yield* accountByName("dora"))
      const now = yield* readAccessLog()
      assert.deepStrictEqual(now.slice(0, log.length), log)
      assert.deepStrictEqual(
        now.slice(log.length).map(({ did, about }) => [did, about]),
        Array.from({ length: entries }, () => ["store-restored", "id-of-backup"])
      )
    }
    // Into a new store nothing is newer, also when the restore is repeated.
    const isThere = { first: false, again: true }
    for (const [which, keepsLedger] of Object.entries(isThere)) {
      const elsewhere = restoreState(source, saved, keepsLedger).pipe(Effect.provide(sqliteState(join(folder, "new"))))
      assert.deepInclude(yield* elsewhere, { continues: false, laterLedgerEntries: 0 }, which)
    }
  }).pipe(Effect.scoped, Effect.provide(Layer.merge(sqliteState(join(folder, "state")), partnersEnabled)))
)

it.effect("a folder with what a backup left that a full disk ended is said to have one, and stays as it is", () =>
  Effect.gen(function* () {
    const left = mkdtempSync(join(tmpdir(), "corridor-left-"))
    const open = Effect.flip(openBackupFolder(left, signingOf(newPrivateKey())))
    mkdirSync(join(left, "store"))
    assert.match((yield* open).message, /has an incomplete backup\. .* delete it/)
    writeFileSync(join(left, "manifest.json"), "{}")
    assert.include((yield* open).message, "is not empty")
    rmSync(left, { recursive: true })
  })
)

it("partners that are disabled when a restore begins stay noted until it completes", () => {
  const data = mkdtempSync(join(tmpdir(), "corridor-note-"))
  noteRestore(data, "first", ["one", "two"])
  // Run again, the store has lost them.
  noteRestore(data, "second")
  assert.strictEqual(restoredBackup(data), "second")
  assert.deepStrictEqual(disabledBefore(data), ["one", "two"])
  rmSync(data, { recursive: true })
})
