/** Both hashers, in a process and in a browser, against OpenSSL's HMAC. */
import { createHash, createHmac, randomBytes } from "node:crypto"
import { assert, describe, it } from "vitest"
import { uuidOfHash } from "../../../ingest/keys/uuidOfHash.ts"
import { ContentHash, hashedText } from "../../../ingest/submit/check/ContentHash.ts"
import { contentHasher } from "../../../ingest/submit/check/contentHasher.ts"
import { webCryptoHasher } from "../../../ingest/submit/check/PartnerHasher.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { checked, partnerKey } from "../../fixtures/checkedFile.ts"

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

it("the id of a record is the HMAC of its fields in the schema's order, its canonical case number and its kind", async () => {
  for (const [kind, file] of [
    [
      "victim",
      "caseReference,researchUseConsent,registeredOn,citizenship,typeOfExploitation\ncase–9,yes,2022,UKR;MDA,\n"
    ],
    ["route", "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year\ncase–9,yes,UKR,Origin,2020\n"],
    ["assistance", "caseReference,researchUseConsent,type,country,startedOn\ncase–9,yes,Shelter,MDA,2020\n"],
    ["proceeding", "caseReference,country,offenceArticle,stage,reachedOn\ncase–9,RUS,RU-240,Convicted,2020\n"],
    ["withdrawal", "caseReference,requestedOn\ncase–9,2021-04\n"]
  ] as const) {
    const { ready, contentHash } = await checked("a.csv", file, { recordKind: kind })
    const [row] = ready
    if (row === undefined) return assert.fail(kind)
    const { recordId, ...record } = row.record
    const text = `record\0${JSON.stringify({ ...record, caseReference: "CASE-9", revision: 0, kind })}`
    assert.strictEqual(recordId, uuidOfHash(createHmac("sha256", partnerKey).update(text).digest("hex")), kind)
    const sent = contentHasher()
    sent.add(row)
    assert.strictEqual(contentHash, sent.end(), kind)
  }
})
