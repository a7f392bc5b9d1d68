/** Blocks of columns in ClickHouse's Native format: the store returns what was written, as JSON. */
import { join } from "node:path"
import { Effect, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import { joinBlocks } from "../../ingest/transcode/joinBlocks.ts"
import { RowColumns } from "../../ingest/transcode/RowColumns.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RawColumn, rawTable } from "../../schemas/RawTables.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("native")
const runtime = ManagedRuntime.make(embeddedStores(join(folder, "store")))
const runs = rounds(6, 100)

afterAll(() => runtime.dispose())

const inner = (type: string, name: string) =>
  type.startsWith(`${name}(`) ? type.slice(name.length + 1, -1) : undefined

/** Any value of a column's type, as the store writes it in JSON. */
const valueOf = (type: string): fc.Arbitrary<unknown> => {
  const plain = inner(type, "LowCardinality") ?? type
  const nullable = inner(plain, "Nullable")
  if (nullable !== undefined) return fc.oneof(fc.constant(null), valueOf(nullable))
  if (plain === "String") return fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 })
  if (plain === "UUID") return fc.uuid()
  if (plain === "Bool") return fc.boolean()
  if (plain === "UInt64") return fc.bigInt(0n, 2n ** 64n - 1n).map(String)
  return fc.nat(2 ** Number(plain.slice(4)) - 1)
}

const stored = (columns: ReadonlyArray<RawColumn>) => columns.filter(({ type }) => !type.includes(" DEFAULT "))

/** A row; the columns of one list of records have lists of equal length. */
const rowOf = (columns: ReadonlyArray<RawColumn>): fc.Arbitrary<Record<string, unknown>> =>
  fc.nat(4).chain((length) =>
    fc.record(
      Object.fromEntries(
        stored(columns).map(({ name, type }) => {
          const items = inner(type, "Array")
          return [
            name,
            items === undefined
              ? valueOf(type)
              : fc.array(
                  valueOf(items),
                  name.includes(".") ? { minLength: length, maxLength: length } : { maxLength: 5 }
                )
          ]
        })
      )
    )
  )

describe("Native blocks", () => {
  for (const kind of recordKinds)
    it(`any rows of ${kind} arrive as they were written`, async () => {
      const { table, columns } = rawTable(kind)
      const names = stored(columns).map(({ name, type }) =>
        type === "UInt64" ? `toString(\`${name}\`) AS \`${name}\`` : `\`${name}\``
      )
      const blocks = [new RowColumns(kind), new RowColumns(kind), new RowColumns(kind)] as const
      let token = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(rowOf(columns), { maxLength: 30 }),
          fc.func(fc.boolean()),
          fc.option(fc.uniqueArray(fc.nat(29)), { nil: undefined }),
          async (rows, isKept, chosen) => {
            // In three blocks, which become one.
            const runs = [rows.slice(0, 9), rows.slice(9, 11), rows.slice(11)]
            for (const [n, block] of blocks.entries()) {
              block.clear()
              for (const row of runs[n] ?? []) block.put(row)
              // Removing rows leaves the others unchanged.
              block.keep((row) => isKept(n, row))
            }
            const [first, ...others] = blocks
            const kept = runs.flatMap((run, n) => run.filter((_, i) => isKept(n, i)))
            /** Some rows in any order, unless all rows are in their own order. */
            const places = (chosen ?? [...kept.keys()]).filter((place) => place < kept.length)
            const found = await runtime.runPromise(
              Effect.gen(function* () {
                const warehouse = yield* Warehouse
                yield* warehouse.command(`TRUNCATE TABLE ${table}`)
                const joint = joinBlocks([first.block(), ...others.map((block) => block.block())])
                const block =
                  chosen === undefined ? joint : { ...joint, rows: places.length, order: Uint32Array.from(places) }
                yield* warehouse.insertBlock(table, block, { token: `${kind}${token++}` })
                return yield* warehouse.query<Record<string, unknown>>(`SELECT ${names.join(", ")} FROM ${table}`)
              })
            )
            const text = (all: ReadonlyArray<Record<string, unknown>>) =>
              all.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
            // The table keeps one row of each key.
            const keys = new Set(kept.map((row) => `${row["partner_id"]} ${row["record_id"]} ${row["revision"]}`))
            const sent = places.map((place) => kept[place] as Record<string, unknown>)
            if (keys.size === kept.length) assert.deepStrictEqual(text(found), text(sent))
          }
        ),
        { numRuns: runs }
      )
    })

  it("rows in order are in the order that the store wants: it sorts no block of them", async () => {
    const { table } = rawTable("route")
    const rows = new RowColumns("route")
    // Spread evenly: ids at the ends of what there is would share their second half, which alone is ordered by.
    const ids = fc.sample(fc.noBias(fc.uuid()), 500)
    const [model] = fc.sample(rowOf(rawTable("route").columns), 1)
    for (const id of ids) rows.put({ ...model, record_id: id, partner_id: "p", revision: 0 })
    // The store leaves this out where it has not happened yet.
    const sorted = Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const [event] = yield* warehouse.query<{ n: number }>(
        "SELECT toFloat64(value) AS n FROM system.events WHERE event = 'MergeTreeDataWriterBlocksAlreadySorted'"
      )
      return event?.n ?? 0
    })
    const [before, unordered, ordered] = await runtime.runPromise(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const counts = [yield* sorted]
        yield* warehouse.insertBlock(table, rows.block(), { token: "as they lie" })
        counts.push(yield* sorted)
        yield* warehouse.insertBlock(table, rows.inOrder(), { token: "in order" })
        return [...counts, yield* sorted]
      })
    )
    assert.deepStrictEqual([unordered, ordered], [before, (before as number) + 1])
  })

  it("enough rows for the second thread arrive as they were written, in any order", async () => {
    const { table, columns } = rawTable("route")
    const block = new RowColumns("route")
    const models = fc.sample(rowOf(columns), 50)
    const count = 5_000
    for (let i = 0; i < count; i++) {
      const id = `00000000-0000-4000-8000-${(Math.imul(i, 0x9e37_79b1) >>> 0).toString(16).padStart(12, "0")}`
      block.put({ ...(models[i % 50] as object), record_id: id, partner_id: "p", revision: i })
    }
    const names = stored(columns).map(({ name }) => `\`${name}\``)
    const contents = Effect.gen(function* () {
      const [sum] = yield* (yield* Warehouse).query<{ rows: number; hash: string }>(
        `SELECT toFloat64(count()) AS rows, toString(sum(cityHash64(toString(tuple(${names.join(", ")}))))) AS hash FROM ${table}`
      )
      return sum
    })
    const all = block.block()
    const places = Uint32Array.from({ length: count }, (_, i) => count - 1 - i)
    const hashes = await runtime.runPromise(
      Effect.forEach([all, block.inOrder(), { ...all, order: places }], (one, n) =>
        Effect.gen(function* () {
          const warehouse = yield* Warehouse
          yield* warehouse.command(`TRUNCATE TABLE ${table}`)
          yield* warehouse.insertBlock(table, one, { token: `many${n}` })
          return yield* contents
        })
      )
    )
    // The same rows, put in a few at a time by this thread.
    const expected = await runtime.runPromise(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* warehouse.command(`TRUNCATE TABLE ${table}`)
        for (let from = 0; from < count; from += 1_000) {
          const order = Uint32Array.from({ length: 1_000 }, (_, i) => from + i)
          yield* warehouse.insertBlock(table, { ...all, rows: 1_000, order }, { token: `few${from}` })
        }
        return yield* contents
      })
    )
    assert.strictEqual(expected?.rows, count)
    for (const hash of hashes) assert.deepStrictEqual(hash, expected)
  })
})
