import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { readPlans, tokenOf, write } from "../../../ingest/pipeline/Ledger.ts"
import { LogBatch } from "../../../ports/LogBatch.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { SimulatedStore } from "../../simulation/SimulatedStore.ts"

const batchOf = (first: number, last: number) =>
  LogBatch.of(
    "t",
    0,
    Array.from({ length: last - first + 1 }, (_, i) => ({
      topic: "t",
      partition: 0,
      offset: first + i,
      timestamp: 0,
      key: null,
      value: null
    }))
  )

const ledger = () => {
  const store = new SimulatedStore(() => 0)
  const warehouse = {
    query: (sql: string, options: { params: object }) => Effect.sync(() => store.query(sql, options.params as never)),
    insert: (table: string, rows: ReadonlyArray<object>, { token }: { token: string }) =>
      Effect.sync(() => store.insert(table, rows as never, token))
  } as unknown as Warehouse["Service"]
  const run = <A, E>(effect: Effect.Effect<A, E, Warehouse>) =>
    Effect.runSync(Effect.provideService(effect, Warehouse, warehouse))
  const plan = (first: number, last: number, generation: number, isStored = false, block?: string) => {
    const batch = batchOf(first, last)
    const counts = isStored ? { consumed: 1, loaded: 1, quarantined: 0, duplicates: 0 } : undefined
    run(write([{ batch, token: tokenOf(batch), block: block ?? tokenOf(batch), generation, counts }]))
  }
  const open = (from = 0) => run(readPlans("t", 0, from)).open.map((each) => [each.firstOffset, each.lastOffset])
  const blocks = () => run(readPlans("t", 0, 0)).open.map(({ block }) => block)
  return { plan, open, blocks }
}

describe("the ledger", () => {
  it("boundaries of a process that had lost the partition are superseded", () => {
    const { plan, open } = ledger()
    plan(0, 3, 2)
    plan(0, 4, 1)
    assert.deepStrictEqual(open(), [[0, 3]])
  })

  it("also by boundaries that are stored", () => {
    const { plan, open } = ledger()
    plan(0, 0, 2, true)
    plan(0, 1, 1)
    assert.deepStrictEqual(open(), [])
  })

  it("boundaries that a later owner takes over count as its own", () => {
    const { plan, open } = ledger()
    plan(0, 4, 1)
    plan(0, 4, 3)
    plan(0, 2, 2)
    assert.deepStrictEqual(open(), [[0, 4]])
  })

  it("the block is the one of the newest generation", () => {
    const { plan, blocks } = ledger()
    plan(0, 4, 2, false, "b")
    plan(0, 4, 1, false, "c")
    assert.deepStrictEqual(blocks(), ["b"])
  })

  it("uncontradicted boundaries of earlier owners stay open", () => {
    const { plan, open } = ledger()
    plan(0, 2, 1)
    plan(3, 4, 2)
    assert.deepStrictEqual(open(), [
      [0, 2],
      [3, 4]
    ])
  })
})
