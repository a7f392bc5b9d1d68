/** Pipeline keys as files, encrypted to an age identity, and with Vault: the same keys, and nothing of them on the disk or in an error. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { armor } from "age-encryption"
import { ConfigProvider, Effect, Layer, Redacted } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { makeIdentity, readIdentity, writeIdentity } from "../../../infra/keys/AgeKeys.ts"
import { passphrase } from "../../../infra/keys/passphrase.ts"
import { passphraseCost } from "../../../infra/keys/passphraseCost.ts"
import { stackPipelineKeys } from "../../../infra/keys/stackPipelineKeys.ts"
import { layerFileKeyStore } from "../../../ingest/keys/FileKeyStore.ts"
import { KeyStore, type KeyStoreError, keyBytes } from "../../../ingest/keys/KeyStore.ts"
import { testFolder } from "../../fixtures/testFolder.ts"
import { startVault, type VaultServer } from "../../fixtures/vaultServer.ts"

const root = testFolder("pipeline-keys")
const word = "CANARY correct horse battery"
const [identityFile, withPassphrase] = [join(root, "pipeline.identity"), join(root, "with-passphrase.identity")]
const passphraseFile = join(root, "passphrase")
let vault: VaultServer

beforeAll(async () => {
  vault = await startVault("transit/corridor")
  writeFileSync(passphraseFile, `${word}\n`)
  await Effect.runPromise(
    Effect.gen(function* () {
      const { text } = yield* makeIdentity()
      yield* writeIdentity(identityFile, text)
      yield* writeIdentity(withPassphrase, text, Redacted.make(word))
    })
  )
})
afterAll(() => vault.close())

type Settings = Readonly<Record<string, string>>

const withSettings = (settings: Settings) => ConfigProvider.layer(ConfigProvider.fromUnknown(settings))

/** Runs with a new process's key store: nothing is cached. */
const withStore = <A, E>(
  folder: string,
  settings: Settings,
  use: (store: KeyStore["Service"]) => Effect.Effect<A, E>
) => {
  const store = Layer.unwrap(Effect.map(stackPipelineKeys, (keys) => layerFileKeyStore(folder, keys)))
  return Effect.runPromise(
    Effect.flatMap(KeyStore, use).pipe(
      Effect.provide(store),
      Effect.provide(NodeServices.layer),
      Effect.provide(withSettings(settings))
    )
  )
}

const keysOf = (folder: string, settings: Settings, partner = "north") =>
  withStore(folder, settings, (store) =>
    Effect.map(store.keysOf(partner), (keys) => keys.map((key) => Buffer.from(keyBytes(key)).toString("base64")))
  )

const failureOf = (folder: string, settings: Settings, partner = "north") =>
  withStore(folder, settings, (store) => Effect.flip(store.keysOf(partner))) as Promise<KeyStoreError>

const ways = (): Readonly<Record<string, Settings>> => ({
  age: { CORRIDOR_KEYS_IDENTITY: identityFile },
  vault: { CORRIDOR_VAULT_URL: vault.url, CORRIDOR_VAULT_TOKEN: vault.token }
})
const textsIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => `${name} ${readFileSync(join(folder, name), "latin1")}`)
    .join()

describe.each(["age", "vault"])("keys protected with %s", (way) => {
  const folder = join(root, way)
  const settings = () => ways()[way] as Settings

  it("are made, found again by the next process, and are not on the disk", async () => {
    await withStore(folder, settings(), (store) =>
      Effect.andThen(store.create("north"), Effect.andThen(store.addVersion("north", 1), store.create("south")))
    )
    const keys = await keysOf(folder, settings())
    assert.lengthOf(keys, 2)
    assert.strictEqual(new Set(keys).size, 2)
    assert.deepStrictEqual(await keysOf(folder, settings()), keys)
    for (const key of keys)
      for (const form of [
        key,
        Buffer.from(key, "base64").toString("latin1"),
        Buffer.from(key, "base64").toString("hex")
      ])
        assert.notInclude(textsIn(folder), form)
  })

  it("are revealed once in a process, whatever the number of batches", async () => {
    vault.asked.length = 0
    await withStore(folder, settings(), (store) =>
      Effect.forEach(Array.from({ length: 50 }), () => store.keysOf("north"), { discard: true })
    )
    assert.lengthOf(vault.asked, way === "vault" ? 2 : 0)
  })

  it("replace keys that were plain, and stay the same keys", async () => {
    const plain = join(root, `plain-${way}`)
    await withStore(plain, {}, (store) => Effect.andThen(store.create("north"), store.addVersion("north", 1)))
    const keys = await keysOf(plain, {})
    assert.deepStrictEqual(await keysOf(plain, settings()), keys)
    assert.strictEqual(await withStore(plain, settings(), (store) => store.protect("north")), 2)
    // As processes leave the folder that were killed before and after the old file lost its name; that of the third may still write.
    const left = ["0123456789ab", "ba9876543210", "cccccccccccc"].map((name) => join(plain, `north.json.${name}`))
    writeFileSync(left[0] as string, JSON.stringify(keys))
    linkSync(join(plain, "north.json"), left[1] as string)
    writeFileSync(left[2] as string, "")
    for (const file of left.slice(0, 2)) utimesSync(file, 0, 0)
    assert.strictEqual(await withStore(plain, settings(), (store) => store.protect("north")), 0)
    assert.deepStrictEqual(
      left.map((file) => existsSync(file)),
      [false, false, true]
    )
    rmSync(left[2] as string)
    assert.deepStrictEqual(await keysOf(plain, settings()), keys)
    for (const key of keys) assert.notInclude(textsIn(plain), key)
    assert.deepStrictEqual(readdirSync(plain), ["north.2.json", "north.json"])
  })

  it("are not found without what reveals them, and no error has a secret", async () => {
    const none = await failureOf(folder, {})
    assert.include(none.message, way === "age" ? "CORRIDOR_KEYS_IDENTITY" : "CORRIDOR_VAULT_URL")
    const wrongPassphrase = join(root, "wrong")
    writeFileSync(wrongPassphrase, "CANARY wrong")
    const wrong: Readonly<Record<string, ReadonlyArray<Settings>>> = {
      age: [
        { CORRIDOR_KEYS_IDENTITY: withPassphrase, CORRIDOR_KEYS_PASSPHRASE_FILE: wrongPassphrase },
        { CORRIDOR_KEYS_IDENTITY: withPassphrase },
        { ...settings(), CORRIDOR_KEYS_IDENTITY: join(root, "missing") }
      ],
      vault: [
        { ...settings(), CORRIDOR_VAULT_TOKEN: "hvs.CANARY" },
        { ...settings(), CORRIDOR_VAULT_KEY: "transit/other" },
        { CORRIDOR_VAULT_URL: vault.url },
        { ...settings(), CORRIDOR_VAULT_URL: "http://127.0.0.1:1" }
      ]
    }
    for (const one of wrong[way] ?? []) {
      const failure = await failureOf(folder, one)
      assert.strictEqual(failure._tag, "KeyStoreError")
      assert.notMatch(JSON.stringify(failure), new RegExp(`CANARY|${vault.token}`))
    }
  })

  it("cannot be exchanged between partners or versions", async () => {
    const swapped = join(root, `swapped-${way}`)
    mkdirSync(swapped, { mode: 0o700 })
    await withStore(swapped, settings(), (store) => Effect.andThen(store.create("north"), store.create("south")))
    renameSync(join(swapped, "north.json"), join(swapped, "aside"))
    renameSync(join(swapped, "south.json"), join(swapped, "north.json"))
    renameSync(join(swapped, "aside"), join(swapped, "south.json"))
    assert.include((await failureOf(swapped, settings())).message, "another partner")
  })
})

it("a sealed Vault is named, and a token goes to no unencrypted address", async () => {
  vault.sealed = true
  assert.include((await failureOf(join(root, "vault"), ways()["vault"] as Settings)).message, "sealed")
  vault.sealed = false
  const config = await Effect.runPromise(
    Effect.flip(stackPipelineKeys).pipe(
      Effect.provide(
        withSettings({ CORRIDOR_VAULT_URL: "http://vault.example:8200", CORRIDOR_VAULT_TOKEN: "hvs.CANARY" })
      )
    )
  )
  assert.notInclude(JSON.stringify(config), "CANARY")
})

it("an identity file opens as age opens it, with the passphrase from the environment too", async () => {
  const read = (settings: Settings) =>
    Effect.runPromise(readIdentity(withPassphrase, passphrase).pipe(Effect.provide(withSettings(settings))))
  const [one, other] = [
    await read({ CORRIDOR_KEYS_PASSPHRASE: word }),
    await read({ CORRIDOR_KEYS_PASSPHRASE_FILE: passphraseFile })
  ]
  assert.strictEqual(one.recipient, other.recipient)
  const plain = await Effect.runPromise(readIdentity(identityFile, Effect.die("asked for a passphrase")))
  assert.strictEqual(one.recipient, plain.recipient)
  const text = readFileSync(withPassphrase, "utf8")
  assert.match(text, /^-----BEGIN AGE ENCRYPTED FILE-----\n/)
  assert.notInclude(text, "AGE-SECRET-KEY")
  const header = Buffer.from(armor.decode(text)).toString("latin1")
  assert.match(header, new RegExp(`^-> scrypt \\S+ ${passphraseCost.logN}$`, "m"))
  const real = await vi.importActual<typeof import("../../../infra/keys/passphraseCost.ts")>(
    "../../../infra/keys/passphraseCost.ts"
  )
  assert.strictEqual(real.passphraseCost.logN, 18, "age's own default")
})
