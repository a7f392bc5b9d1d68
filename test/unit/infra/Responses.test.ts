import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { answersOf, giveAnswer } from "../../../infra/kafka/kafkajs/Responses.ts"

const framed = (answer: Uint8Array): Buffer => {
  const head = Buffer.alloc(4)
  head.writeInt32BE(answer.length)
  return Buffer.concat([head, answer])
}

describe("answersOf", () => {
  it("returns every answer whole and with its length, however the bytes are split", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (answers, reads) => {
          const stream = Buffer.concat(answers.map(framed))
          const got: Array<Buffer> = []
          const take = answersOf((answer) => got.push(answer))
          // One buffer for all reads, as in the socket: a reference into it would be overwritten.
          const read = Buffer.alloc(30)
          for (let at = 0, i = 0; at < stream.length; i++) {
            const n = Math.min(reads[i % reads.length] as number, stream.length - at)
            stream.copy(read, 0, at, at + n)
            assert.isTrue(take(read.subarray(0, n)))
            at += n
          }
          assert.deepStrictEqual(
            got.map((answer) => answer.toString("hex")),
            answers.map((answer) => framed(answer).toString("hex"))
          )
        }
      )
    )
  })

  it("a large answer's memory is reused after its release, and is not changed before", () => {
    const got: Array<Buffer> = []
    const take = answersOf((answer) => got.push(answer))
    const answer = (sign: number) => framed(Buffer.alloc(300_000, sign))
    take(answer(1))
    take(answer(2))
    const [one, two] = got as [Buffer, Buffer]
    assert.notStrictEqual(one.buffer, two.buffer)
    giveAnswer(one)
    giveAnswer(one)
    take(answer(3))
    take(answer(4))
    const [, , three, four] = got as [Buffer, Buffer, Buffer, Buffer]
    assert.strictEqual(three.buffer, one.buffer)
    assert.notStrictEqual(four.buffer, three.buffer)
    assert.deepStrictEqual([two[299_999], three[299_999], four[299_999]], [2, 3, 4])
  })

  it("does not make room for a length that no broker sends", () => {
    for (const length of [-1, 0x7fff_ffff]) {
      const head = Buffer.alloc(4)
      head.writeInt32BE(length)
      assert.isFalse(answersOf(() => assert.fail("no answer came"))(head))
    }
  })
})
