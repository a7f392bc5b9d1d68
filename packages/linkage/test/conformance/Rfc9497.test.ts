/** RFC 9497, appendix A.1.2 (VOPRF of ristretto255-SHA512), RFC 9380, appendix K.3, and @noble/curves as a second implementation. */
import { ristretto255_oprf } from "@noble/curves/ed25519.js"
import { hexToBytes as bytes, bytesToHex as hex } from "@noble/curves/utils.js"
import fc from "fast-check"
import { assert, beforeAll, describe, it } from "vitest"
import { ClientBatch } from "../../src/oprf/ClientBatch.ts"
import { concat, groupReady, multiply, multiplyGenerator } from "../../src/oprf/Group.ts"
import { prove, verify } from "../../src/oprf/proof.ts"
import { deriveKey, expandMessage, finalize, hashToGroup, uniformOf } from "../../src/oprf/suite.ts"
import expansion from "./rfc9380-expand-sha512.json" with { type: "json" }
import voprf from "./rfc9497-voprf-ristretto255.json" with { type: "json" }

beforeAll(() => groupReady)

const list = (text: string) => text.split(",").map((each) => bytes(each))

describe("RFC 9380", () => {
  it("expands messages as appendix K.3", () => {
    const domain = new TextEncoder().encode(expansion.DST)
    for (const { msg, len_in_bytes, uniform_bytes } of expansion.tests)
      assert.strictEqual(
        hex(expandMessage(new TextEncoder().encode(msg), domain, Number(len_in_bytes))),
        uniform_bytes,
        `${msg.length} characters to ${len_in_bytes}`
      )
  })
})

describe("RFC 9497", () => {
  const secret = () => deriveKey(bytes(voprf.seed), bytes(voprf.keyInfo))

  it("derives the key", () => {
    assert.strictEqual(hex(secret()), voprf.skSm)
    assert.strictEqual(hex(multiplyGenerator(secret())), voprf.pkSm)
  })

  it("blinds, evaluates, proves and finalizes", () => {
    for (const vector of voprf.vectors) {
      const [inputs, blinds, outputs] = [list(vector.Input), list(vector.Blind), list(vector.Output)]
      const client = new ClientBatch(1)
      const elements = client.blind(
        inputs.map(uniformOf),
        blinds.map((blind) => concat(blind, new Uint8Array(32)))
      )
      assert.deepStrictEqual(elements.map(hex), vector.BlindedElement.split(","))
      const products = elements.map((element) => multiply(secret(), element))
      assert.deepStrictEqual(products.map(hex), vector.EvaluationElement.split(","))
      const proof = prove(secret(), { elements, products }, bytes(vector.Proof.r))
      assert.strictEqual(hex(proof), vector.Proof.proof)
      assert.isTrue(verify(bytes(voprf.pkSm), { elements, products }, proof))
      const unblinded = client.unblind([products], new Uint32Array(inputs.length))
      const finalized = inputs.map((input, i) => hex(finalize(input, unblinded[i] as Uint8Array)))
      assert.deepStrictEqual(finalized, outputs.map(hex))
    }
  })

  it("agrees with @noble/curves on any input and key", () => {
    const voprfOfNoble = ristretto255_oprf.voprf
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        (seed, inputs) => {
          const info = new TextEncoder().encode("info")
          const key = deriveKey(seed, info)
          const theirs = voprfOfNoble.deriveKeyPair(seed, info)
          assert.strictEqual(hex(key), hex(theirs.secretKey))
          const blinded = inputs.map((input) => voprfOfNoble.blind(input))
          for (const [i, input] of inputs.entries())
            assert.strictEqual(
              hex(multiply(blinded[i]?.blind as Uint8Array, hashToGroup(input))),
              hex(blinded[i]?.blinded as Uint8Array)
            )
          const elements = blinded.map((each) => each.blinded)
          const products = elements.map((element) => multiply(key, element))
          const proof = prove(key, { elements, products })
          const outputs = voprfOfNoble.finalizeBatch(
            inputs.map((input, i) => ({
              input,
              blind: blinded[i]?.blind as Uint8Array,
              evaluated: products[i] as Uint8Array,
              blinded: elements[i] as Uint8Array
            })),
            theirs.publicKey,
            proof
          )
          const own = inputs.map((input) => finalize(input, multiply(key, hashToGroup(input))))
          assert.deepStrictEqual(outputs.map(hex), own.map(hex))
        }
      ),
      { numRuns: 20 }
    )
  })
})
