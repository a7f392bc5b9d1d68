import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { layerFileKeyStore } from "../../../ingest/keys/FileKeyStore.ts"
import { currentKey, KeyStore, keyBytes } from "../../../ingest/keys/KeyStore.ts"

const withFolder = <A, E>(body: (folder: string) => Effect.Effect<A, E, KeyStore>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "corridor-keys-"))),
    (folder) =>
      body(join(folder, "keys")).pipe(
        Effect.provide(layerFileKeyStore(join(folder, "keys")).pipe(Layer.provide(NodeServices.layer)))
      ),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

describe("FileKeyStore", () => {
  it.effect("makes a key of 256 bits once, readable by its owner only", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        yield* store.create("shelter")
        const first = yield* store.keysOf("shelter")
        yield* store.create("shelter")
        const again = yield* store.keysOf("shelter")
        assert.strictEqual(currentKey(first).version, 1)
        assert.strictEqual(keyBytes(currentKey(first)).length, 32)
        assert.deepStrictEqual(keyBytes(currentKey(again)), keyBytes(currentKey(first)))
        assert.strictEqual(statSync(folder).mode & 0o777, 0o700)
        assert.strictEqual(statSync(join(folder, "shelter.json")).mode & 0o777, 0o600)
        assert.deepStrictEqual(readdirSync(folder), ["shelter.json"])
        assert.deepStrictEqual(yield* store.partners, ["shelter"])
      })
    )
  )

  it.effect("a missing, an open and a damaged key are errors that say what to do and hold no key", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        const missing = yield* Effect.flip(store.keysOf("nobody"))
        assert.include(missing.message, "restore it from its backup")
        yield* store.create("shelter")
        chmodSync(join(folder, "shelter.json"), 0o644)
        assert.include((yield* Effect.flip(store.keysOf("shelter"))).message, "chmod 600")
        chmodSync(join(folder, "shelter.json"), 0o600)
        writeFileSync(join(folder, "shelter.json"), '{"versions":[{"version":1,"key":"CANARY"')
        const damaged = yield* Effect.flip(store.keysOf("shelter"))
        assert.include(damaged.message, "damaged")
        assert.notInclude(JSON.stringify(damaged), "CANARY")
      })
    )
  )

  it.effect("a key does not show in what is printed of it", () =>
    withFolder(
      Effect.fn(function* () {
        const store = yield* KeyStore
        yield* store.create("shelter")
        const keys = yield* store.keysOf("shelter")
        const secret = Buffer.from(keyBytes(currentKey(keys))).toString("base64")
        assert.notInclude(`${String(currentKey(keys).key)} ${JSON.stringify(keys)}`, secret)
      })
    )
  )
})
