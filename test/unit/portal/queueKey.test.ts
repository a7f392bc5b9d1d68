/** The encryption of the portal's queue, compared with the same steps in node:crypto. */
import { createDecipheriv, createHmac, pbkdf2Sync } from "node:crypto"
import { assert, describe, it } from "vitest"
import { queueKey, type Sealed, seal, unseal } from "../../../ingest/portal/page/queue/QueueKey.ts"

const partnerBytes = new Uint8Array(32).fill(7)
const salt = new Uint8Array(16).fill(9)
const rounds = 1_000
const passphrase = "copper lantern river seven"

const partnerKey = (bytes = partnerBytes) =>
  crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])

const keyOf = async (words = passphrase, bytes = partnerBytes) => queueKey(await partnerKey(bytes), words, salt, rounds)

/** The key by its definition. */
const expectedKey = () =>
  createHmac("sha256", partnerBytes)
    .update("queue\0")
    .update(pbkdf2Sync(passphrase, salt, rounds, 32, "sha256"))
    .digest()

const decrypt = ({ name, iv, bytes }: Sealed) => {
  const all = Buffer.from(bytes)
  const opened = createDecipheriv("aes-256-gcm", expectedKey(), iv)
  opened.setAAD(Buffer.from(`corridor-queue 1 ${name}`)).setAuthTag(all.subarray(-16))
  return Buffer.concat([opened.update(all.subarray(0, -16)), opened.final()]).toString("utf8")
}

describe("the encryption of the queue", () => {
  it("is AES-256-GCM under PBKDF2 of the passphrase, signed with the partner's key", async () => {
    const value = { state: "waiting", problems: [], text: "Молдова" }
    const sealed = await seal(await keyOf(), "one", value)
    assert.deepStrictEqual(JSON.parse(decrypt(sealed)), value)
    assert.deepStrictEqual(await unseal(await keyOf(), sealed), value)
    assert.isFalse((await keyOf()).extractable)
  })

  it("opens with neither another passphrase nor another partner's key, nor after a change or an exchange", async () => {
    const key = await keyOf()
    const sealed = await seal(key, "one", { a: 1 })
    assert.isUndefined(await unseal(await keyOf(`${passphrase} `), sealed))
    assert.isUndefined(await unseal(await keyOf(passphrase, new Uint8Array(32).fill(8)), sealed))
    assert.isUndefined(await unseal(key, { ...sealed, name: "two" }))
    const changed = sealed.bytes.slice(0)
    new Uint8Array(changed)[5] = (new Uint8Array(changed)[5] ?? 0) ^ 1
    assert.isUndefined(await unseal(key, { ...sealed, bytes: changed }))
  })

  it("hides how much a record says, and never repeats a ciphertext", async () => {
    const key = await keyOf()
    const [short, long, again] = await Promise.all(
      ["a", "b".repeat(1_500), "a"].map((text) => seal(key, "one", { text }))
    )
    assert.strictEqual(short?.bytes.byteLength, long?.bytes.byteLength)
    assert.notDeepEqual(short?.bytes, again?.bytes)
  })

  it("opens what the first version of the page has kept", async () => {
    const kept: Sealed = {
      name: "owner",
      iv: new Uint8Array(Buffer.from("AwMDAwMDAwMDAwMD", "base64")),
      bytes: new Uint8Array(
        Buffer.from(
          "B5kINswqPB0YASGgoypP3xAVokuBwayI8e3uLtPzUH0pGbnUhPo5TWpGqclhCZge+nA22Tfs14hITdAwclOZ/DyKs6GxL1E6YiG1PFDaBec=",
          "base64"
        )
      ).buffer
    }
    assert.deepStrictEqual(await unseal(await keyOf(), kept), { partner: "shelter" })
  })
})
