import { Effect, Layer, Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { answerFixed, type FixedQuestion } from "../../src/private/answerFixed.ts"
import { Budget } from "../../src/private/Budget.ts"
import { BudgetStore } from "../../src/private/BudgetStore.ts"
import { type CodedRecords, codeRecords, countMarginal, type Domain, subsets } from "../../src/private/Domain.ts"
import { planMarginals, residualMove } from "../../src/private/MarginalPlan.ts"
import { PrivateMarginals } from "../../src/private/PrivateMarginals.ts"
import { publishMarginal } from "../../src/private/publishMarginal.ts"
import { keyedWords } from "../../src/private/RandomWords.ts"
import { rational, toNumber } from "../../src/private/Rational.ts"
import { gaussianProbabilities } from "../fixtures/exactDistributions.ts"

const list = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`)
const domain: Domain = {
  columns: [
    { name: "a", values: list("a", 4) },
    { name: "b", values: list("b", 3) },
    { name: "c", values: list("c", 2) },
    { name: "d", values: list("d", 5) }
  ]
}
/** Persons of whom only some combinations exist. */
const rows = Array.from({ length: 600 }, (_, i) => {
  const a = (i * i) % 3
  return [`a${a}`, `b${(i + a) % 2}`, `c${i % 2}`, `d${(i * 7) % 4}`]
})
const records = codeRecords(domain, rows)
if (records === undefined) throw new Error("the records are in the domain")
const words = (seed: number) => keyedWords(Redacted.make(String(seed)), "marginals")
const sets = subsets([0, 1, 2, 3], 3).filter((set) => set.length > 0)

describe("private marginals", () => {
  it("nearly without noise are the counts", () => {
    const measured = PrivateMarginals.measure(words(1), domain, planMarginals(domain, 3, rational(10_000_000)), records)
    for (const set of sets) {
      const counts = countMarginal(domain, records, set)
      measured.marginal(set).estimate.forEach((estimate, cell) => {
        assert.closeTo(estimate, counts[cell] as number, 0.1)
      })
    }
  })

  it("agree with each other whatever the noise", () => {
    const measured = PrivateMarginals.measure(words(2), domain, planMarginals(domain, 3, rational(1, 2)), records)
    const whole = measured.marginal([0, 1, 3]).estimate
    const part = measured.marginal([0, 3]).estimate
    for (let a = 0; a < 4; a++)
      for (let d = 0; d < 5; d++) {
        let sum = 0
        for (let b = 0; b < 3; b++) sum += whole[(a * 3 + b) * 5 + d] as number
        assert.closeTo(sum, part[a * 5 + d] as number, 1e-6)
      }
  })

  it("have the stated error and no bias, and the interval contains the count 95 times in 100", () => {
    const plan = planMarginals(domain, 2, rational(1, 2))
    for (const set of [[0], [1, 2], [0, 3]]) {
      const counts = countMarginal(domain, records, set)
      let [sum, squares, inside, n, deviation] = [0, 0, 0, 0, 0]
      for (let seed = 0; seed < 300; seed++) {
        const found = PrivateMarginals.measure(words(seed), domain, plan, records).marginal(set)
        deviation = found.deviation
        found.estimate.forEach((estimate, cell) => {
          const error = estimate - (counts[cell] as number)
          sum += error
          squares += error * error
          if (Math.abs(error) <= 1.959964 * deviation) inside += 1
          n += 1
        })
      }
      assert.closeTo(sum / n, 0, (5 * deviation) / Math.sqrt(300))
      assert.closeTo(squares / n / deviation ** 2, 1, 0.15)
      assert.closeTo(inside / n, 0.95, 0.025)
    }
  })

  it("cost what the residuals move, never more than the request, and less than the marginals one by one", () => {
    // Oracle: the square length of (I - J/n) x … applied to one person, from the matrices themselves.
    const direct = (sizes: ReadonlyArray<number>) =>
      sizes.reduce((product, n) => {
        const column = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0) - 1 / n)
        return product * column.reduce((sum, x) => sum + x * x, 0)
      }, 1)
    assert.closeTo(toNumber(residualMove(domain, [0, 1, 3])), direct([4, 3, 5]), 1e-12)
    const rho = rational(1, 2)
    const plan = planMarginals(domain, 3, rho)
    assert.isAtMost(toNumber(plan.rho), 0.5)
    assert.isAbove(toNumber(plan.rho), 0.4999)
    const measured = PrivateMarginals.measure(words(3), domain, plan, records)
    // Noise on each of the 14 marginals by itself has variance 14 / (2 rho) = 14 in each cell.
    const mean = sets.reduce((sum, set) => sum + measured.marginal(set).deviation ** 2, 0) / sets.length
    assert.isBelow(mean, 14 * 0.75)
  })

  it("the noise on the grid hides one person as the residual's length implies: Renyi divergences summed exactly", () => {
    // One column of two values: the output is 2 (x0 - x1) + N0 - N1 with N discrete Gaussian of variance 4 v; one person moves it by 2.
    for (const v of [1n, 2n, 5n]) {
      const reach = 80
      const { inside } = gaussianProbabilities(4n * v, 1n, reach)
      const output = new Float64Array(4 * reach + 1)
      inside.forEach((p, i) => {
        inside.forEach((q, j) => {
          const at = i - j + 2 * reach
          output[at] = (output[at] as number) + p * q
        })
      })
      for (const alpha of [1.5, 2, 4]) {
        let sum = 0
        for (let at = 2; at < output.length; at++) {
          const [p, q] = [output[at] as number, output[at - 2] as number]
          if (p > 1e-60 && q > 1e-60) sum += p ** alpha * q ** (1 - alpha)
        }
        const divergence = Math.log(sum) / (alpha - 1)
        const bound =
          (alpha * toNumber(residualMove({ columns: [{ name: "x", values: ["0", "1"] }] }, [0]))) / (2 * Number(v))
        assert.isAtMost(divergence, bound * (1 + 1e-9))
        assert.isAbove(divergence, bound * 0.98)
      }
    }
  })

  it("never show an empty or an impossible cell, and show the large ones", () => {
    const plan = planMarginals(domain, 3, rational(2))
    let shown = 0
    for (let seed = 0; seed < 60; seed++) {
      const measured = PrivateMarginals.measure(words(1000 + seed), domain, plan, records)
      for (const set of sets) {
        const counts = countMarginal(domain, records, set)
        const found = publishMarginal(domain, measured.marginal(set), {
          inventing: 1e-3,
          marginals: sets.length,
          isPossible: (_, values) => !values.includes("d3")
        })
        for (const { values, count, low, high } of found.cells) {
          const cell = values.reduce((at, value, d) => {
            const own = domain.columns[set[d] as number]?.values as ReadonlyArray<string>
            return at * own.length + own.indexOf(value)
          }, 0)
          assert.isAbove(counts[cell] as number, 0)
          assert.notInclude(values, "d3")
          assert.isTrue(low <= count && count <= high)
          shown += 1
        }
      }
    }
    assert.isAbove(shown, 60 * 40)
  })
})

describe("fixed questions", () => {
  const question: FixedQuestion = { name: "flows", version: 1, domain, length: 2, rho: rational(1, 2), inventing: 1e-3 }
  const ask = (
    records: CodedRecords,
    accounts: ReadonlyArray<string>,
    of: FixedQuestion = question,
    key = Redacted.make("secret")
  ) => answerFixed(of, { vintage: "v1", records: records, accounts, key })
  const coded = (from: ReadonlyArray<ReadonlyArray<string>>) => codeRecords(domain, from) as CodedRecords
  /** One person more, two more, and the same persons in another order. */
  const other = coded([...rows, rows[0] as ReadonlyArray<string>])
  const third = coded([...rows, ...rows.slice(0, 2)])
  const turned = coded(rows.toReversed())
  const layer = Budget.layer.pipe(Layer.provide(BudgetStore.layerMemory))

  it("if repeated give the same answer at no cost; other records get other noise; no answer is unpaid", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      assert.equal((yield* Effect.flip(ask(records, ["all"])))._tag, "BudgetSpent")
      yield* budget.grant("v1", "all", rational(1))
      const first = yield* ask(records, ["all"])
      const again = yield* Effect.forEach(Array.from({ length: 20 }), () => ask(records, ["all"]), { concurrency: 10 })
      for (const one of again) assert.deepEqual(one, first)
      assert.deepEqual(yield* ask(turned, ["all"]), first)
      assert.isAbove(toNumber((yield* budget.balance("v1", "all")).left), 0.5 - 1e-9)
      assert.notDeepEqual((yield* ask(other, ["all"])).marginals, first.marginals)
      assert.equal((yield* Effect.flip(ask(third, ["all"])))._tag, "BudgetSpent")
    }).pipe(Effect.provide(layer), Effect.runPromise))

  it("have another answer with another key, which is paid for too", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      const withKey = (key: string) => ask(records, ["all"], question, Redacted.make(key))
      yield* budget.grant("v1", "all", rational(1))
      const first = yield* withKey("secret")
      const other = yield* withKey("changed")
      assert.notDeepEqual(other.marginals, first.marginals)
      assert.isBelow(toNumber((yield* budget.balance("v1", "all")).left), 0.01)
      assert.deepEqual(yield* withKey("secret"), first)
      assert.equal((yield* Effect.flip(withKey("third")))._tag, "BudgetSpent")
    }).pipe(Effect.provide(layer), Effect.runPromise))

  it("that do not fit are refused before they are paid", () =>
    Effect.gen(function* () {
      const budget = yield* Budget
      yield* budget.grant("v1", "all", rational(1))
      const wide = { columns: list("x", 3).map((name) => ({ name, values: list("v", 100) })) }
      assert.equal(
        (yield* Effect.flip(ask(records, ["all"], { ...question, domain: wide, length: 3 })))._tag,
        "QuestionRefused"
      )
      for (const bad of [{ rho: rational(0) }, { inventing: 0 }, { length: 0 }, { length: 5 }])
        assert.equal((yield* Effect.flip(ask(records, ["all"], { ...question, ...bad })))._tag, "QuestionRefused")
      const many = { persons: 2_000_000, code: new Uint16Array(0) }
      assert.equal((yield* Effect.flip(ask(many, ["all"])))._tag, "QuestionRefused")
      assert.equal(toNumber((yield* budget.balance("v1", "all")).left), 1)
    }).pipe(Effect.provide(layer), Effect.runPromise))

  it("records that have a value outside the public lists are not coded", () => {
    assert.isUndefined(codeRecords(domain, [["a0", "b0", "c0", "elsewhere"]]))
  })
})
