import { Effect, Layer, Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { full } from "../../../test/fullRun.ts"
import { answerFixed, type FixedQuestion } from "../../src/private/answerFixed.ts"
import { Budget } from "../../src/private/Budget.ts"
import { BudgetStore } from "../../src/private/BudgetStore.ts"
import { type CodedRecords, codeRecords, countMarginal, type Domain, subsets } from "../../src/private/Domain.ts"
import { estimateMarginals } from "../../src/private/estimateMarginals.ts"
import { planMarginals } from "../../src/private/MarginalPlan.ts"
import { PrivateMarginals } from "../../src/private/PrivateMarginals.ts"
import { publishEstimates } from "../../src/private/publishEstimates.ts"
import { keyedWords } from "../../src/private/RandomWords.ts"
import { type Rational, rational, toNumber } from "../../src/private/Rational.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const list = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`)
const sizes = [6, 5, 3, 4]
const domain: Domain = { columns: sizes.map((n, c) => ({ name: `c${c}`, values: list("v", n) })) }
const sets = subsets([0, 1, 2, 3], 3).filter((set) => set.length > 0)
const words = (seed: number) => keyedWords(Redacted.make(String(seed)), "estimates")

/** Persons whose values are independent, most of them the first ones; or whose last value follows from the others together. */
const recordsOf = (isTangled: boolean, persons = 1500): CodedRecords => {
  const draw = mulberry32(7)
  const rows = Array.from({ length: persons }, () => {
    const row = sizes.map((n) => Math.floor(draw() ** 2 * n))
    if (isTangled) row[3] = ((row[0] as number) + (row[1] as number) + (row[2] as number)) % 4
    return row.map((v) => `v${v}`)
  })
  return codeRecords(domain, rows) as CodedRecords
}
const measure = (records: CodedRecords, rho: Rational, seed = 1) =>
  PrivateMarginals.measure(words(seed), domain, planMarginals(domain, 3, rho), records)

/** Mean distance from the counts of marginals of three columns: of the measured estimates, and of the figures. */
const errorsOf = (records: CodedRecords, rho: Rational) => {
  const found = { measured: 0, figure: 0, cells: 0 }
  for (let seed = 0; seed < 5; seed++)
    for (const { columns, estimate, figure } of estimateMarginals(measure(records, rho, seed), sets)) {
      if (columns.length < 3) continue
      countMarginal(domain, records, columns).forEach((count, cell) => {
        found.measured += Math.abs((estimate[cell] as number) - count)
        found.figure += Math.abs((figure[cell] as number) - count)
        found.cells += 1
      })
    }
  return { measured: found.measured / found.cells, figure: found.figure / found.cells }
}

describe("estimated marginals", () => {
  it("are said to be as near to the counts as an attacker may hope, not as far as readers must fear", () => {
    for (const isTangled of [false, true]) {
      const records = recordsOf(isTangled)
      let [within, cells] = [0, 0]
      for (let seed = 0; seed < 5; seed++)
        for (const { columns, figure, spread, deviation } of estimateMarginals(
          measure(records, rational(1, 10), seed),
          sets
        )) {
          const shown = [...figure.keys()].filter((cell) => (figure[cell] as number) >= 11)
          const least = Math.min(deviation, ...shown.map((cell) => spread[cell] as number))
          assert.isAbove(least, 0)
          const counts = countMarginal(domain, records, columns)
          for (const cell of shown) {
            cells += 1
            if (Math.abs((figure[cell] as number) - (counts[cell] as number)) <= 1.96 * least) within += 1
          }
        }
      assert.isAtMost(within / cells, 0.96)
    }
  })

  it("nearly without noise are the counts, and are never below zero", () => {
    for (const isTangled of [false, true]) {
      const records = recordsOf(isTangled)
      for (const { columns, figure } of estimateMarginals(measure(records, rational(10_000_000)), sets)) {
        const counts = countMarginal(domain, records, columns)
        figure.forEach((one, cell) => {
          assert.isAtLeast(one, 0)
          assert.closeTo(one, counts[cell] as number, 0.2)
        })
      }
    }
  })

  it("have half the error where parts imply the whole, and no more error where they imply nothing", () => {
    const independent = errorsOf(recordsOf(false), rational(1, 50))
    assert.isBelow(independent.figure, independent.measured / 2)
    const tangled = errorsOf(recordsOf(true), rational(1, 2))
    assert.isBelow(tangled.figure, tangled.measured)
  })

  it("of nothing but noise are what the parts imply: the product, by an oracle that multiplies", () => {
    const records = recordsOf(false, 100_000)
    const counts = [0, 1, 2].map((c) => countMarginal(domain, records, [c]))
    const found = estimateMarginals(measure(records, rational(1, 200)), sets).find(
      (one) => one.columns.join() === "0,1,2"
    )
    let error = 0
    found?.figure.forEach((figure, cell) => {
      const [a, b, c] = [Math.floor(cell / 15), Math.floor(cell / 3) % 5, cell % 3]
      const product = [a, b, c].reduce((all, v, d) => (all * (counts[d]?.[v] as number)) / 100_000, 100_000)
      error += Math.abs(figure - product)
    })
    assert.isBelow(error / 90, 40)
  })
})

describe("published estimates", () => {
  const proven = [[0], [1], [0, 1]]

  it("show no empty cell of a proven marginal, no cell without its parts, and intervals that hold 95 times in 100", () => {
    for (const isTangled of [false, true]) {
      const records = recordsOf(isTangled, 300)
      let [inside, shown] = [0, 0]
      for (let seed = 0; seed < 40; seed++) {
        const found = publishEstimates(domain, estimateMarginals(measure(records, rational(1, 10), seed), sets), {
          inventing: 1e-3,
          proven,
          least: 2
        })
        const published = new Set(found.flatMap((one) => one.cells.map(({ values }) => `${one.columns} ${values}`)))
        for (const [k, { columns, cells, isProven }] of found.entries()) {
          const set = sets[k] as ReadonlyArray<number>
          const counts = countMarginal(domain, records, set)
          assert.equal(
            isProven,
            proven.some((one) => one.join() === set.join())
          )
          for (const { values, count, low, high } of cells) {
            const real = counts[
              values.reduce((at, value, d) => at * (sizes[set[d] as number] as number) + Number(value.slice(1)), 0)
            ] as number
            if (isProven) assert.isAbove(real, 0)
            assert.isTrue(low <= count && count <= high && count >= 1)
            for (let d = 0; d < set.length && set.length > 1; d++)
              assert.isTrue(published.has(`${columns.toSpliced(d, 1)} ${values.toSpliced(d, 1)}`))
            if (real >= low && real <= high) inside += 1
            shown += 1
          }
        }
      }
      assert.isAbove(shown, 1000)
      assert.isAbove(inside / shown, 0.93)
    }
  })

  const question: FixedQuestion = {
    name: "flows",
    version: 1,
    domain,
    length: 3,
    rho: rational(1, 2),
    inventing: 1e-3,
    least: 2,
    proven
  }
  const ask = (records: CodedRecords, key: string, of = question) =>
    answerFixed(of, { vintage: "v1", records, accounts: ["all"], key: Redacted.make(key) })
  const layer = Budget.layer.pipe(Layer.provide(BudgetStore.layerMemory))

  it("cost at most the budget of the question, once, by an oracle that adds up what one person moves", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      yield* budget.grant("v1", "all", rational(1))
      const records = recordsOf(false)
      const first = yield* ask(records, "secret")
      assert.deepEqual(yield* ask(records, "secret"), first)
      const { spent } = yield* budget.balance("v1", "all")
      // One person moves the residual of sizes n, m … by the squared length of one row of (I - J/n) x (I - J/m) …
      const weight = (set: ReadonlyArray<number>) =>
        proven.some((one) => one.join() === set.join()) ? 16 : set.length < 3 ? 1 : 0.1
      const naive = planMarginals(domain, 3, question.rho, weight).residuals.reduce((sum, { columns, variance }) => {
        const row = columns
          .map((c) =>
            Array.from({ length: sizes[c] as number }, (_, i) => (i === 0 ? 1 : 0) - 1 / (sizes[c] as number))
          )
          .reduce((all, one) => all.flatMap((x) => one.map((y) => x * y)), [1])
        return sum + row.reduce((all, x) => all + x * x, 0) / (2 * toNumber(variance))
      }, 0)
      assert.closeTo(toNumber(spent), naive, 1e-9)
      assert.isAtMost(naive, 0.5)
    }).pipe(Effect.provide(layer), Effect.runPromise))

  it("that would prove a marginal outside the answer are refused before they are paid", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      yield* budget.grant("v1", "all", rational(1))
      for (const bad of [[[1, 0]], [[0, 1, 2, 3]], [[7]]])
        assert.equal(
          (yield* Effect.flip(ask(recordsOf(false), "secret", { ...question, proven: bad })))._tag,
          "QuestionRefused"
        )
      assert.equal(toNumber((yield* budget.balance("v1", "all")).spent), 0)
    }).pipe(Effect.provide(layer), Effect.runPromise))

  it("do not disclose one person: the best attack on the answer stays below its Gaussian bound", () =>
    Effect.gen(function* () {
      // The attacker knows all persons but one, and that person's values, which nobody else has. Sums of all figures about these values are the test.
      const rows = Array.from({ length: 60 }, (_, i) => [`v${i % 2}`, `v${i % 3}`, "v0", `v${i % 2}`])
      const person = ["v5", "v4", "v2", "v3"]
      const small: FixedQuestion = { ...question, inventing: 0.5, least: 1, proven: [[0]] }
      const trials = full ? 1500 : 100
      yield* (yield* Budget).grant("v1", "all", rational(trials * 2))
      const statistics = (coded: CodedRecords, name: string) =>
        Effect.forEach(list(name, trials), (key) =>
          Effect.map(ask(coded, key, { ...small, name: key }), ({ marginals }) =>
            marginals.reduce((sum, { columns, cells }) => {
              const own = columns.map((column) => person[Number(column.slice(1))])
              return sum + (cells.find(({ values }) => values.join() === own.join())?.count ?? 0)
            }, 0)
          )
        )
      const inside = yield* statistics(codeRecords(domain, [...rows, person]) as CodedRecords, "in")
      const outside = yield* statistics(codeRecords(domain, rows) as CodedRecords, "out")
      // rho-zCDP of Gaussian noise bounds the advantage by that of telling N(0, 1) from N(sqrt(2 rho), 1): 2 Phi(0.5) - 1 = 0.383 at rho = 1/2.
      let advantage = 0
      for (const at of new Set([...inside, ...outside]))
        advantage = Math.max(
          advantage,
          Math.abs(inside.filter((x) => x >= at).length - outside.filter((x) => x >= at).length) / trials
        )
      // Largest distance of two empirical distributions by chance alone, once in 10,000.
      assert.isBelow(advantage, 0.383 + 2.23 * Math.sqrt(2 / trials))
    }).pipe(Effect.provide(layer), Effect.runPromise))
})
