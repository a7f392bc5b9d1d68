import { assert, beforeAll, describe, it } from "vitest"
import { addScalars, groupReady, multiplyGenerator, multiplyScalars, type Scalar } from "../../src/oprf/Group.ts"
import {
  acceptDeals,
  boxKeys,
  type Deal,
  DealRefused,
  deal,
  dealingDigest,
  keyCommitments
} from "../../src/oprf/KeyGeneration.ts"
import { lagrange, publicShare } from "../../src/oprf/Sharing.ts"

beforeAll(() => groupReady)

const context = new TextEncoder().encode("round 1")

const dealAll = (threshold: number, n: number) => {
  const keys = Array.from({ length: n }, boxKeys)
  const dealing = { context, threshold, publicKeys: keys.map(({ publicKey }) => publicKey) }
  const dealt = keys.map((own, i) => deal(dealing, i + 1, own))
  const accept = (deals: ReadonlyArray<Deal>) =>
    keys.map((own, i) => acceptDeals(dealing, i + 1, own, dealt[i]?.polynomial ?? [], deals))
  return { dealing, deals: dealt.map((each) => each.deal), accept }
}

const keyOf = (shares: ReadonlyArray<Scalar>, holders: ReadonlyArray<number>) =>
  holders.map((holder) => multiplyScalars(lagrange(holder, holders), shares[holder - 1] as Scalar)).reduce(addScalars)

describe("key generation", () => {
  it("gives shares of one key that match the commitments", () => {
    for (const [threshold, n] of [
      [2, 2],
      [2, 3],
      [3, 4]
    ] as const) {
      const { dealing, deals, accept } = dealAll(threshold, n)
      const shares = accept(deals)
      const commitments = keyCommitments(dealing, deals)
      for (const [i, share] of shares.entries())
        assert.deepStrictEqual(multiplyGenerator(share), publicShare(commitments, i + 1))
      const all = Array.from({ length: n }, (_, i) => i + 1)
      const key = keyOf(shares, all.slice(0, threshold))
      assert.deepStrictEqual(key, keyOf(shares, all.slice(-threshold)))
      assert.deepStrictEqual(multiplyGenerator(key), commitments[0])
      assert.notDeepEqual(keyOf(shares, all.slice(0, threshold - 1)), key)
    }
  })

  const refusedAs = (
    dealer: number,
    change: (deals: ReadonlyArray<Deal>, others: ReadonlyArray<Deal>) => ReadonlyArray<Deal>
  ) => {
    const { deals, accept } = dealAll(2, 3)
    try {
      accept(change(deals, dealAll(2, 3).deals))
    } catch (error) {
      assert.instanceOf(error, DealRefused)
      assert.strictEqual((error as DealRefused).dealer, dealer)
      return
    }
    assert.fail("the deal was accepted")
  }

  it("refuses a deal that is changed anywhere, and says whose", () => {
    const flip = (bytes: Uint8Array) => bytes.with(40, (bytes[40] as number) ^ 1)
    const third =
      (change: (deal: Deal, other: Deal) => Deal) => (deals: ReadonlyArray<Deal>, others: ReadonlyArray<Deal>) =>
        deals.with(2, change(deals[2] as Deal, others[2] as Deal))
    refusedAs(
      3,
      third((each) => ({ ...each, boxes: each.boxes.with(0, flip(each.boxes[0] as Uint8Array)) }))
    )
    refusedAs(
      3,
      third((each) => ({ ...each, boxes: each.boxes.slice(0, 2) }))
    )
    refusedAs(
      3,
      third((each) => ({ ...each, knowledge: flip(each.knowledge) }))
    )
    refusedAs(
      3,
      third((each, other) => ({ ...each, commitments: other.commitments }))
    )
    refusedAs(
      3,
      third((each, other) => ({
        ...each,
        commitments: [each.commitments[0] as Uint8Array, other.commitments[1] as Uint8Array]
      }))
    )
    refusedAs(
      3,
      third((each) => ({ ...each, commitments: [...each.commitments, each.commitments[0] as Uint8Array] }))
    )
    refusedAs(
      3,
      third((_, other) => other)
    )
    refusedAs(3, (deals) => deals.slice(0, 2))
    refusedAs(2, (deals) => deals.with(1, deals[2] as Deal))
  })

  it("refuses the deals of another round", () => {
    const { dealing, deals } = dealAll(2, 2)
    assert.throws(
      () => keyCommitments({ ...dealing, context: new TextEncoder().encode("round 2") }, deals),
      DealRefused
    )
  })

  it("has a digest that differs with any commitment", () => {
    const { dealing, deals } = dealAll(2, 2)
    assert.notDeepEqual(dealingDigest(dealing, deals), dealingDigest(dealing, [...deals].reverse()))
    assert.notDeepEqual(dealingDigest(dealing, deals), dealingDigest(dealing, dealAll(2, 2).deals))
  })
})
