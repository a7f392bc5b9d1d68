/** The copies of records that the transform keeps: a person who withdraws, or gets another pseudonym, is removed immediately. */
import { join } from "node:path"
import { build, run } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { over } from "../../infra/marts/TransformStore.ts"
import { eraseByTable, eraseCopies } from "../../ingest/keys/ErasePersons.ts"
import { copyTables } from "../../ingest/keys/PersonTables.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { insertVictims } from "../bench/marts/PersonRows.ts"
import { insertRoutes } from "../bench/marts/RouteRows.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { sample } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("copies")

const projectDir = new URL("../../transform", import.meta.url).pathname

/** A copy, the source of its rows, the build steps before it, and a mart that counts the rows of a view over it. */
interface Copy {
  readonly name: string
  readonly raw: string
  readonly first: string
  readonly mart: string
  readonly insert: (first: number, count: number) => string
  readonly counted: string
  readonly there: string
}

const copies: ReadonlyArray<Copy> = [
  {
    name: "int_routes_by_month",
    raw: "route_record",
    first: "route_buckets",
    mart: "flows",
    insert: (first, count) => insertRoutes(first, count, 0),
    counted: "select sum(records) from corridor_mart.flows",
    there: "select count() from corridor_staging.int_routes where origin is not null and destination is not null"
  },
  {
    name: "int_victims_by_year",
    raw: "victim_record",
    first: "victim_years",
    mart: "sdg_16_2_2",
    insert: (first, count) => insertVictims({ first, count }),
    counted:
      "select sum(records) from corridor_mart.sdg_16_2_2 where sex = 'Total' and age_group = 'Total' and form = 'Total'",
    there: "select count() from corridor_staging.int_victims"
  }
]

interface Someone {
  readonly partner: string
  readonly person: string
}

const one = Effect.fn("test.one")(function* (copy: string) {
  const warehouse = yield* Warehouse
  const [found] = yield* warehouse.query<Someone>(
    `select toString(partner_id) as partner, toString(person) as person from ${copy}
     where partner_id != '' order by cityHash64(person) limit 1`
  )
  assert.isDefined(found)
  return found as Someone
})

const rowsOf = Effect.fn("test.rowsOf")(function* (table: string, { partner, person }: Someone) {
  const [row] = yield* (yield* Warehouse).query<{ n: number }>(
    `select count() as n from ${table} where partner_id = '${partner}' and person = '${person}'`
  )
  return row?.n
})

const withdraw = Effect.fn("test.withdraw")(function* ({ partner, person }: Someone) {
  const warehouse = yield* Warehouse
  yield* warehouse.command(
    `insert into corridor_raw.withdrawal (partner_id, record_id, person) values ('${partner}', '${person}', '${person}')`
  )
  return yield* eraseByTable(partner, new Set([person]))
})

const records = Effect.fn("test.records")(function* ({ counted, there }: Copy) {
  const [row] = yield* (yield* Warehouse).query<{ counted: number; there: number }>(
    `select (${counted}) as counted, (${there}) as there`
  )
  return row
})

layer(Layer.mergeAll(over(embeddedStores(join(folder, "store"))), NodeServices.layer), { excludeTestServices: true })(
  "copies of persons",
  (it) => {
    it.effect("a withdrawal and a re-keying need no copy to be there", () =>
      Effect.gen(function* () {
        yield* eraseByTable("nobody", new Set(["00000000-0000-0000-0000-000000000001"]))
        yield* eraseCopies("nobody", "key_version < 2")
      })
    )

    it.effect("each copy is tried here", () =>
      Effect.sync(() =>
        assert.deepStrictEqual(
          copies.map(({ name }) => `corridor_staging.${name}`),
          [...copyTables]
        )
      )
    )

    const project = { projectDir, target: corridorTarget, targetPath: join(folder, "target") }

    it.effect("the lists of codes that the models read are there", () =>
      Effect.gen(function* () {
        const { failed } = yield* build({ ...project, select: ["resource_type:seed"], exclude: ["resource_type:test"] })
        assert.strictEqual(failed, 0)
      })
    )

    for (const which of sample("copies of persons", copies, 1)) {
      const copy = `corridor_staging.${which.name}`
      const options = { ...project, select: [`+${which.mart}`] }
      /** Persons who withdrew. */
      const gone: Array<Someone> = []

      it.effect(`${which.name}: a person who withdraws is gone before the next build`, () =>
        Effect.gen(function* () {
          yield* (yield* Warehouse).command(which.insert(0, 400))
          assert.strictEqual((yield* run(options)).failed, 0)
          const person = yield* one(copy)
          assert.isAbove((yield* rowsOf(copy, person)) ?? 0, 0)
          yield* withdraw(person)
          assert.strictEqual(yield* rowsOf(copy, person), 0)
          gone.push(person)
        })
      )

      it.effect(`${which.name}: a withdrawal while the new table is built is not undone by it, nor one before it`, () =>
        Effect.gen(function* () {
          const warehouse = yield* Warehouse
          const person = yield* one(copy)
          yield* warehouse.command(which.insert(400, 50))
          const left: Array<number | undefined> = []
          const meanwhile: Readonly<Record<string, Effect.Effect<unknown, unknown, Warehouse>>> = {
            [which.first]: withdraw(person),
            [which.name]: Effect.map(rowsOf(copy, person), (n) => left.push(n))
          }
          const whole = yield* run({
            ...options,
            onProgress: ({ name }) =>
              Effect.provideService(Effect.asVoid(Effect.orDie(meanwhile[name] ?? Effect.void)), Warehouse, warehouse)
          })
          assert.strictEqual(whole.failed, 0)
          assert.deepStrictEqual(left, [0])
          assert.strictEqual((yield* run(options)).failed, 0)
          const counted = yield* records(which)
          assert.strictEqual(counted?.counted, counted?.there)
          for (const each of [...gone, person]) assert.strictEqual(yield* rowsOf(copy, each), 0)
        })
      )

      it.effect(
        `${which.name}: rows under an older key are gone until the next build, which has them under the new one`,
        () =>
          Effect.gen(function* () {
            const warehouse = yield* Warehouse
            const person = yield* one(copy)
            const { partner } = person
            const before = yield* records(which)
            yield* warehouse.command(
              `alter table corridor_raw.${which.raw} update person = reinterpretAsUUID(sipHash128(person)), key_version = 2
         where partner_id = '${partner}' settings mutations_sync = 2`
            )
            yield* eraseCopies(partner, "key_version < {target:UInt16}", { target: 2 })
            const [left] = yield* warehouse.query<{ n: number }>(
              `select count() as n from ${copy} where partner_id = '${partner}'`
            )
            assert.strictEqual(left?.n, 0)
            assert.strictEqual((yield* run(options)).failed, 0)
            assert.deepStrictEqual(yield* records(which), before)
            assert.strictEqual(yield* rowsOf(copy, person), 0)
          })
      )
    }
  }
)
