/** Both hashers, in a process and in a browser, against OpenSSL's HMAC. */
import { createHash, createHmac, randomBytes } from "node:crypto"
import { assert, describe, it } from "vitest"
import { ContentHash, hashedText } from "../../../ingest/submit/check/ContentHash.ts"
import { contentHasher } from "../../../ingest/submit/check/contentHasher.ts"
import { webCryptoHasher } from "../../../ingest/submit/check/PartnerHasher.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"

const texts = [
  "",
  "case\0A-1",
  "дело 17",
  "\ud83d\ude00",
  "\ud800 alone",
  "x".repeat(63),
  "я".repeat(5_000),
  "short again"
]

describe("hashers", () => {
  for (const length of [16, 32, 64, 65, 200])
    it(`make the same HMAC with a key of ${length} bytes`, async () => {
      const key = randomBytes(length)
      const expected = texts.map((text) => createHmac("sha256", key).update(text).digest("hex"))
      assert.deepStrictEqual(await nodeHasher(key).hmacHex(texts), expected)
      const cryptoKey = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
      assert.deepStrictEqual(await webCryptoHasher(cryptoKey).hmacHex(texts), expected)
    })

  it("make the same SHA-256", async () => {
    for (const text of texts)
      assert.strictEqual(nodeHasher(randomBytes(32)).sha256Hex(text), createHash("sha256").update(text).digest("hex"))
  })
  it("make the same hash of records, in any number of steps, from texts and from bytes", async () => {
    const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"])
    for (const hasher of [nodeHasher(randomBytes(32)), webCryptoHasher(key)])
      for (const records of [0, 1, 1_000, 1_001, 2_000]) {
        const [checked, sent] = [new ContentHash(hasher), contentHasher()]
        for (let i = 0; i < records; i++) {
          const row = { kind: "victim", record: { recordId: String(i), text: texts[i % texts.length] } } as const
          sent.add(row)
          if (checked.add(hashedText(row))) await checked.step()
        }
        assert.strictEqual(await checked.step(), sent.end())
      }
  })
})
