import { createHmac } from "node:crypto"
import fc from "fast-check"
import { afterEach, assert, describe, it } from "vitest"
import { HmacKernel } from "../../../ingest/keys/HmacKernel.ts"
import { memory } from "../../../ingest/keys/Sha256Wasm.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const runs = rounds(20, 500)

const memoryAtImport = memory.slice()

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"))

interface Slice {
  readonly start: number
  readonly length: number
}

const hmac16 = (key: Uint8Array, message: Uint8Array) =>
  createHmac("sha256", key).update(message).digest().subarray(0, 16)

const oracle = (key: Uint8Array, input: Uint8Array, slices: ReadonlyArray<Slice>) =>
  Buffer.concat(slices.map(({ start, length }) => hmac16(key, input.subarray(start, start + length))))

const digest = (kernel: HmacKernel, input: Uint8Array, slices: ReadonlyArray<Slice>, out: Uint8Array) =>
  kernel.digest16(
    input,
    Int32Array.from(slices, (slice) => slice.start),
    Int32Array.from(slices, (slice) => slice.length),
    slices.length,
    out
  )

/** The hex digits of all digests. */
const digests = (key: Uint8Array, input: Uint8Array, slices: ReadonlyArray<Slice>) => {
  const out = new Uint8Array(16 * slices.length)
  digest(new HmacKernel(key), input, slices, out)
  return Buffer.from(out).toString("hex")
}

/** Bytes that occur nowhere else, and are not ASCII. */
const patterned = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 151 + (i >> 3) * 29 + 200) & 255)

describe("HmacKernel", () => {
  // After every test: no bytes of a message, a digest or a key remain.
  afterEach(() => assert.isTrue(Buffer.from(memory).equals(memoryAtImport)))

  // https://www.rfc-editor.org/rfc/rfc4231#section-4
  const text = (ascii: string) => Buffer.from(ascii).toString("hex")
  it.each([
    ["1", "0b".repeat(20), text("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b"],
    ["2", text("Jefe"), text("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c7"],
    ["3", "aa".repeat(20), "dd".repeat(50), "773ea91e36800e46854db8ebd09181a7"],
    ["4", "0102030405060708090a0b0c0d0e0f10111213141516171819", "cd".repeat(50), "82558a389a443c0ea4cc819899f2083a"],
    ["5", "0c".repeat(20), text("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b"],
    [
      "6",
      "aa".repeat(131),
      text("Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f"
    ],
    [
      "7",
      "aa".repeat(131),
      text(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
      ),
      "9b09ffa71b942fcb27635fbcd5b0e944"
    ]
  ])("RFC 4231, test case %s", (_, key, message, expected) => {
    assert.strictEqual(digests(bytes(key), bytes(message), [{ start: 0, length: message.length / 2 }]), expected)
  })

  it.each([0, 1, 32, 63, 64, 65, 100])(
    "agrees with OpenSSL for every length from 0 to 300, key of %i bytes",
    (size) => {
      const key = patterned(size)
      const input = patterned(1000)
      const slices = Array.from({ length: 301 }, (_, length) => ({ start: (length * 7) % 600, length }))
      assert.strictEqual(digests(key, input, slices), oracle(key, input, slices).toString("hex"))
    }
  )

  it.each([0, 1, 3, 4, 5, 255, 256, 257, 1024, 2500])(
    "agrees with OpenSSL for %i messages of one, two and three blocks",
    (count) => {
      const key = patterned(32)
      const input = patterned(4000)
      for (const lengths of [[36], [64], [55, 56], [119, 120], [12, 64, 200, 36, 36]]) {
        const slices = Array.from({ length: count }, (_, i) => ({
          start: i + 3,
          length: lengths[i % lengths.length] as number
        }))
        assert.strictEqual(digests(key, input, slices), oracle(key, input, slices).toString("hex"))
      }
    }
  )

  it("agrees with OpenSSL for random keys, messages and places, and writes nothing else", () => {
    const slice = fc.record({ start: fc.nat(600), length: fc.oneof(fc.nat(300), fc.nat(119)) })
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.uint8Array({ minLength: 600, maxLength: 900, size: "max" }),
        fc.array(slice, { maxLength: 2500, size: "max" }),
        fc.nat(9),
        (key, whole, drawn, offset) => {
          const input = whole.subarray(offset)
          const slices = drawn.map(({ start, length }) => {
            const from = Math.min(start, input.length)
            return { start: from, length: Math.min(length, input.length - from) }
          })
          const before = Buffer.from(whole)
          const paper = new Uint8Array(16 * slices.length + 32).fill(0xee)
          digest(new HmacKernel(key), input, slices, paper.subarray(offset, offset + 16 * slices.length + 7))
          const expected = Buffer.alloc(paper.length, 0xee)
          expected.set(oracle(key, input, slices), offset)
          return expected.equals(paper) && before.equals(whole)
        }
      ),
      // A failure of thousands of messages would be made smaller for hours.
      { numRuns: runs, interruptAfterTimeLimit: 30_000 }
    )
  })

  it("a chain of keys: each takes the output of the previous one, also in the same place", () => {
    const keys = [patterned(32), patterned(33), patterned(70)]
    const input = patterned(2000)
    const slices = Array.from({ length: 700 }, (_, i) => ({ start: i, length: (i % 119) + 1 }))
    const pseudonyms = slices.map((_, i) => ({ start: 16 * i, length: 16 }))
    const kernels = keys.map((key) => new HmacKernel(key))
    let apart = input
    const inPlace = new Uint8Array(16 * slices.length)
    kernels.forEach((kernel, n) => {
      const next = new Uint8Array(16 * slices.length)
      digest(kernel, apart, n === 0 ? slices : pseudonyms, next)
      apart = next
      digest(kernel, n === 0 ? input : inPlace, n === 0 ? slices : pseudonyms, inPlace)
    })
    const chain = (message: Uint8Array) => keys.reduce((before, key) => hmac16(key, before), message)
    const expected = Buffer.concat(slices.map(({ start, length }) => chain(input.subarray(start, start + length))))
    assert.isTrue(expected.equals(apart))
    assert.isTrue(expected.equals(inPlace))
  })

  it("kernels of several keys do not disturb each other", () => {
    const keys = [1, 32, 64, 65].map(patterned)
    const kernels = keys.map((key) => new HmacKernel(key))
    const input = patterned(300)
    for (const length of [10, 64, 130, 20])
      keys.forEach((key, k) => {
        const out = new Uint8Array(16)
        digest(kernels[k] as HmacKernel, input, [{ start: k, length }], out)
        assert.isTrue(hmac16(key, input.subarray(k, k + length)).equals(out))
      })
  })

  describe("leaves nothing in the module's memory", () => {
    const canary = Buffer.from("CASE-CANARY-Дело-7731")
    /** Any four bytes of the canary, in either byte order of a block's words. */
    const holdsCanary = () => {
      const held = Buffer.from(memory)
      return Array.from({ length: canary.length - 3 }, (_, i) => canary.subarray(i, i + 4)).some(
        (piece) => held.includes(piece) || held.includes(Buffer.from(piece).reverse())
      )
    }
    const repeated = (length: number) => Uint8Array.from({ length }, (_, i) => canary[i % canary.length] as number)

    it.each([21, 55, 56, 64, 119, 120])("of messages of %i bytes", (length) => {
      for (const count of [1, 4, 257]) {
        const slices = Array.from({ length: count }, () => ({ start: 0, length }))
        digests(patterned(32), repeated(length), slices)
        assert.isFalse(holdsCanary())
      }
    })

    it("of a key that was only prepared", () => {
      new HmacKernel(patterned(32))
      assert.isTrue(Buffer.from(memory).equals(memoryAtImport))
    })

    it("of messages that were waiting when a call failed", () => {
      const input = repeated(119)
      let held = false
      const lengths = {
        0: 21,
        1: 119,
        // Called while the first two wait: this shows that the search would find them.
        get 2() {
          held = holdsCanary()
          return 120
        }
      } as unknown as Int32Array
      const kernel = new HmacKernel(patterned(32))
      assert.throws(() => kernel.digest16(input, new Int32Array(3), lengths, 3, new Uint8Array(48)), RangeError)
      assert.isTrue(held)
      assert.isFalse(holdsCanary())
      assert.strictEqual(
        digests(patterned(32), input, [{ start: 0, length: 5 }]),
        oracle(patterned(32), input, [{ start: 0, length: 5 }]).toString("hex")
      )
    })
  })

  it("refuses messages outside of the input and too small an output", () => {
    const kernel = new HmacKernel(patterned(32))
    const input = patterned(400).subarray(100, 300)
    for (const slice of [
      { start: -1, length: 5 },
      { start: 5, length: -1 },
      { start: 196, length: 5 },
      { start: 150, length: 60 },
      { start: 50, length: 151 },
      { start: 201, length: 0 },
      { start: 0x7fffffff, length: 0x7fffffff }
    ])
      assert.throws(() => digest(kernel, input, [slice], new Uint8Array(16)), RangeError, /outside of the input/)
    assert.throws(
      () => kernel.digest16(input, new Int32Array(1), new Int32Array(1), 2, new Uint8Array(32)),
      RangeError,
      /outside of the input/
    )
    assert.throws(() => digest(kernel, input, [{ start: 0, length: 5 }], new Uint8Array(15)), RangeError, /too short/)
  })
})
