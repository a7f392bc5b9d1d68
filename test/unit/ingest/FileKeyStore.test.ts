import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { layerFileKeyStore } from "../../../ingest/keys/FileKeyStore.ts"
import { currentKey, KeyStore, type KeyStoreError, type KeyVersion, keyBytes } from "../../../ingest/keys/KeyStore.ts"

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

  it.effect("a missing, a readable and a damaged key are errors with a remedy and without the key", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        const missing = yield* Effect.flip(store.keysOf("nobody"))
        assert.include(missing.message, "Restore it from its backup")
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

  it.effect("a folder that cannot be read is not an empty one", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        assert.deepStrictEqual(yield* store.partners, [])
        rmSync(folder, { recursive: true, force: true })
        writeFileSync(folder, "")
        const asked = [store.partners, store.list, store.create("shelter")] as const
        for (const ask of asked)
          assert.include(
            (yield* Effect.flip<unknown, KeyStoreError, never>(ask)).message,
            `Cannot read the key folder ${folder}`
          )
      })
    )
  )

  it.effect("files that were swapped, and a key with a changed bit, are not used; files of earlier versions are", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        const fileOf = (partner: string) => join(folder, `${partner}.json`)
        for (const partner of ["north", "south"]) yield* store.create(partner)
        const [north, south] = ["north", "south"].map((partner) => readFileSync(fileOf(partner), "utf8")) as [
          string,
          string
        ]
        const key = currentKey(yield* store.keysOf("north"))
        writeFileSync(fileOf("north"), south)
        writeFileSync(fileOf("south"), north)
        for (const partner of ["north", "south"])
          assert.include((yield* Effect.flip(store.keysOf(partner))).message, "has the key of another partner")
        assert.lengthOf(
          (yield* store.list).filter(({ unreadable }) => unreadable !== undefined),
          2
        )
        const changed = Buffer.from(keyBytes(key))
        changed[7] = (changed[7] as number) ^ 1
        const text = Buffer.from(keyBytes(key)).toString("base64")
        writeFileSync(fileOf("north"), north.replace(text, changed.toString("base64")))
        assert.include((yield* Effect.flip(store.keysOf("north"))).message, "was changed")
        writeFileSync(fileOf("north"), north.replace(/,"check":"[0-9a-f]{64}"/, ""))
        assert.deepStrictEqual(keyBytes(currentKey(yield* store.keysOf("north"))), keyBytes(key))
        // A rotation gives the first version a check value too, because it is part of every later pseudonym.
        yield* store.addVersion("north", 1)
        assert.strictEqual(readFileSync(fileOf("north"), "utf8"), north)
        assert.deepStrictEqual(keyBytes((yield* store.keysOf("north"))[0] as KeyVersion), keyBytes(key))
        writeFileSync(fileOf("north"), south)
        assert.include((yield* Effect.flip(store.keysOf("north"))).message, "has the key of another partner")
      })
    )
  )

  it.effect("a key does not appear when its value is printed", () =>
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

  it.effect("versions are consecutive, and two concurrent additions add one", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        yield* store.create("shelter")
        const [first] = yield* store.keysOf("shelter")
        yield* Effect.all(
          Array.from({ length: 8 }, () => store.addVersion("shelter", 1)),
          { concurrency: "unbounded" }
        )
        const keys = yield* store.keysOf("shelter")
        assert.deepStrictEqual(
          keys.map(({ version }) => version),
          [1, 2]
        )
        assert.deepStrictEqual(keyBytes(keys[0] as KeyVersion), keyBytes(first as KeyVersion))
        assert.notDeepEqual(keyBytes(keys[1] as KeyVersion), keyBytes(first as KeyVersion))
        yield* store.addVersion("shelter", 1)
        assert.deepStrictEqual(keyBytes(currentKey(yield* store.keysOf("shelter"))), keyBytes(currentKey(keys)))
        yield* store.addVersion("shelter", 2)
        assert.deepStrictEqual(readdirSync(folder).sort(), ["shelter.2.json", "shelter.3.json", "shelter.json"])
        for (const file of readdirSync(folder)) assert.strictEqual(statSync(join(folder, file)).mode & 0o777, 0o600)
        assert.deepStrictEqual(yield* store.partners, ["shelter"])
        const [listed] = yield* store.list
        assert.deepStrictEqual(
          listed?.versions.map(({ version }) => version),
          [1, 2, 3]
        )
      })
    )
  )

  it.effect("a version under another's name is damage", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        yield* store.create("shelter")
        writeFileSync(join(folder, "shelter.2.json"), readFileSync(join(folder, "shelter.json")), { mode: 0o600 })
        assert.include((yield* Effect.flip(store.keysOf("shelter"))).message, "damaged")
      })
    )
  )

  it.effect("a damaged or shortened key is refused, and is listed with the others", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        yield* store.create("shelter")
        yield* store.create("other")
        const file = join(folder, "shelter.json")
        const whole = readFileSync(file, "utf8")
        for (const text of ["", "{}", whole.slice(0, -20), whole.replace(/"key":"..../, '"key":"')]) {
          writeFileSync(file, text)
          assert.include((yield* Effect.flip(store.keysOf("shelter"))).message, "damaged")
          const [other, shelter] = yield* store.list
          assert.lengthOf(other?.versions ?? [], 1)
          assert.isUndefined(other?.unreadable)
          assert.include(shelter?.unreadable ?? "", "Restore it from its backup")
        }
      })
    )
  )

  it.effect("shredded keys are gone, those of other partners are not, and the folder records it permanently", () =>
    withFolder(
      Effect.fn(function* (folder) {
        const store = yield* KeyStore
        yield* store.create("shelter")
        yield* store.create("shelter-2")
        yield* store.addVersion("shelter", 1)
        assert.include((yield* Effect.flip(store.destroy("shelter"))).message, "in use")
        // Remains of a crash while a version was written.
        writeFileSync(join(folder, "shelter.3.json.0a1b2c"), "half a key", { mode: 0o600 })
        yield* store.condemn("shelter")
        const tombstone = readFileSync(join(folder, "shelter.shredded"), "utf8")
        assert.deepStrictEqual(yield* store.keysOf("shelter"), [])
        assert.deepInclude(
          (yield* store.list).find(({ partner }) => partner === "shelter"),
          { versions: [], destroyed: false }
        )
        assert.strictEqual(yield* store.destroy("shelter"), 2)
        yield* store.condemn("shelter")
        assert.strictEqual(readFileSync(join(folder, "shelter.shredded"), "utf8"), tombstone)
        assert.deepStrictEqual(readdirSync(folder).sort(), ["shelter-2.json", "shelter.shredded"])
        assert.strictEqual(yield* store.destroy("shelter"), 0)
        assert.include((yield* Effect.flip(store.create("shelter"))).message, "Use another partner id")
        assert.strictEqual((yield* store.keysOf("shelter-2")).length, 1)
        assert.deepStrictEqual(yield* store.partners, ["shelter-2"])
      })
    )
  )
})
