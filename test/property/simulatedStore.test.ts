/** The store of the simulation answers every statement of a run as ClickHouse does. */
import { join } from "node:path"
import { Effect, ManagedRuntime } from "effect"
import { afterAll, assert, describe, it } from "vitest"
import { erasedRecordTable, erasingTable, messageOutcomeTable, personTables } from "../../ingest/keys/PersonTables.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { StoredRow, StoreOperation } from "../simulation/SimulatedStore.ts"
import { simulate } from "../simulation/simulate.ts"

const runs = rounds(1, 30)
const folder = testFolder("simulated")
const runtime = ManagedRuntime.make(embeddedStores(join(folder, "store")))

afterAll(() => runtime.dispose())

/** The operations of a run. A run in which a token is spent without rows has no equal in ClickHouse: undefined. */
const operationsOf = (seed: number): ReadonlyArray<StoreOperation> | undefined => {
  const operations: Array<StoreOperation> = []
  simulate(seed, { onOperation: (operation) => operations.push(operation) })
  return operations.some(({ name }) => name === "spend") ? undefined : operations
}

const recordTables = recordSchemas.map(({ table }) => `corridor_raw.${table}`)

/** A row as ClickHouse reads it from JSON. */
const jsonRow = (table: string, row: StoredRow, at: number): StoredRow => ({
  ...row,
  ...(recordTables.includes(table) ? { loaded_at: at } : {}),
  ...("sent_at" in row && typeof row["sent_at"] !== "string"
    ? { sent_at: new Date(Number(row["sent_at"])).toISOString().slice(0, -1) }
    : {})
})

/** Answers without the time of the store, in any order. */
const comparable = (answer: ReadonlyArray<StoredRow>) =>
  answer
    .map((row) =>
      JSON.stringify({ ...row, now: 0 }, (_, value: unknown) => (Array.isArray(value) ? value.sort() : value))
    )
    .sort()

const rowBytes = 20
const pageRows = (page: Uint8Array) =>
  Array.from({ length: page.length / rowBytes }, (_, i) =>
    Buffer.from(page.subarray(i * rowBytes, (i + 1) * rowBytes)).toString("hex")
  ).sort()

const replay = Effect.fn(function* (operations: ReadonlyArray<StoreOperation>) {
  const warehouse = yield* Warehouse
  let compared = 0
  let commands = 0
  for (const operation of operations) {
    if (operation.name === "insert") {
      const { table, rows, token, at } = operation
      yield* warehouse.insert(
        table,
        rows.map((row) => jsonRow(table, row, at)),
        { token }
      )
    } else if (operation.name === "command") {
      const settings = { mutations_sync: 2, allow_nondeterministic_mutations: 1 }
      yield* warehouse.command(operation.sql, { params: operation.params, settings })
      commands += 1
    } else if (operation.name === "query") {
      const { sql, params, answer } = operation
      assert.deepStrictEqual(comparable(yield* warehouse.query<StoredRow>(sql, { params })), comparable(answer), sql)
      compared += answer.length
    } else if (operation.name === "queryBytes") {
      const { sql, params, answer } = operation
      assert.deepStrictEqual(pageRows(yield* warehouse.queryBytes(sql, "RowBinary", { params })), pageRows(answer), sql)
      compared += answer.length / rowBytes
    }
  }
  return { compared, commands }
})

const emptyTables = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const others = ["corridor_raw.partner", "corridor_audit.batch", erasingTable, erasedRecordTable, messageOutcomeTable]
  for (const table of [...personTables, ...others]) yield* warehouse.command(`TRUNCATE TABLE ${table}`)
})

describe("the simulated store", () => {
  it(`answers as ClickHouse does in ${runs} run(s)`, async () => {
    let [compared, commands] = [0, 0]
    // The first run has withdrawals.
    for (let seed = 4, done = 0; done < runs; seed++) {
      const operations = operationsOf(seed)
      if (operations === undefined) continue
      done += 1
      const sum = await runtime.runPromise(Effect.andThen(emptyTables, replay(operations)))
      compared += sum.compared
      commands += sum.commands
    }
    assert.isAbove(compared, 50 * runs)
    assert.isAbove(commands, runs)
  })
})
