/**
 * A process that answers queries is killed (SIGKILL) before and after each of its writes. Whatever the moment: what was answered is paid
 * for, the ledger is intact, and the queries can be asked again at no further cost.
 */
import { cpSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import type { Stores } from "../fixtures/embeddedStores.ts"
import { full } from "../fixtures/fullRun.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { askQuery, budgetedQueries, person, project } from "./budgetedQueries.ts"
import { endStarted, startProgram, until } from "./Process.ts"
import { openStore } from "./StoreOnDisk.ts"

const folder = testFolder("killed-budget")
const prepared = join(folder, "prepared")
/** Hash of the ledger's last entry before any query. */
let head = ""

const inStore = <A>(data: string, work: Effect.Effect<A, unknown, Stores | Queries>) =>
  openStore(data, () => Effect.provide(work, Queries.layerTest))

beforeAll(async () => {
  head = await inStore(
    prepared,
    Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([
        ["UKR", "RUS", 2004, 60, 5],
        ["UKR", "POL", 2004, 40, 5],
        ["MDA", "RUS", 2004, 80, 6]
      ])
      yield* createVintage()
      const queries = yield* Queries
      for (const who of [{ person }, { project }]) yield* queries.grant(who, budgetedQueries.length)
      return (yield* readLedger()).at(-1)?.hash ?? ""
    })
  )
})

afterAll(() => {
  endStarted()
})

/** What the ledger says: queries paid for by each account, and answers. */
const state = Effect.gen(function* () {
  const queries = yield* Queries
  const entries = yield* readLedger(head)
  return {
    paid: (yield* queries.allowance({ person })).used,
    byProject: (yield* queries.allowance({ project })).used,
    answers: entries.filter(({ body }) => body.kind === "answer").length,
    length: entries.length
  }
})

/** Per query: its payment, the answer's content, the answer. */
const writesPerQuery = 3
const writes = writesPerQuery * budgetedQueries.length
const steps = Array.from({ length: writes }, (_, i) => i + 1).flatMap((at) =>
  (["before", "after"] as const).map((when) => [at, when] as const)
)
/** The second query: it is paid for, or about to be answered, or answered. All in `test:full`. */
const few = [
  [writesPerQuery + 1, "after"],
  [writes, "before"],
  [writes, "after"]
] as const

it.each(full ? steps : few)(
  "killed at write %i, %s it, no answer is unpaid and the ledger is intact",
  async (at, when) => {
    const data = join(folder, `${at}-${when}`)
    cpSync(prepared, data, { recursive: true })
    const running = startProgram("stagedQueries.ts", [data, String(at), when], {})
    await until(
      "the process has reached the write",
      () => /^here$/m.test(running.stdout()) || !running.isRunning(),
      200
    )
    assert.match(running.stdout(), /^here$/m, running.output())
    assert.strictEqual((await running.kill("SIGKILL")).signal, "SIGKILL")
    const given = running.stdout().match(/^answered /gm)?.length ?? 0

    const done = when === "after" ? at : at - 1
    await inStore(
      data,
      Effect.gen(function* () {
        const left = yield* state
        // The first write of a query is its payment, the last its answer.
        assert.strictEqual(left.paid, Math.ceil(done / writesPerQuery))
        assert.strictEqual(left.byProject, left.paid)
        assert.strictEqual(left.answers, Math.floor(done / writesPerQuery))
        assert.isAtMost(given, left.answers)
        assert.isAtMost(left.answers, left.paid)

        const first = yield* Effect.forEach(budgetedQueries, askQuery)
        assert.deepStrictEqual(yield* Effect.forEach(budgetedQueries, askQuery), first)
        const whole = yield* state
        assert.deepInclude(whole, { paid: budgetedQueries.length, answers: budgetedQueries.length })
        const refused = yield* Effect.flip(askQuery({ table: "flows", by: ["year"] }))
        assert.strictEqual(refused._tag, "BudgetSpent")
        assert.deepStrictEqual(yield* state, whole)
      })
    )
  }
)

it("the process makes as many writes as are counted here", async () => {
  const data = join(folder, "uninterrupted")
  cpSync(prepared, data, { recursive: true })
  const running = startProgram("stagedQueries.ts", [data, String(writes + 1), "before"], {})
  assert.strictEqual((await running.ended).code, 0, running.output())
  assert.deepStrictEqual(running.stdout().match(/^(answered \d|done)$/gm), ["answered 1", "answered 2", "done"])
})
