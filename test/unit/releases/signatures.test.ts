/** Signatures of the ledger: what an attacker with the store, but without the key, can change unnoticed: nothing. */
import { createPublicKey, verify } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { beginning, nextEntry } from "../../../ports/chain/HashChain.ts"
import { newPrivateKey, signatureFits, signingFrom, signingOf } from "../../../ports/chain/Signature.ts"
import { checkBeginning, checkSignatures, entryText, type SignedEntry } from "../../../ports/chain/SignedChain.ts"

const operator = signingOf(newPrivateKey())
const forger = signingOf(newPrivateKey())

const chain = (unsigned: number, signed: number, signing = operator): ReadonlyArray<SignedEntry> => {
  const made: Array<SignedEntry> = []
  for (let i = 0; i < unsigned + signed; i++) {
    const entry = nextEntry(made.at(-1), { at: i, kind: "move", body: `{"by":"${i}"}` })
    const none = { key: "", signature: "" }
    made.push({ ...entry, ...(i < unsigned ? none : signing.sign(entryText(entry.hash))) })
  }
  return made
}
const keys = [{ key: operator.key, after: 0, head: beginning }]
const brokenAt = (entries: ReadonlyArray<SignedEntry>, known = keys) => {
  const found = checkSignatures(entries, known)
  return "broken" in found ? [found.broken.seq, found.broken.rule] : undefined
}

describe("signatures of the ledger", () => {
  it("are Ed25519 of the entry's hash, as any implementation verifies", () => {
    const [entry] = chain(0, 1) as [SignedEntry]
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(entry.key, "base64url")])
    const key = createPublicKey({ key: der, format: "der", type: "spki" })
    const text = Buffer.from(`corridor ledger entry ${entry.hash}`)
    assert.isTrue(verify(null, text, key, Buffer.from(entry.signature, "base64url")))
  })

  it("a key from a secret is always the same, and another for another use", () => {
    assert.strictEqual(signingFrom("s".repeat(43), "a").key, signingFrom("s".repeat(43), "a").key)
    assert.notStrictEqual(signingFrom("s".repeat(43), "a").key, signingFrom("s".repeat(43), "b").key)
    const signed = signingFrom("s".repeat(43), "a").sign("text")
    assert.isTrue(signatureFits("text", signed))
    assert.isFalse(signatureFits("texT", signed))
    for (const key of ["", "AA", "?", operator.key]) assert.isFalse(signatureFits("text", { ...signed, key }))
    for (const signature of ["", "AA", "?"]) assert.isFalse(signatureFits("text", { ...signed, signature }))
  })

  it("count entries from before signatures existed, and name the first wrong one", () => {
    assert.deepStrictEqual(checkSignatures(chain(0, 3), keys), { signed: 3, unsigned: 0, otherKey: 0 })
    const since = [{ key: operator.key, after: 2, head: chain(2, 0)[1]?.hash as string }]
    assert.deepStrictEqual(checkSignatures(chain(2, 3), since), { signed: 3, unsigned: 2, otherKey: 0 })
    const whole = chain(0, 4)
    const changed = (at: number, change: Partial<SignedEntry>) =>
      whole.map((entry, i) => (i === at ? { ...entry, ...change } : entry))
    assert.deepStrictEqual(brokenAt(changed(1, { signature: "" })), [2, "unsigned"])
    assert.deepStrictEqual(brokenAt(changed(2, { signature: whole[1]?.signature as string })), [3, "signature"])
    assert.deepStrictEqual(brokenAt(changed(3, forger.sign(entryText(whole[3]?.hash as string)))), [4, "another-key"])
  })

  it("a chain rewritten with hashes that fit, without a signature or with another key, is found", () => {
    assert.deepStrictEqual(brokenAt(chain(4, 0)), [1, "unsigned"])
    assert.deepStrictEqual(brokenAt(chain(0, 4, forger)), [1, "another-key"])
    assert.deepStrictEqual(brokenAt([...chain(0, 2), ...chain(4, 0).slice(2)]), [3, "unsigned"])
  })

  it("the entries from before the first key cannot be rewritten either", () => {
    const old = chain(3, 2)
    const since = [{ key: operator.key, after: 3, head: old[2]?.hash as string }]
    assert.isUndefined(checkBeginning(old, since))
    const rewritten = old.map((entry) => ({ ...entry, hash: `${entry.hash.slice(1)}0` }))
    assert.deepStrictEqual(checkBeginning(rewritten, since), { seq: 3, rule: "rewritten" })
    assert.deepStrictEqual(checkBeginning(old.slice(0, 1), since), { seq: 2, rule: "missing" })
  })

  it("after the key was lost, its entries fit their own key, and a new one signs", () => {
    const before = chain(0, 2, forger)
    const since = [{ key: operator.key, after: 2, head: before[1]?.hash as string }]
    assert.deepStrictEqual(checkSignatures(before, since), { signed: 0, unsigned: 0, otherKey: 2 })
    const bad = before.map((entry) => ({ ...entry, signature: before[0]?.signature as string }))
    assert.deepStrictEqual(brokenAt(bad, since), [2, "signature"])
  })
})
