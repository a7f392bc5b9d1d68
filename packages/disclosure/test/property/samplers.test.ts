import { Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { bernoulliExp, uniformBelow } from "../../src/private/bernoulli.ts"
import { discreteGaussian, discreteLaplace } from "../../src/private/discreteGaussian.ts"
import { keyedWords, type RandomWords } from "../../src/private/RandomWords.ts"
import { rational } from "../../src/private/Rational.ts"
import {
  chiSquareTail,
  exponential,
  gaussianProbabilities,
  laplaceProbabilities
} from "../fixtures/exactDistributions.ts"

const draws = rounds(40_000, 1_000_000)
/** Enough to see a variance that is 3 % off. */
const drawsOfWrong = rounds(100_000, 1_000_000)
const seeded = (seed: number): RandomWords => keyedWords(Redacted.make(String(seed)), "samplers")

interface Exact {
  readonly inside: ReadonlyArray<number>
  readonly beyond: number
  readonly variance: number
}

/** Chance of counts at least this far from the exact probabilities; values expected fewer than 10 times stand together. */
const compare = (sample: () => number, { inside, beyond }: Exact, n: number) => {
  const reach = (inside.length - 1) / 2
  const counts = new Array<number>(inside.length + 1).fill(0)
  let [sum, squares] = [0, 0]
  for (let i = 0; i < n; i++) {
    const x = sample()
    sum += x
    squares += x * x
    const at = Math.abs(x) <= reach ? x + reach : inside.length
    counts[at] = (counts[at] as number) + 1
  }
  let [chi, bins, restCount, restChance] = [0, 0, 0, 0]
  ;[...inside, beyond].forEach((chance, i) => {
    if (chance * n < 10) {
      restCount += counts[i] as number
      restChance += chance
      return
    }
    chi += ((counts[i] as number) - chance * n) ** 2 / (chance * n)
    bins += 1
  })
  if (restChance * n >= 1) {
    chi += (restCount - restChance * n) ** 2 / (restChance * n)
    bins += 1
  }
  return { chance: chiSquareTail(chi, bins - 1), mean: sum / n, variance: squares / n, restCount, restChance }
}

/** Fixed seeds: these can fail by a change of code only. */
const isFitting = (sample: () => number, exact: Exact, n = draws) => {
  const found = compare(sample, exact, n)
  assert.isAbove(found.chance, 1e-3)
  assert.isBelow(found.chance, 1 - 1e-6)
  assert.closeTo(found.mean, 0, 5 * Math.sqrt(exact.variance / n))
  assert.closeTo(found.variance / exact.variance, 1, 15 / Math.sqrt(n))
  assert.isBelow(found.restCount, 20 + 10 * found.restChance * n)
}

describe("exact samplers", () => {
  for (const [n, d] of [
    [1n, 3n],
    [1n, 1n],
    [5n, 2n],
    [40n, 3n]
  ] as const)
    it(`discrete Laplace of scale ${n}/${d} has its exact probabilities`, () => {
      const words = seeded(Number(n))
      isFitting(() => Number(discreteLaplace(words, rational(n, d))), laplaceProbabilities(n, d, 60))
    })

  for (const [n, d] of [
    [1n, 4n],
    [1n, 1n],
    [10n, 3n],
    [64n, 1n],
    [1937n, 10n]
  ] as const)
    it(`discrete Gaussian of variance ${n}/${d} has its exact probabilities`, () => {
      const words = seeded(Number(n))
      const draw = discreteGaussian(rational(n, d))
      isFitting(() => Number(draw(words)), gaussianProbabilities(n, d, 70))
    })

  it("the test itself detects a variance that is off by 3 % and a zero that is drawn from both signs", () => {
    const words = seeded(7)
    const draw = discreteGaussian(rational(103, 10))
    assert.isBelow(compare(() => Number(draw(words)), gaussianProbabilities(10n, 1n, 30), drawsOfWrong).chance, 1e-3)
    const doubled = () => {
      const x = Number(discreteLaplace(words, rational(2)))
      return x !== 0 && Math.abs(x) === 1 && words.next() % 20 === 0 ? 0 : x
    }
    assert.isBelow(compare(doubled, laplaceProbabilities(2n, 1n, 40), drawsOfWrong).chance, 1e-3)
  })

  for (const [n, d] of [
    [0n, 1n],
    [1n, 7n],
    [1n, 1n],
    [7n, 3n],
    [12n, 1n]
  ] as const)
    it(`Bernoulli(exp(-${n}/${d}))`, () => {
      const words = seeded(11)
      let hits = 0
      for (let i = 0; i < draws; i++) if (bernoulliExp(words, n, d)) hits++
      const p = exponential(n, d)
      assert.closeTo(hits / draws, p, 4.5 * Math.sqrt((p * (1 - p)) / draws) + 3 / draws)
      if (n === 0n) assert.equal(hits, draws)
    })

  it("whole numbers below a limit are equally likely, even if the limit is not a power of two or exceeds 32 or 64 bits", () => {
    for (const limit of [3n, 37n, 0xc000_0000n, (3n << 70n) + 1n]) {
      const words = seeded(5)
      const counts = new Array<number>(3).fill(0)
      for (let i = 0; i < 30_000; i++) {
        const drawn = uniformBelow(words, limit)
        assert.isTrue(drawn >= 0n && drawn < limit)
        const third = Number((drawn * 3n) / limit)
        counts[third] = (counts[third] as number) + 1
      }
      const of = (third: number) =>
        30_000 * (Number((limit * BigInt(third + 1) + 2n) / 3n - (limit * BigInt(third) + 2n) / 3n) / Number(limit))
      for (const [third, count] of counts.entries()) assert.closeTo(count, of(third), 400)
    }
  })

  it("the same key and question give the same noise and another question or key gives other noise", () => {
    const take = (words: RandomWords) => Array.from({ length: 5_000 }, () => words.next())
    const key = Redacted.make("a")
    assert.deepEqual(take(keyedWords(key, "x")), take(keyedWords(key, "x")))
    assert.notDeepEqual(take(keyedWords(key, "x")), take(keyedWords(key, "y")))
    assert.notDeepEqual(take(keyedWords(key, "x")), take(keyedWords(Redacted.make("b"), "x")))
    // Beyond one buffer nothing comes again.
    const long = Array.from(
      { length: 20_000 },
      (
        (words) => () =>
          words.next()
      )(keyedWords(key, "z"))
    )
    assert.isAbove(new Set(long).size, 19_900)
  })
})
