import { Effect, Layer } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { Budget } from "../../src/private/Budget.ts"
import { BudgetStore, BudgetStoreFailed } from "../../src/private/BudgetStore.ts"
import { rational, toNumber } from "../../src/private/Rational.ts"

/** Budgets whose rows the test can change. */
const onRows = (rows: Array<string>) =>
  Budget.layer.pipe(
    Layer.provide(
      Layer.succeed(BudgetStore, {
        rows: () => Effect.sync(() => [...rows]),
        append: (_, at, row) => Effect.sync(() => rows.length === at && rows.push(row) > 0)
      })
    )
  )

/** Waits somewhere between reading and writing, so that fibers come between each other's. */
const slowStore = (seed: number) =>
  Layer.effect(
    BudgetStore,
    Effect.gen(function* () {
      const inner = yield* BudgetStore
      let n = seed
      const wait = Effect.suspend(() => {
        n = (n * 1103515245 + 12345) % 2 ** 31
        return Effect.forEach(Array.from({ length: n % 4 }), () => Effect.yieldNow)
      })
      return {
        rows: (book: string) =>
          wait.pipe(
            Effect.andThen(inner.rows(book)),
            Effect.tap(() => wait)
          ),
        append: (book: string, at: number, row: string) => wait.pipe(Effect.andThen(inner.append(book, at, row)))
      }
    })
  ).pipe(Layer.provide(BudgetStore.layerMemory))

const inMemory = (seed: number) => Budget.layer.pipe(Layer.provide(slowStore(seed)))

/** True where it was paid, false where the budget did not reach. */
const tries = (question: string, accounts: ReadonlyArray<string>, n: number, d: number) =>
  Effect.gen(function* () {
    const budget = yield* Budget
    return yield* budget.spend({ book: "v1", question, accounts, rho: rational(n, d) }).pipe(
      Effect.map(({ isNew }) => (isNew ? "paid" : "again")),
      Effect.catchTag("BudgetSpent", () => Effect.succeed("refused"))
    )
  })

describe("the ledger of privacy budgets", () => {
  it("of 300 questions at once exactly as many are paid as the budget holds", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      yield* budget.grant("v1", "all", rational(1))
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 300 }, (_, i) => i),
        (i) => tries(`q${i}`, ["all"], 1, 30),
        { concurrency: 50 }
      )
      assert.equal(outcomes.filter((outcome) => outcome === "paid").length, 30)
      assert.equal(toNumber((yield* budget.balance("v1", "all")).left), 0)
    }).pipe(Effect.provide(inMemory(1)), Effect.runPromise))

  it("any questions of any accounts in any order at once: no account is ever above its grants, a repeated question is paid once", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ account: fc.constantFrom("v", "p1", "p2"), n: fc.integer({ min: 1, max: 9 }) }), {
          maxLength: 6
        }),
        fc.array(
          fc.record({
            question: fc.constantFrom("a", "b", "c", "d", "e", "f"),
            project: fc.constantFrom("p1", "p2"),
            n: fc.integer({ min: 1, max: 6 })
          }),
          { maxLength: 40 }
        ),
        fc.nat(),
        (grants, questions, seed) =>
          Effect.gen(function* () {
            const budget = yield* Budget
            for (const { account, n } of grants) yield* budget.grant("v1", account, rational(n, 7))
            const outcomes = yield* Effect.forEach(
              questions,
              ({ question, project, n }) => tries(question, ["v", project], n, 7),
              { concurrency: 10 }
            )
            for (const account of ["v", "p1", "p2"]) {
              const granted = grants.filter((one) => one.account === account).reduce((sum, { n }) => sum + n, 0)
              const paid = questions.reduce(
                (sum, { project, n }, i) =>
                  outcomes[i] === "paid" && (account === "v" || project === account) ? sum + n : sum,
                0
              )
              assert.isAtMost(paid, granted)
              assert.closeTo(toNumber((yield* budget.balance("v1", account)).spent) * 7, paid, 1e-9)
            }
            const paidOnes = questions.filter((_, i) => outcomes[i] === "paid").map((q) => JSON.stringify(q))
            assert.equal(new Set(paidOnes).size, paidOnes.length)
          }).pipe(Effect.provide(inMemory(seed)), Effect.runPromise)
      ),
      { numRuns: 60 }
    ))

  it("of 20 grants at once no more succeed than the limit of all together allows", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      yield* budget.grant("v1", "other", rational(9), rational(9))
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 20 }, () => budget.grant("v1", "all", rational(2, 3), rational(5)).pipe(Effect.result)),
        (grant) => grant,
        { concurrency: 20 }
      )
      assert.equal(outcomes.filter(({ _tag }) => _tag === "Success").length, 7)
      assert.isTrue(outcomes.every((one) => one._tag === "Success" || one.failure._tag === "BudgetSpent"))
      assert.closeTo(toNumber((yield* budget.balance("v1", "all")).granted), 14 / 3, 1e-9)
    }).pipe(Effect.provide(inMemory(1)), Effect.runPromise))

  it("a write that was done but not acknowledged is not paid for twice", () => {
    let drop = true
    const forgetful = Layer.effect(
      BudgetStore,
      Effect.gen(function* () {
        const inner = yield* BudgetStore
        return {
          rows: inner.rows,
          append: (book: string, at: number, row: string) =>
            inner.append(book, at, row).pipe(
              Effect.flatMap((done) => {
                if (!drop || !row.includes("spend")) return Effect.succeed(done)
                drop = false
                return Effect.fail(new BudgetStoreFailed({ operation: "append", message: "cut off" }))
              })
            )
        }
      })
    ).pipe(Layer.provide(BudgetStore.layerMemory))
    return Effect.gen(function* () {
      const budget = yield* Budget
      yield* budget.grant("v1", "all", rational(1))
      const first = yield* Effect.exit(tries("q", ["all"], 1, 2))
      assert.equal(first._tag, "Failure")
      assert.equal(yield* tries("q", ["all"], 1, 2), "again")
      assert.equal(yield* tries("r", ["all"], 1, 2), "paid")
      assert.equal(yield* tries("s", ["all"], 1, 1000000), "refused")
    }).pipe(Effect.provide(Budget.layer.pipe(Layer.provide(forgetful))), Effect.runPromise)
  })

  it("refuses a book in which a row was changed or is missing, and answers nothing without a grant", () => {
    const rows: Array<string> = []
    const spend = (question: string) => tries(question, ["all"], 1, 9).pipe(Effect.provide(onRows(rows)), Effect.exit)
    return Effect.gen(function* () {
      assert.equal(JSON.stringify(yield* spend("early")).includes("refused"), true)
      yield* Effect.flatMap(Budget, (b) => b.grant("v1", "all", rational(1))).pipe(Effect.provide(onRows(rows)))
      yield* spend("a")
      yield* spend("b")
      const row = rows[1] as string
      rows[1] = row.replace("1/9", "1/90")
      assert.include(JSON.stringify(yield* spend("c")), "chain")
      rows[1] = row
      assert.include(JSON.stringify(yield* spend("c")), "paid")
      rows.splice(1, 1)
      assert.include(JSON.stringify(yield* spend("d")), "chain")
      rows.splice(1, 0, "")
      assert.include(JSON.stringify(yield* spend("d")), "chain")
    }).pipe(Effect.runPromise)
  })
})
