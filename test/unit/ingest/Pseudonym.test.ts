import { Redacted } from "effect"
import { assert, describe, it } from "vitest"
import type { PartnerKeys } from "../../../ingest/keys/KeyStore.ts"
import {
  firstPseudonymsOf,
  laterPseudonyms,
  pseudonymsOfCase,
  storedPseudonym
} from "../../../ingest/keys/Pseudonym.ts"

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"))

const keysOf = (...keys: ReadonlyArray<Uint8Array>): PartnerKeys =>
  keys.map((key, i) => ({ version: i + 1, key: Redacted.make(key) }))

/** The platform's WebCrypto: another implementation of HMAC-SHA-256. */
const webHmac = async (key: Uint8Array, data: string | Uint8Array) => {
  const imported = await crypto.subtle.importKey(
    "raw",
    Uint8Array.from(key),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"]
  )
  return Buffer.from(
    await crypto.subtle.sign(
      "HMAC",
      imported,
      typeof data === "string" ? new TextEncoder().encode(data) : Uint8Array.from(data)
    )
  ).toString("hex")
}

describe("pseudonyms", () => {
  it("RFC 4231, test case 2: the first 128 bits as a UUID", () => {
    const key = new TextEncoder().encode("Jefe")
    assert.strictEqual(
      pseudonymsOfCase(keysOf(key), "what do ya want for nothing?")[0]?.person,
      "5bdcc146-bf60-754e-6a04-2426089575c7"
    )
  })

  it("agrees with WebCrypto for both steps", async () => {
    const key = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
    for (const reference of ["A", "NGO-2004-17", "DДЛ-NO-5", "X".repeat(300)]) {
      assert.strictEqual(firstPseudonymsOf(key, reference)[0], await webHmac(key, `case\0${reference}`))
      assert.strictEqual(
        storedPseudonym(keysOf(key), reference).replaceAll("-", ""),
        (await webHmac(key, reference)).slice(0, 32)
      )
    }
  })

  it("a later version is derived from the previous one, so the chain can be continued from any version", async () => {
    const raw = ["aa", "bb", "cc"].map((byte) => bytes(byte.repeat(32)))
    const keys = keysOf(...raw)
    let hex = (await webHmac(raw[0] as Uint8Array, "NGO-7")).slice(0, 32)
    const expected = [hex]
    for (const key of raw.slice(1)) {
      hex = (await webHmac(key, bytes(hex))).slice(0, 32)
      expected.push(hex)
    }
    const all = pseudonymsOfCase(keys, "NGO-7")
    assert.deepStrictEqual(
      all.map(({ version, person }) => [version, person.replaceAll("-", "")]),
      expected.map((person, i) => [i + 1, person])
    )
    assert.strictEqual(storedPseudonym(keys, "NGO-7"), all[2]?.person)
    for (const [i, from] of all.entries()) assert.deepStrictEqual(laterPseudonyms(keys, from), all.slice(i + 1))
    assert.deepStrictEqual(pseudonymsOfCase([], "NGO-7"), [])
  })

  it("first pseudonyms of different partners differ", () => {
    const [a, b] = [bytes("aa".repeat(32)), bytes("bb".repeat(32))]
    const all = [a, b].flatMap((key) => firstPseudonymsOf(key, "x"))
    assert.strictEqual(new Set(all.map((p) => p.replaceAll("-", "").slice(0, 32))).size, all.length)
  })
})
