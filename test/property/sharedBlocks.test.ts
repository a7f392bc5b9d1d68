/**
 * Batches of several partitions in one block, whose insert fails in every way in which an insert can, and comes late: each batch is then
 * loaded again alone, in any order, by somebody who remembers nothing. What is in the tables in the end, part by part, is each record once.
 */
import { join } from "node:path"
import { Effect, Exit, Layer, ManagedRuntime, Redacted } from "effect"
import fc from "fast-check"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { sharedToken, tokenOf } from "../../ingest/pipeline/Ledger.ts"
import { loadBatches } from "../../ingest/pipeline/LoadBatch.ts"
import { makeLoadContext } from "../../ingest/pipeline/LoadContext.ts"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import { LogBatch } from "../../ports/LogBatch.ts"
import { type InsertOptions, Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { keepParts } from "../fault/StoreOnDisk.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { copyOfBlock } from "../fixtures/copyOfBlock.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { messageOf, testReading } from "../fixtures/messages.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("blocks")
const runtime = ManagedRuntime.make(Layer.merge(embeddedStores(join(folder, "store")), WithdrawalLog.layerMemory))
const runs = rounds(6, 60)

beforeAll(() => runtime.runPromise(Effect.flatMap(Warehouse, keepParts)))
afterAll(() => runtime.dispose())

/** `spent`: the store was killed when it had written the token down, and has no rows. */
const allEndings = ["done", "done, unanswered", "lost", "late", "spent"] as const

type Ending = (typeof allEndings)[number]

const failure = new WarehouseError({
  operation: "insert",
  retryable: true,
  message: "the store does not answer",
  detail: Redacted.make("")
})

/** What the store knows of the tokens of inserts: those that brought rows, and those that are spent without. */
const makeTokens = () => ({ withRows: new Set<string>(), withoutRows: new Set<string>() })

/** A store whose inserts end as given, and in which late inserts arrive at moments that `isNow` chooses. */
const makeFaulty = (
  plain: Warehouse["Service"],
  tokens: ReturnType<typeof makeTokens>,
  endings: () => Ending,
  isNow: () => boolean
) => {
  const late: Array<Effect.Effect<void, WarehouseError>> = []
  let wasLate = false
  const arrive = Effect.suspend(() => Effect.forEach(late.splice(0), (insert) => insert, { discard: true }))
  const maybe = Effect.suspend(() => (isNow() ? arrive : Effect.void))
  const insertBlock = (table: string, block: ColumnBlock, options: InsertOptions) =>
    Effect.gen(function* () {
      if (block.rows === 0) return
      yield* maybe
      const ending = endings()
      const token = `${table} ${options.token}`
      const insert = (some: ColumnBlock) =>
        Effect.suspend(() => {
          if (tokens.withoutRows.has(token)) return Effect.void
          tokens.withRows.add(token)
          return plain.insertBlock(table, some, options)
        })
      if (ending === "late") {
        wasLate = true
        late.push(insert(copyOfBlock(block)))
      }
      if (ending === "spent" && !tokens.withRows.has(token)) tokens.withoutRows.add(token)
      if (ending.startsWith("done")) yield* insert(block)
      if (ending !== "done") return yield* failure
      yield* maybe
    })
  const query = (<Row>(sql: string, options?: object) =>
    Effect.andThen(maybe, plain.query<Row>(sql, options))) as Warehouse["Service"]["query"]
  return { store: { ...plain, insertBlock, query }, arrive, wasLate: () => wasLate }
}

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

const message = fc.record({
  id: fc.nat(30),
  kind: fc.constantFrom("route" as const, "victim" as const),
  isBroken: fc.nat(2).map((n) => n === 0)
})

const world = fc.record({
  partitions: fc.array(fc.array(message, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
  endings: fc.array(fc.constantFrom<Ending>(...allEndings), { minLength: 30, maxLength: 30 }),
  moments: fc.array(
    fc.nat(9).map((n) => n === 0),
    { minLength: 400, maxLength: 400 }
  ),
  order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 })
})

const of = (kind: "route" | "victim", ...ids: ReadonlyArray<number>) => ids.map((id) => ({ id, kind, isBroken: false }))

/** One insert of a batch fails while another continues, and the next batch has a record of the first: it is looked up too early. */
const copies = {
  partitions: [[...of("victim", 20), ...of("route", 26), ...of("victim", 5)], of("victim", 24, 20, 25)],
  endings: ["done, unanswered" as const, "lost" as const, ...Array<Ending>(28).fill("done")],
  moments: Array<boolean>(400).fill(false),
  order: Array.from({ length: 12 }, (_, i) => i)
}

/** Records that are in several partitions. */
const copied = (partitions: ReadonlyArray<ReadonlyArray<{ kind: string; id: number }>>): ReadonlySet<string> => {
  const ofEach = partitions.flatMap((messages) => [...new Set(messages.map(({ kind, id }) => `${kind} ${uuid(id)}`))])
  return new Set(ofEach.filter((one, i) => ofEach.indexOf(one) !== i))
}

let topics = 0

const taking = <A>(all: ReadonlyArray<A>) => {
  let i = 0
  return () => all[i++ % all.length] as A
}

/** A batch of records that are good except as stated. */
const batchOf = (
  topic: string,
  partition: number,
  records: ReadonlyArray<readonly [kind: "route" | "victim", id: number, but: object]>
) =>
  LogBatch.of(
    topic,
    partition,
    records.map(([kind, id, but], offset) => {
      const record = goodRecord(kind, { recordId: uuid(id), ...but })
      return { ...messageOf({ kind, record }, offset), topic, partition }
    })
  )

/** Loads batches that were planned for one block, like a process without memory of it. */
const loaderOf = (batches: ReadonlyArray<LogBatch>) => {
  const tokens = batches.map(tokenOf)
  const block = batches.length === 1 ? (tokens[0] as string) : sharedToken(tokens)
  return (which: ReadonlyArray<number>, isFirst: boolean) => {
    const context = makeLoadContext()
    return loadBatches(
      which.map((i) => ({
        batch: batches[i] as LogBatch,
        ...testReading,
        partner: "p",
        token: tokens[i] as string,
        block,
        announce: () => Effect.void,
        context,
        isFirst,
        withdrawn: new Set<string>()
      }))
    )
  }
}

const emptyTables = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  for (const table of ["corridor_raw.route_record", "corridor_raw.victim_record", "corridor_audit.quarantine"])
    yield* warehouse.command(`TRUNCATE TABLE ${table}`)
})

describe("a block of several batches", () => {
  it("however its insert ends, each record and each refusal is stored once", async () => {
    await fc.assert(
      fc.asyncProperty(world, ({ partitions, endings, moments, order }) =>
        runtime.runPromise(
          Effect.gen(function* () {
            const plain = yield* Warehouse
            yield* emptyTables
            const topic = `corridor.partner.b${topics++}`
            const batches = partitions.map((messages, partition) =>
              batchOf(
                topic,
                partition,
                messages.map(({ id, kind, isBroken }) => [kind, id, isBroken ? { researchUseConsent: false } : {}])
              )
            )
            const load = loaderOf(batches)
            const tokens = makeTokens()
            const { store, arrive, wasLate } = makeFaulty(plain, tokens, taking(endings), taking(moments))
            const all = batches.map((_, i) => i)
            yield* Effect.exit(Effect.provideService(load(all, true), Warehouse, store))
            // Each is loaded again until it succeeds; some are loaded once more, by a process that was frozen meanwhile.
            const again = [...all, ...all, ...all]
              .map((i, at) => ({ i, at: order[at % order.length] as number }))
              .sort((a, b) => a.at - b.at)
            const healthy = makeFaulty(plain, tokens, () => "done", taking(moments))
            for (const [n, { i }] of again.entries()) {
              const one = n < all.length ? store : healthy.store
              yield* Effect.exit(Effect.provideService(load([i], false), Warehouse, one))
              if (moments[n]) yield* arrive
            }
            for (const i of all) {
              const [ended] = yield* Effect.provideService(load([i], false), Warehouse, healthy.store)
              assert.isTrue(ended?._tag === "Success")
            }
            yield* arrive
            const counts = (final: "" | "FINAL") =>
              plain.query<{ one: string; n: number }>(
                `SELECT concat('route ', toString(record_id)) AS one, toFloat64(count()) AS n
                   FROM corridor_raw.route_record ${final} GROUP BY one
                   UNION ALL
                   SELECT concat('victim ', toString(record_id)) AS one, toFloat64(count()) AS n
                   FROM corridor_raw.victim_record ${final} GROUP BY one
                   UNION ALL
                   SELECT concat('refused ', toString(partition), '/', toString(offset)) AS one, toFloat64(count()) AS n
                   FROM corridor_audit.quarantine GROUP BY one`
              )
            const lines = (found: ReadonlyArray<{ one: string; n: number }>) =>
              found.map(({ one, n }) => `${n} ${one}`).sort()
            const expected = new Set(
              partitions.flatMap((messages, partition) =>
                messages.map(({ id, kind, isBroken }, offset) =>
                  isBroken ? `refused ${partition}/${offset}` : `${kind} ${uuid(id)}`
                )
              )
            )
            const once = [...expected].map((one) => `1 ${one}`).sort()
            assert.deepStrictEqual(lines(yield* counts("FINAL")), once)
            // A late insert may repeat what a copy in another partition has stored, until the table collapses them.
            const mayBeTwice = wasLate() ? copied(partitions) : new Set<string>()
            const raw = (yield* counts("")).map(({ one, n }) => ({ one, n: mayBeTwice.has(one) ? 1 : n }))
            assert.deepStrictEqual(lines(raw), once)
          })
        )
      ),
      { numRuns: runs, endOnFailure: true, examples: [[copies]] }
    )
  })

  it("a record that contradicts a batch stored meanwhile is refused when it is read again", () =>
    runtime.runPromise(
      Effect.gen(function* () {
        const plain = yield* Warehouse
        yield* emptyTables
        const topic = `corridor.partner.b${topics++}`
        const load = loaderOf([
          batchOf(topic, 0, [["victim", 20, {}]]),
          batchOf(topic, 1, [
            ["victim", 24, {}],
            ["victim", 20, { registeredOn: "2001-05-17" }]
          ])
        ])
        let other = Effect.asVoid(Effect.provideService(load([0], false), Warehouse, plain))
        const insertBlock = (table: string, block: ColumnBlock, options: InsertOptions) =>
          Effect.suspend(() => {
            const meanwhile = other
            other = Effect.void
            return Effect.andThen(meanwhile, plain.insertBlock(table, block, options))
          })
        const [first] = yield* Effect.provideService(load([1], true), Warehouse, { ...plain, insertBlock })
        assert.isTrue(first !== undefined && Exit.isFailure(first))
        const [second] = yield* load([1], false)
        assert.deepInclude(second !== undefined && Exit.isSuccess(second) ? second.value.counts : {}, {
          loaded: 1,
          quarantined: 1
        })
        assert.deepStrictEqual(
          yield* plain.query(
            "SELECT toString(record_id) AS id, registeredYear AS year FROM corridor_raw.victim_record ORDER BY id"
          ),
          [
            { id: uuid(20), year: 2004 },
            { id: uuid(24), year: 2004 }
          ]
        )
        assert.deepStrictEqual(yield* plain.query("SELECT code FROM corridor_audit.quarantine"), [
          { code: "revision-conflict" }
        ])
      })
    ))
})
