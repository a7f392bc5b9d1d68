import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { Boundaries } from "../../../ingest/pipeline/Boundaries.ts"
import { boundariesOf, type Plan } from "../../../ingest/pipeline/Ledger.ts"
import { LogBatch, type LogRecord } from "../../../ports/LogBatch.ts"

const record = (offset: number): LogRecord => ({
  topic: "t",
  partition: 0,
  offset,
  timestamp: offset,
  key: null,
  value: null
})
const batchOf = (all: ReadonlyArray<LogRecord>) => LogBatch.of("t", 0, all)
const records = (from: number, to: number) => batchOf(Array.from({ length: to - from }, (_, i) => record(from + i)))
const plan = (firstOffset: number, lastOffset: number) => ({
  topic: "t",
  partition: 0,
  firstOffset,
  lastOffset,
  block: `b${firstOffset}`,
  generation: 1
})
/** What the ledger holds before: open plans, and the last offset of any. */
const ledger = (open: ReadonlyArray<Plan> = [], upTo = -1) => ({ open, upTo })
const offsets = (cut: { batch: LogBatch } | undefined) => cut?.batch.toRecords().map((r) => r.offset)

describe("Boundaries", () => {
  it("cuts the available records into batches of at most the size", () => {
    const b = new Boundaries(ledger(), 3)
    b.add(records(0, 7), 7)
    assert.deepStrictEqual(
      [offsets(b.next()), offsets(b.next()), offsets(b.next()), b.next()],
      [[0, 1, 2], [3, 4, 5], [6], undefined]
    )
  })

  it("uses recorded boundaries again, however the records are fetched", () => {
    const b = new Boundaries(ledger([plan(0, 4)]), 3)
    b.add(records(0, 2), 9)
    assert.isUndefined(b.next())
    b.add(records(2, 4), 9)
    assert.isUndefined(b.next())
    b.add(records(4, 9), 9)
    const first = b.next()
    assert.strictEqual(first?.plan?.block, "b0")
    assert.deepStrictEqual(offsets(first), [0, 1, 2, 3, 4])
    assert.deepStrictEqual(offsets(b.next()), [5, 6, 7])
  })

  it("records that are fetched again make a batch of their own, which is not new", () => {
    const b = new Boundaries(ledger(), 10)
    b.add(records(0, 2), 2)
    const cuts = [b.next()]
    b.add(records(0, 4), 4)
    cuts.push(b.next(), b.next(), b.next())
    assert.deepStrictEqual(
      cuts.map((cut) => [offsets(cut), cut?.isNew]),
      [
        [[0, 1], true],
        [[0, 1], false],
        [[2, 3], true],
        [undefined, undefined]
      ]
    )
  })

  it("records up to the last plan of an earlier owner are not new", () => {
    const b = new Boundaries(ledger([], 3), 10)
    b.add(records(2, 6), 6)
    assert.deepStrictEqual(
      [b.next(), b.next()].map((cut) => [offsets(cut), cut?.isNew]),
      [
        [[2, 3], false],
        [[4, 5], true]
      ]
    )
  })

  it("a new batch ends before the next recorded one begins", () => {
    const b = new Boundaries(ledger([plan(2, 3)]), 10)
    b.add(records(0, 6), 6)
    assert.deepStrictEqual(
      [b.next(), b.next(), b.next()].map((cut) => [offsets(cut), cut?.plan?.block]),
      [
        [[0, 1], undefined],
        [[2, 3], "b2"],
        [[4, 5], undefined]
      ]
    )
  })

  it("waits for a larger batch while the log has more, until it is late", () => {
    const b = new Boundaries(ledger(), 4)
    b.add(records(0, 2), 6)
    assert.isUndefined(b.next())
    assert.strictEqual(b.count, 2)
    b.add(records(2, 5), 6)
    assert.deepStrictEqual(offsets(b.next()), [0, 1, 2, 3])
    assert.isUndefined(b.next())
    assert.deepStrictEqual(offsets(b.next(true)), [4])
  })

  it("ends the first batch earlier if asked to, and the next ones at their full size", () => {
    const b = new Boundaries(ledger(), 4, 2)
    b.add(records(0, 1), 100)
    assert.isUndefined(b.next())
    b.add(records(1, 2), 100)
    assert.deepStrictEqual(offsets(b.next()), [0, 1])
    b.add(records(2, 5), 100)
    assert.isUndefined(b.next())
    b.add(records(5, 7), 100)
    assert.deepStrictEqual(offsets(b.next()), [2, 3, 4, 5])
  })

  it("cuts smaller batches while there is less room, by what records take, and one record at least", () => {
    const each = records(0, 1).heldBytes
    let room = 3 * each
    const b = new Boundaries(ledger(), 10, 10, () => room)
    b.add(records(0, 2), 100)
    assert.isUndefined(b.next())
    b.add(records(2, 8), 100)
    assert.deepStrictEqual(offsets(b.next()), [0, 1, 2])
    room = 0
    assert.deepStrictEqual(offsets(b.next()), [3])
    room = 1000 * each
    assert.isUndefined(b.next())
    b.add(records(8, 20), 100)
    assert.deepStrictEqual(offsets(b.next()), [4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })

  it("recorded boundaries are kept, even without room in memory", () => {
    const b = new Boundaries(ledger([plan(0, 4)]), 3, 3, () => 0)
    b.add(records(0, 9), 9)
    assert.deepStrictEqual([offsets(b.next()), offsets(b.next())], [[0, 1, 2, 3, 4], [5]])
  })

  it("drops boundaries that a recreated topic cannot fill", () => {
    const b = new Boundaries(ledger([plan(0, 100)]), 10)
    b.add(records(0, 4), 4)
    assert.deepStrictEqual(offsets(b.next()), [0, 1, 2, 3])
  })

  it("drops boundaries whose first records have expired", () => {
    const b = new Boundaries(ledger([plan(0, 5)]), 10)
    b.add(records(3, 9), 9)
    assert.deepStrictEqual(offsets(b.next()), [3, 4, 5, 6, 7, 8])
  })

  it("takes records once that are fetched twice after a reconnect", () => {
    const b = new Boundaries(ledger([plan(0, 5)]), 10)
    b.add(records(0, 3), 9)
    assert.isUndefined(b.next())
    b.add(records(0, 9), 9)
    assert.deepStrictEqual(offsets(b.next()), [0, 1, 2, 3, 4, 5])
  })

  it("any sequence of fetches gives every record once, in order, and recorded boundaries exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 5 }),
        fc.nat(5),
        (total, size, fetches, lengths, gap) => {
          let start = gap
          const plans = lengths.flatMap((length) => {
            const made = start + length <= total ? [plan(start, start + length - 1)] : []
            start += length + gap
            return made
          })
          const b = new Boundaries(ledger(plans), size)
          const lent: Array<number> = []
          const ended: Array<number> = []
          const lending = ({ parts }: LogBatch, end: number) => {
            lent.push(end)
            return new LogBatch(
              "t",
              0,
              parts.map((part) => ({ ...part, free: () => ended.push(end) }))
            )
          }
          const cuts: Array<{ batch: LogBatch; plan: Plan | undefined }> = []
          for (let at = 0, i = 0; at < total; i++) {
            const end = Math.min(total, at + (fetches[i] as number))
            b.add(lending(records(at, end), end), total)
            while (b.isReady()) cuts.push(b.next() as (typeof cuts)[number])
            assert.isUndefined(b.next())
            at = end
          }
          assert.deepStrictEqual(
            cuts.flatMap((cut) => offsets(cut)),
            offsets({ batch: records(0, total) })
          )
          assert.deepStrictEqual(
            cuts.flatMap(({ batch, plan }) => (plan === undefined ? [] : { ...plan, ...boundariesOf(batch) })),
            plans
          )
          for (const cut of cuts) if (!cut.plan) assert.isAtMost(cut.batch.count, size)
          // The batch that ends a fetch releases its memory, once and not before.
          for (const { batch } of cuts) {
            const before = ended.length
            batch.release()
            for (const end of ended.slice(before)) {
              assert.isAbove(end, batch.offset(0))
              assert.isAtMost(end, batch.lastOffset + 1)
            }
          }
          assert.deepStrictEqual(ended, lent)
        }
      )
    )
  })
})
