/** The chain of the ledger: whole as it was written, broken by any change, found by a verifier that shares no code with it. */
import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { type ChainEntry, nextEntry } from "../../../ports/chain/HashChain.ts"
import { encodeBody, type LedgerBody } from "../../../release/ledger/LedgerEntry.ts"
import { verifyChain } from "../../../release/ledger/verifyChain.ts"

const move = (release: number, by: string): LedgerBody => ({ kind: "move", release, move: "approve", by, reason: "" })

const append = (to: Array<ChainEntry>, at: number, body: LedgerBody) =>
  to.push(nextEntry(to.at(-1), { at, kind: body.kind, body: encodeBody(body) }))

const chain = (length: number): ReadonlyArray<ChainEntry> => {
  const made: Array<ChainEntry> = []
  for (let i = 0; i < length; i++) append(made, 1_700_000_000_000 + i, move(i, `reviewer ${i}`))
  return made
}

const isWhole = (stored: ReadonlyArray<ChainEntry>, head?: string) => "entries" in verifyChain(stored, head)

describe("the ledger's chain", () => {
  it("hashes as documented: SHA-256 of the JSON of position, time, kind, body and previous hash", () => {
    const [first, second] = chain(2) as [ChainEntry, ChainEntry]
    const own = (entry: ChainEntry, previous: string) =>
      createHash("sha256")
        .update(`[${entry.seq},${entry.at},"${entry.kind}",${JSON.stringify(entry.body)},"${previous}"]`)
        .digest("hex")
    assert.strictEqual(first.hash, own(first, "0".repeat(64)))
    assert.strictEqual(second.hash, own(second, first.hash))
  })

  it("is whole as it was written", () => {
    assert.isTrue(isWhole([]))
    for (const length of [1, 2, 7]) assert.isTrue(isWhole(chain(length)))
  })

  it("a change of any field of any entry breaks it, except the hash of the last one", () => {
    const changed: Readonly<Record<keyof ChainEntry, (entry: ChainEntry) => ChainEntry>> = {
      seq: (entry) => ({ ...entry, seq: entry.seq + 1 }),
      at: (entry) => ({ ...entry, at: entry.at + 1 }),
      kind: (entry) => ({ ...entry, kind: "vintage" }),
      body: (entry) => ({ ...entry, body: entry.body.replace("reviewer", "Reviewer") }),
      previous: (entry) => ({ ...entry, previous: "f".repeat(64) }),
      hash: (entry) => ({ ...entry, hash: "f".repeat(64) })
    }
    const whole = chain(6)
    for (let place = 0; place < whole.length; place++)
      for (const change of Object.values(changed))
        assert.isFalse(isWhole(whole.map((entry, i) => (i === place ? change(entry) : entry))))
  })

  it("an entry left out, doubled, moved or put in between breaks it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), fc.nat(), (length, a, b) => {
        const whole = chain(length)
        const [from, to] = [a % length, b % length]
        // The last one alone may be missing without a trace in the chain itself.
        if (from < length - 1) assert.isFalse(isWhole(whole.toSpliced(from, 1)))
        assert.isFalse(isWhole(whole.toSpliced(from, 0, whole[from] as ChainEntry)))
        if (from !== to)
          assert.isFalse(isWhole(whole.with(from, whole[to] as ChainEntry).with(to, whole[from] as ChainEntry)))
        const forged = whole.slice(0, from)
        append(forged, 1, move(99, "nobody"))
        assert.isFalse(isWhole([...forged, ...whole.slice(from)]))
      }),
      { numRuns: 300, seed: 20261124 }
    )
  })

  it("rewritten from an entry on, with hashes that fit, it is found by a hash that was published", () => {
    const whole = chain(5)
    const forged = whole.slice(0, 3)
    for (let i = 3; i < 5; i++) append(forged, 5, move(i, "forger"))
    assert.isTrue(isWhole(forged))
    assert.isFalse(isWhole(forged, whole[4]?.hash))
    assert.isTrue(isWhole(forged, whole[2]?.hash))
    assert.isFalse(isWhole(whole.slice(0, 4), whole[4]?.hash))
  })
})
