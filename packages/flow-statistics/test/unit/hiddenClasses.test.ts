/** Lower bounds by hand and from published tables; latent classes against the likelihood written out. */
import { assert, describe, it } from "@effect/vitest"
import gammaln from "@stdlib/math-base-special-gammaln"
import { captureTable } from "../../src/hidden/CaptureTable.ts"
import { hiddenWithoutOverlap } from "../../src/hidden/emptyCombinations.ts"
import { estimateHidden } from "../../src/hidden/estimateHidden.ts"
import { fitLatentClasses } from "../../src/hidden/latentClasses.ts"
import { loadLinearSolver } from "../../src/hidden/linearProgramme.ts"
import { lowerBounds } from "../../src/hidden/lowerBounds.ts"
import { answerOf, disagreementOf } from "../../src/hidden/statedRange.ts"
import { nelderMead } from "../../src/numeric/nelderMead.ts"

interface Class {
  readonly share: number
  readonly lists: ReadonlyArray<number>
}

/** Probability of a history: the sum over classes of the product over lists. */
const chance = (classes: ReadonlyArray<Class>, history: number): number =>
  classes.reduce(
    (sum, { share, lists }) =>
      sum + share * lists.reduce((product, p, j) => product * ((history >> j) % 2 === 1 ? p : 1 - p), 1),
    0
  )

/** The expected table of a population. */
const expectedTable = (persons: number, classes: ReadonlyArray<Class>) => {
  const lists = classes[0]?.lists.length ?? 0
  return captureTable(
    ["A", "B", "C", "D", "E"].slice(0, lists),
    Array.from({ length: 2 ** lists - 1 }, (_, i) => [i + 1, persons * chance(classes, i + 1)] as const)
  )
}

const logLikelihood = (counts: Float64Array, hidden: number, classes: ReadonlyArray<Class>): number => {
  const persons = counts.reduce((a, b) => a + b, 0)
  let sum = gammaln(persons + hidden + 1) - gammaln(hidden + 1) + hidden * Math.log(chance(classes, 0))
  for (const [history, count] of counts.entries()) if (count > 0) sum += count * Math.log(chance(classes, history))
  return sum
}

const open: Class = { share: 0.4, lists: [0.4, 0.3, 0.35, 0.25] }
const reluctant: Class = { share: 0.6, lists: [0.08, 0.1, 0.05, 0.06] }

describe("lower bounds", () => {
  it("by hand", () => {
    // 100 persons on one list, 40 on two, 10 on three.
    const table = captureTable(
      ["A", "B", "C"],
      [
        [1, 50],
        [2, 30],
        [4, 20],
        [3, 20],
        [5, 12],
        [6, 8],
        [7, 10]
      ]
    )
    const { once, twice, chao, chaoOfLists, zelterman } = lowerBounds(table)
    assert.deepStrictEqual([once, twice], [100, 40])
    assert.closeTo(chao.hidden, 125, 1e-9) // 100² / 80
    assert.closeTo(chaoOfLists.hidden, 77.5, 1e-9) // (10,000 - 2,500 - 900 - 400) / 80
    assert.closeTo(zelterman?.hidden ?? 0, 150 / (1 - Math.exp(-0.8)) - 150, 1e-9)
    // Chao 1987: f2 ((f1/f2)⁴ / 4 + (f1/f2)³ + (f1/f2)² / 2) = 40 × (9.765625 + 15.625 + 3.125) = 1140.625.
    const factor = Math.exp(1.959964 * Math.sqrt(Math.log(1 + 1140.625 / 125 ** 2)))
    assert.closeTo(chao.low, 125 / factor, 1e-4)
    assert.closeTo(chao.high, 125 * factor, 1e-4)
  })

  it("hepatitis A in Taiwan: the published estimates of Chao and others 2001, table 3", () => {
    const table = captureTable(
      ["P", "Q", "E"],
      [
        [1, 69],
        [2, 55],
        [4, 63],
        [3, 21],
        [5, 17],
        [6, 18],
        [7, 28]
      ]
    )
    const { coverage } = lowerBounds(table)
    assert.strictEqual(coverage?.share.toFixed(3), "0.513")
    assert.strictEqual(Math.round(271 + (coverage?.independent ?? 0)), 407)
    assert.strictEqual(Math.round(271 + (coverage?.oneStep ?? 0)), 508)
  })

  it("are the hidden persons if all are alike, and fewer if they are not", () => {
    const alike = [{ share: 1, lists: [0.4, 0.1, 0.3, 0.2] }]
    const { chaoOfLists } = lowerBounds(expectedTable(1000, alike))
    assert.closeTo(chaoOfLists.hidden, 1000 * chance(alike, 0), 1e-6)
    const classes = [open, { share: 0.6, lists: open.lists.map((p) => p / (p + 6 * (1 - p))) }]
    assert.isBelow(lowerBounds(expectedTable(1000, classes)).chaoOfLists.hidden, 1000 * chance(classes, 0))
  })

  it("have no quotient without persons on two lists, and stay finite", () => {
    const { chao, zelterman } = lowerBounds(
      captureTable(
        ["A", "B", "C"],
        [
          [1, 9],
          [2, 9],
          [4, 9],
          [7, 5]
        ]
      )
    )
    assert.isTrue(Number.isFinite(chao.high))
    assert.isUndefined(zelterman)
  })
})

describe("latent classes", () => {
  it("are found in their expected table", () => {
    const found = fitLatentClasses(expectedTable(2_000_000, [open, reluctant]))
    assert.closeTo((found?.hidden.value ?? 0) / (2_000_000 * chance([open, reluctant], 0)), 1, 0.01)
    const [larger] = found?.classes ?? []
    assert.closeTo(larger?.share ?? 0, 0.6, 0.01)
    for (const [j, p] of (larger?.lists ?? []).entries()) assert.closeTo(p, reluctant.lists[j] as number, 0.01)
  })

  it("have the likelihood as written out, and its interval ends where the best fit is rejected", () => {
    const table = captureTable(
      ["A", "B", "C", "D"],
      [...expectedTable(6000, [open, reluctant]).counts.entries()].map(([h, n]) => [h, Math.round(n)] as const)
    )
    const found = fitLatentClasses(table)
    assert.isDefined(found)
    if (found === undefined) return
    const { hidden, classes, likelihood } = found
    assert.closeTo(logLikelihood(table.counts, hidden.value, classes), likelihood, 1e-3)
    const expit = (x: number) => 1 / (1 + Math.exp(-x))
    const logit = (p: number) => Math.log(p / (1 - p))
    const classesAt = (x: ReadonlyArray<number>): ReadonlyArray<Class> => [
      { share: expit(x[0] as number), lists: x.slice(1, 5).map(expit) },
      { share: 1 - expit(x[0] as number), lists: x.slice(5).map(expit) }
    ]
    const start = [classes[0]?.share ?? 0, ...classes.flatMap(({ lists }) => lists)].map(logit)
    const best = (persons: number) => {
      let at = start
      for (let again = 0; again < 6; again++)
        at = [...nelderMead((x) => -logLikelihood(table.counts, persons, classesAt([...x])), at, 0.3, 2000).at]
      return logLikelihood(table.counts, persons, classesAt(at))
    }
    assert.isAtMost(best(hidden.value), likelihood + 1e-3)
    // ln 20 is half the 95 % quantile of chi-squared with two degrees of freedom.
    assert.closeTo(best(hidden.low), likelihood - Math.log(20), 0.05)
    if (!found.isUnbounded) assert.closeTo(best(hidden.high), likelihood - Math.log(20), 0.05)
  })

  it("are fitted if a class has no persons", () => {
    const histories = { 2: 1, 7: 5, 12: 59, 23: 10, 24: 28, 26: 10, 27: 16, 29: 2, 31: 26 }
    const found = fitLatentClasses(
      captureTable(
        ["A", "B", "C", "D", "E"],
        Object.entries(histories).map(([history, persons]) => [Number(history), persons] as const)
      )
    )
    assert.isAtMost(found?.hidden.low ?? Number.NaN, found?.hidden.value ?? Number.NaN)
    assert.isAtLeast(found?.hidden.high ?? Number.NaN, found?.hidden.value ?? Number.NaN)
  })

  it("have no upper bound if one class is enough, and need four lists", () => {
    const alike = [{ share: 1, lists: [0.4, 0.3, 0.3, 0.2] }]
    assert.isTrue(fitLatentClasses(expectedTable(1000, alike))?.isUnbounded)
    assert.isUndefined(fitLatentClasses(expectedTable(1000, [{ share: 1, lists: [0.4, 0.3, 0.2] }])))
  })
})

describe("no person on all three lists", () => {
  const tableOf = (all: number) =>
    captureTable(
      ["A", "B", "C"],
      [
        [1, 205],
        [2, 160],
        [4, 120],
        [3, 20],
        [5, 16],
        [6, 12],
        [7, all]
      ]
    )

  it("does not make 'at least' larger than one person there", async () => {
    const solver = await loadLinearSolver()
    const atLeast = (all: number) => estimateHidden(solver, tableOf(all)).answer.atLeast
    const [none, one, two] = [0, 1, 2].map(atLeast) as [number, number, number]
    assert.isBelow(none, one)
    assert.isBelow(one, two)
    assert.isAbove(none, 533)
  })

  it("is half a person there, by hand", () => {
    const hidden = (205 * 160 * 120 * 0.5) / (20 * 16 * 12)
    const error = Math.sqrt(1 / 205 + 1 / 160 + 1 / 120 + 2 + 1 / 20 + 1 / 16 + 1 / 12)
    const found = hiddenWithoutOverlap(tableOf(0), 1.96)
    assert.closeTo(found?.low ?? 0, hidden * Math.exp(-1.96 * error), 1e-9)
    assert.closeTo(found?.high ?? 0, hidden * Math.exp(1.96 * error), 1e-9)
    assert.isUndefined(hiddenWithoutOverlap(tableOf(1), 1.96))
  })
})

describe("the answer", () => {
  const of = (model: string, low: number, high: number, isBounded = true) => ({ model, low, high, isBounded })

  it("names the models that contradict each other, and states no upper end then", () => {
    const intervals = [of("main effects", 100, 150), of("A:B", 140, 210), of("latent classes", 180, 400)]
    const found = disagreementOf(intervals)
    assert.deepStrictEqual([found?.lower.model, found?.higher.model], ["main effects", "latent classes"])
    const answer = answerOf(intervals, { atLeast: 100, models: intervals, hasLatentClasses: true })
    assert.deepStrictEqual(answer, { atLeast: 100, open: "disagreement" })
  })

  it("a lower bound contradicts a model below it, and none above", () => {
    assert.isDefined(disagreementOf([of("A:B", 100, 150), of("lower bound", 160, 170, false)]))
    assert.isUndefined(disagreementOf([of("A:B", 180, 250), of("lower bound", 160, 170, false)]))
  })

  it("is a range only with latent classes that are bounded", () => {
    const bounded = [of("A:B", 100, 150), of("latent classes", 120, 300)]
    const open = [of("A:B", 100, 150), of("latent classes", 120, 3000, false)]
    assert.deepStrictEqual(answerOf(bounded, { atLeast: 90, models: bounded, hasLatentClasses: true }), {
      atLeast: 90,
      atMost: 300
    })
    assert.strictEqual(answerOf(open, { atLeast: 90, models: open, hasLatentClasses: true }).open, "no-upper-bound")
    const few = [of("A:B", 100, 150)]
    assert.strictEqual(answerOf(few, { atLeast: 90, models: few, hasLatentClasses: false }).open, "too-few-lists")
  })
})
