import { createHash, randomBytes, webcrypto } from "node:crypto"
import { assert, it } from "@effect/vitest"
import { seal, unseal } from "../../../ports/sealedBytes.ts"

const key = createHash("sha256").update("a key").digest()
const content = Buffer.from("an invented row")

it("is nonce, tag and ciphertext of AES-256-GCM, as WebCrypto reads them", async () => {
  for (const context of ["", "partner\0place"]) {
    const sealed = seal(key, content, context)
    const [iv, tag, body] = [sealed.subarray(0, 12), sealed.subarray(12, 28), sealed.subarray(28)]
    const imported = await webcrypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"])
    const algorithm = { name: "AES-GCM", iv, additionalData: Buffer.from(context) }
    const opened = await webcrypto.subtle.decrypt(algorithm, imported, Buffer.concat([body, tag]))
    assert.deepStrictEqual(Buffer.from(opened), content)
    assert.deepStrictEqual(unseal(key, sealed, context), content)
    assert.notDeepEqual(seal(key, content, context), sealed)
  }
})

it("opens what was sealed before, without and with a context", () => {
  const plain = "AAECAwQFBgcICQoL1ACothD8XcPgN6JBELCBqbYEC1113XHI4Mwib85SlA=="
  const bound = "AAECAwQFBgcICQoLyuz1xqQ1bmDnR+mRT6JV/bYEC1113XHI4Mwib85SlA=="
  assert.deepStrictEqual(unseal(key, Buffer.from(plain, "base64")), content)
  assert.deepStrictEqual(unseal(key, Buffer.from(bound, "base64"), "partner\0place"), content)
})

it("opens nothing with another key, in another place, or after a change of any byte or of the length", () => {
  const sealed = seal(key, content, "here")
  assert.throws(() => unseal(randomBytes(32), sealed, "here"))
  assert.throws(() => unseal(key, sealed, "there"))
  assert.throws(() => unseal(key, sealed))
  for (const at of sealed.keys()) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] as number) ^ 1
    assert.throws(() => unseal(key, changed, "here"))
    assert.throws(() => unseal(key, sealed.subarray(0, at), "here"))
  }
})
