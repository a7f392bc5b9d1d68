/** `doctor` says what a seized disk would reveal, and no longer does when it is made unreadable. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConfigProvider, Effect, Redacted } from "effect"
import { assert, it } from "vitest"
import { seizedDisk } from "../../../infra/cli/seizedDisk.ts"
import { noteBackup } from "../../../infra/erasure/KnownBackups.ts"
import { makeIdentity, writeIdentity } from "../../../infra/keys/AgeKeys.ts"
import { keysLayer } from "../../../infra/stack/Keys.ts"
import { KeyStore } from "../../../ingest/keys/KeyStore.ts"
import { PartnerId } from "../../../ingest/partners/PartnerId.ts"
import { keepSecrets } from "../../../ingest/partners/PartnerSecrets.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const data = testFolder("seized")
const keys = join(data, "keys")
const plainBackup = join(data, "backup")
const identityFile = join(data, "identity")

const run = <A, E>(effect: Effect.Effect<A, E, NodeServices.NodeServices>, settings: Record<string, string> = {}) =>
  Effect.runPromise(
    effect.pipe(
      Effect.provide(NodeServices.layer),
      Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings)))
    )
  )
const found = async () => (await run(seizedDisk(data))).found

it("names what is readable, until it is not", async () => {
  assert.strictEqual(await found(), "would reveal no key")
  await run(Effect.flatMap(KeyStore, (store) => store.create("north")).pipe(Effect.provide(keysLayer(data))))
  const north = PartnerId.make("north")
  const identity = { username: "partner-north", password: Redacted.make("secret") }
  const key = Redacted.make(new Uint8Array(32))
  await run(keepSecrets(keys, north, { identity, key }))
  mkdirSync(plainBackup)
  await run(noteBackup(keys, { id: "1", createdAt: "2026-11-28T10:00:00.000Z", folder: plainBackup }))
  assert.strictEqual(
    await found(),
    "would reveal 1 of the pipeline's keys, the own keys of 1 partner, 1 backup without encryption, keys in the data folder, so that each copy of it has both"
  )
  const elsewhere = mkdtempSync(join(tmpdir(), "corridor-keys-"))
  cpSync(keys, elsewhere, { recursive: true })
  const { found: moved } = await run(seizedDisk(data), { CORRIDOR_KEYS_DIR: elsewhere })
  assert.include(moved, "keys and data on one disk")
  assert.notInclude(moved, "in the data folder")
  rmSync(elsewhere, { recursive: true })

  await run(Effect.flatMap(makeIdentity(), ({ text }) => writeIdentity(identityFile, text)))
  await run(Effect.flatMap(KeyStore, (store) => store.protect("north")).pipe(Effect.provide(keysLayer(data))), {
    CORRIDOR_KEYS_IDENTITY: identityFile
  })
  await run(keepSecrets(keys, north, { identity }))
  rmSync(plainBackup, { recursive: true })
  assert.strictEqual(await found(), "would reveal no key")
})
