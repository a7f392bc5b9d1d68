/** Oracles: dense covariance matrices (ml-matrix) instead of the filter, drawn maxima instead of their bound, and counts of known truth. */
import { inverse, Matrix } from "ml-matrix"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { levelAndSeason, time } from "../../src/model/columns.ts"
import { describeChange } from "../../src/model/describeChange.ts"
import { equationsOf } from "../../src/model/Equations.ts"
import { supremumBound } from "../../src/model/findStep.ts"
import { coefficientOf, factorise, fitCounts, withPrior } from "../../src/model/fitCounts.ts"
import { judgedFit } from "../../src/model/JudgingPrior.ts"
import { steadyEstimate } from "../../src/model/judgedEstimates.ts"
import { above, estimateOf, quantileOf, widened } from "../../src/model/Mixture.ts"
import { type Noise, noisePrior } from "../../src/model/NoisePrior.ts"
import { solveLower, solveLowerRows } from "../../src/model/triangular.ts"
import { type Question, wideningOf } from "../../src/model/Widening.ts"
import { widenings } from "../../src/model/widenings.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"

const numbers = seededNumbers(20)

/** Counts around a log-linear mean, with log-normal noise that remembers. */
const draw = (points: number, mean: (t: number) => number, memory: number, deviation = 0.3): Float64Array => {
  let noise = numbers.normal() * deviation
  return Float64Array.from({ length: points }, (_, t) => {
    const count = numbers.poisson(mean(t) * Math.exp(noise - (deviation * deviation) / 2))
    noise = memory * noise + Math.sqrt(1 - memory * memory) * deviation * numbers.normal()
    return count
  })
}

const covariance = (noise: Noise, variance: Float64Array): Matrix =>
  new Matrix(
    Array.from(variance, (own, i) =>
      Array.from(variance, (_, j) => noise.swing * noise.autocorrelation ** Math.abs(i - j) + (i === j ? own : 0))
    )
  )

describe("the count model", () => {
  it("weighs columns as the inverse of the covariance does, with points missing", () => {
    for (const noise of [noisePrior[1], noisePrior[60], noisePrior[120]] as ReadonlyArray<Noise>) {
      const variance = Float64Array.from({ length: 14 }, (_, t) => 0.05 + 0.02 * (t % 5))
      const columns = [...levelAndSeason(14, 4), time(14)]
      const missing = new Set([3, 4, 9])
      const left = Array.from(variance.keys()).filter((t) => !missing.has(t))
      const observed = variance.map((own, t) => (missing.has(t) ? Number.NaN : own))
      const { factor, logDeterminant } = factorise(columns, noise, observed)
      const all = covariance(noise, variance)
      const known = all.selection(left, left)
      const design = new Matrix(left.map((t) => columns.map(({ values }) => values[t] as number)))
      const want = design.transpose().mmul(inverse(known)).mmul(design)
      columns.forEach(({ precision }, i) => {
        want.set(i, i, want.get(i, i) + precision)
        for (let j = 0; j <= i; j++) {
          let got = 0
          for (let k = 0; k <= j; k++)
            got += (factor[(i * (i + 1)) / 2 + k] as number) * (factor[(j * (j + 1)) / 2 + k] as number)
          assert.closeTo(got, want.get(i, j), 1e-9 * Math.max(1, Math.abs(want.get(i, i))))
        }
      })
      // ln det by elimination.
      const rows = known.to2DArray()
      let log = 0
      for (let k = 0; k < rows.length; k++) {
        const pivot = (rows[k] as Array<number>)[k] as number
        log += Math.log(pivot)
        for (let i = k + 1; i < rows.length; i++) {
          const share = ((rows[i] as Array<number>)[k] as number) / pivot
          for (let j = k; j < rows.length; j++)
            (rows[i] as Array<number>)[j] =
              ((rows[i] as Array<number>)[j] as number) - share * ((rows[k] as Array<number>)[j] as number)
        }
      }
      assert.closeTo(logDeterminant, log, 1e-9)
    }
  })

  it("measures steps at all places as the inverse of the covariance does, with points missing", () => {
    for (const noise of [noisePrior[0], noisePrior[40], noisePrior[150]] as ReadonlyArray<Noise>) {
      const variance = Float64Array.from({ length: 15 }, (_, t) => 0.05 + 0.02 * (t % 4))
      const missing = new Set([4, 9])
      const left = Array.from(variance.keys()).filter((t) => !missing.has(t))
      const known = inverse(covariance(noise, variance).selection(left, left))
      const places = left.slice(2, -2)
      const stepAt = (place: number) => Matrix.columnVector(left.map((t) => (t < place ? 0 : 1)))
      const columns = [...levelAndSeason(15, 4), time(15)]
      const { inverse: prepared, observe, stepProducts } = equationsOf(columns, 15)
      prepared.prepare(
        noise,
        variance.map((own, t) => (missing.has(t) ? Number.NaN : own))
      )
      const values = Float64Array.from({ length: 15 }, (_, t) => (missing.has(t) ? Number.NaN : Math.sin(t)))
      observe(values)
      const [squares, products, ofValues] = [places, places, places].map((all) => new Float64Array(all.length)) as [
        Float64Array,
        Float64Array,
        Float64Array
      ]
      const rows = columns.map(() => new Float64Array(places.length))
      stepProducts(places, rows, ofValues)
      prepared.steps(places, squares, products)
      const given = [...columns.map((column) => column.values), values]
      for (const [j, own] of [...rows, ofValues].entries()) {
        const weighed = known.mmul(Matrix.columnVector(left.map((t) => given[j]?.[t] as number)))
        places.forEach((place, i) => {
          assert.closeTo(own[i] as number, stepAt(place).transpose().mmul(weighed).get(0, 0), 1e-9)
        })
      }
      places.forEach((place, i) => {
        const own = stepAt(place)
        assert.closeTo(squares[i] as number, own.transpose().mmul(known).mmul(own).get(0, 0), 1e-9)
        if (i === 0) return
        const before = stepAt(places[i - 1] as number)
        assert.closeTo(products[i] as number, before.transpose().mmul(known).mmul(own).get(0, 0), 1e-9)
      })
    }
  })

  it("widens intervals around the estimate, within the bounds of each question and smoothly in what the fit found", () => {
    const mixture = {
      weight: Float64Array.of(0.4, 0.6),
      mean: Float64Array.of(1, 2),
      deviation: Float64Array.of(1, 0.5)
    }
    const [plain, wide] = [estimateOf(mixture), estimateOf(widened(mixture, 1.3))]
    assert.closeTo(wide.value, plain.value, 1e-12)
    assert.closeTo(wide.high - wide.value, 1.3 * (plain.high - plain.value), 1e-6)
    assert.closeTo(wide.value - wide.low, 1.3 * (plain.value - plain.low), 1e-6)
    for (const question of Object.keys(widenings) as ReadonlyArray<Question>)
      for (const points of [8, 24, 60, 240, 2_000])
        for (const autocorrelation of [0, 0.3, 0.6, 0.9]) {
          const at = (more: number) =>
            wideningOf(question, points, { inflation: autocorrelation + more, autocorrelation, observed: 0.1 })
          assert.isAtLeast(at(0), Math.exp(-widenings[question].least))
          assert.isAtMost(at(0), Math.exp(widenings[question].most))
          assert.isBelow(Math.abs(at(1e-4) - at(0)), 0.01)
        }
  })

  it("averages the same coefficients as generalised least squares for each noise", () => {
    const counts = draw(20, (t) => 30 * Math.exp(0.02 * t), 0.5)
    const columns = [...levelAndSeason(20, 1), time(20)]
    const fit = fitCounts(counts, columns)
    const sum = fit.noises.reduce((all, { weight }) => all + weight, 0)
    assert.closeTo(sum, 1, 1e-9)
    assert.strictEqual(fit.noises.length, noisePrior.length)
    // The linearisation of the last round is around the average of the round before, so it is repeated here.
    for (const noise of fit.plausible.slice(0, 5)) {
      const variance = fit.mean.map((mean) => 1 / mean + noise.overdispersion)
      const weights = inverse(covariance(noise, variance))
      const design = new Matrix(Array.from(counts, (_, t) => columns.map(({ values }) => values[t] as number)))
      const precision = design.transpose().mmul(weights).mmul(design)
      const want = inverse(precision).mmul(design.transpose().mmul(weights).mmul(Matrix.columnVector(fit.working)))
      noise.coefficients.forEach((got, j) => {
        assert.closeTo(got, want.get(j, 0), 1e-8)
      })
    }
  })

  it("weighs the noises by another prior as Bayes' rule does, and leaves what each says of the coefficients", () => {
    const fit = fitCounts(
      draw(30, () => 15, 0.5),
      [...levelAndSeason(30, 1), time(30)]
    )
    const more = ({ autocorrelation, swing }: Noise) => 3 * autocorrelation - swing
    const found = withPrior(fit, more)
    const all = fit.noises.map((one) => one.weight * Math.exp(more(one)))
    const sum = all.reduce((total, one) => total + one, 0)
    found.noises.forEach((one, k) => {
      assert.closeTo(one.weight, (all[k] as number) / sum, 1e-12)
      assert.strictEqual(one.coefficients, fit.noises[k]?.coefficients)
    })
    assert.strictEqual(found.logEvidence, fit.logEvidence)
    for (const kind of ["trend", "step"] as const) {
      const judged = coefficientOf(judgedFit(kind, fit, 30), 1)
      assert.closeTo(
        judged.weight.reduce((total, one) => total + one, 0),
        1,
        1e-9
      )
    }
  })

  it("solves many right sides at once as one by one", () => {
    for (const size of [1, 2, 5, 8]) {
      const factor = Float64Array.from({ length: (size * (size + 1)) / 2 }, (_, k) => 1.5 + Math.sin(7 * k))
      const rows = Array.from({ length: size }, (_, i) => Float64Array.from([1, 2, 3], (j) => Math.cos(i * j + 1)))
      const sides = [0, 1, 2].map((j) => Float64Array.from(rows, (row) => row[j] as number))
      solveLowerRows(factor, rows)
      sides.forEach((side, j) => {
        solveLower(factor, side)
        side.forEach((want, i) => {
          assert.closeTo(rows[i]?.[j] as number, want, 1e-12 * Math.max(1, Math.abs(want)))
        })
      })
    }
  })

  it("finds most rises that are clear with short memory, and seldom one that is not there with long memory", () => {
    const series = rounds(40, 200)
    const stated = (slope: number, memory: number) =>
      Array.from({ length: series }, () => {
        const counts = draw(24, (t) => 20 * Math.exp(slope * (t - 11.5)), memory)
        return steadyEstimate(fitCounts(counts, [...levelAndSeason(24, 1), time(24)]), 24)
      }).filter(({ p }) => p < 0.05).length / series
    assert.isAtLeast(stated(0.06, 0.3), 0.6)
    assert.isAtMost(stated(0, 0.8), 0.13)
  })

  it("bounds the largest of correlated normal variables from above, and closely", () => {
    const random = seededNumbers(3)
    for (const memory of [0.5, 0.9, 0.99]) {
      let exceeded = 0
      const [rounds, places, z] = [20_000, 30, 2.2]
      for (let round = 0; round < rounds; round++) {
        let value = random.normal()
        let most = value
        for (let i = 1; i < places; i++) {
          value = memory * value + Math.sqrt(1 - memory * memory) * random.normal()
          most = Math.max(most, value)
        }
        if (most > z) exceeded += 1
      }
      const bound = supremumBound(z, new Array(places - 1).fill(memory))
      assert.isAbove(bound, exceeded / rounds - 0.005)
      assert.isBelow(bound, 1.5 * (exceeded / rounds) + 0.01)
    }
  })

  it("a mixture's quantiles and probabilities agree", () => {
    const mixture = {
      weight: Float64Array.of(0.2, 0.5, 0.3),
      mean: Float64Array.of(-1, 0.5, 3),
      deviation: Float64Array.of(0.3, 1, 0.2)
    }
    for (const share of [0.01, 0.2, 0.5, 0.9, 0.999])
      assert.closeTo(above(mixture, quantileOf(mixture, share)), 1 - share, 1e-9)
  })

  it("without a change its interval contains 0 and it states a change in few series, with memory too", () => {
    for (const memory of [0, 0.6]) {
      const series = rounds(40, 120)
      const all = Array.from({ length: series }, () =>
        describeChange(
          draw(40, () => 12, memory),
          { season: 1 }
        )
      )
      const stated = all.filter(({ direction }) => !/no detectable|cannot/.test(direction))
      assert.isAtMost(stated.length, 0.1 * series)
      assert.isAtLeast(
        all.filter(({ trend }) => (trend?.low ?? 1) <= 0 && (trend?.high ?? -1) >= 0).length,
        0.9 * series
      )
    }
  })

  it.each([0, 3, 9])(
    "takes counts that only rise for a trend and no change of level, whatever the first four are: %i",
    (first) => {
      const values = Array.from({ length: 36 }, (_, i) => (i < 4 ? first : 10 + 2 * i))
      assert.strictEqual(describeChange(values, { season: 12 }).direction, "rising")
      assert.strictEqual(describeChange(values.toReversed(), { season: 12 }).direction, "falling")
    }
  )

  it("estimates a trend without bias, and its interval contains the truth", () => {
    const slope = 0.02
    const all = Array.from({ length: 80 }, () => {
      const counts = draw(40, (t) => 12 * Math.exp(slope * t), 0.3)
      return estimateOf(coefficientOf(fitCounts(counts, [...levelAndSeason(40, 1), time(40)]), 1))
    })
    const mean = all.reduce((sum, { value }) => sum + value, 0) / all.length
    assert.closeTo(mean, slope, 0.002)
    assert.isAtLeast(all.filter(({ low, high }) => low <= slope && slope <= high).length, 72)
  })

  it("estimates the growth of counts of any size", () => {
    for (const size of [1e3, 1e6, 1e9, 1e12, 5e15]) {
      const { trend, direction } = describeChange(
        Float64Array.from({ length: 30 }, (_, t) => Math.round(size * 1.01 ** t)),
        { season: 1 }
      )
      assert.strictEqual(direction, "rising", String(size))
      assert.closeTo(trend?.value ?? 0, Math.log(1.01), 1e-4, String(size))
    }
  })

  it("states no change that a single point makes, and still states another change next to such a point", () => {
    const spike = Array.from({ length: 24 }, (_, t) => (t === 10 ? 5000 : 5))
    const found = describeChange(spike, { season: 1 })
    assert.deepStrictEqual([found.direction, found.apart], ["cannot say", 10])
    // Without its large operation, the last month is as the others.
    const last = describeChange([...new Array(29).fill(3), 900], { season: 1 })
    assert.deepStrictEqual([last.direction, last.apart], ["cannot say", 29])
    // The rate is that of the others, too.
    assert.isAtMost(Math.abs(last.trend?.value ?? 1), 0.001)
    assert.isDefined(describeChange([...new Array(7).fill(30), 9000], { season: 1 }).trend)
    for (const spiked of [Number.NaN, 400]) {
      const values = Array.from({ length: 60 }, (_, t) =>
        t === 45 && spiked > 0 ? spiked : (t < 30 ? 20 : 60) + (t % 4)
      )
      const { direction, step, apart } = describeChange(values, { season: 1 })
      assert.deepStrictEqual([direction, step?.at, apart], ["change of level", 30, spiked > 0 ? 45 : undefined])
    }
    const chance = seededNumbers(6)
    let stated = 0
    for (let k = 0; k < rounds(40, 400); k++) {
      const values = Float64Array.from({ length: 36 }, () => chance.poisson(8))
      values[Math.floor(36 * chance.next())] = 400
      if (/rising|falling|level/.test(describeChange(values, { season: 1 }).direction)) stated += 1
    }
    assert.isAtMost(stated, 0.06 * rounds(40, 400))
  })

  it("states nothing of a handful of cases, by months or by many points, and says that it takes more", () => {
    const chance = seededNumbers(31)
    for (const [points, season, cases] of [
      [60, 12, 4],
      [60, 12, 8],
      [240, 1, 8]
    ] as const) {
      const stated = Array.from({ length: 25 }, () => {
        const values = Float64Array.from({ length: points }, () => chance.poisson(cases / points))
        const { direction, trend, need } = describeChange(values, { season })
        if (direction === "cannot say" && values.some((value) => value > 0)) assert.isDefined(need)
        assert.isTrue((trend?.low ?? 1) <= 0 && (trend?.high ?? -1) >= 0)
        return direction
      }).filter((direction) => direction !== "cannot say")
      assert.isAtMost(stated.length, 1, `${points} points, ${cases} cases: ${stated.join(", ")}`)
    }
    // Twelve cases that are all in the second half are stated, without a season.
    const values = Float64Array.from({ length: 60 }, (_, t) => (t >= 36 && t % 2 === 0 ? 1 : 0))
    assert.include(["rising", "change of level"], describeChange(values, { season: 1 }).direction)
  })

  it("does not count months that never have a case as points, as with a quarterly reporter", () => {
    const chance = seededNumbers(43)
    const stated = Array.from({ length: 30 }, () => {
      const counts = Array.from({ length: 12 }, () => chance.poisson(30 * Math.exp(0.2 * chance.normal())))
      const byMonth = Array.from({ length: 36 }, (_, t) => (t % 3 === 2 ? (counts[(t - 2) / 3] as number) : 0))
      const { direction, trend } = describeChange(byMonth, { season: 12 })
      const alone = describeChange(counts, { season: 1 })
      if (trend !== undefined && alone.trend !== undefined)
        assert.closeTo(
          3 * (trend.high - trend.low),
          alone.trend.high - alone.trend.low,
          0.5 * (alone.trend.high - alone.trend.low)
        )
      return direction
    }).filter((direction) => direction === "rising" || direction === "falling" || direction === "change of level")
    assert.isAtMost(stated.length, 3)
  })

  it("says what a statement would take, and that is about enough", () => {
    const { direction, need } = describeChange(Float64Array.of(9, 14, 8, 12, 10, 7, 13, 11, 9, 12), { season: 1 })
    assert.strictEqual(direction, "cannot say")
    assert.isAbove(need?.cases ?? need?.points ?? 0, 1)
    // Without a case, no number of times as many would do, nor would more points: a case would.
    assert.isUndefined(describeChange(new Float64Array(30), { season: 1 }).need)
    assert.deepStrictEqual(describeChange(Float64Array.of(4, 5, Number.NaN, 6), { season: 1 }).need, {
      points: 5,
      cases: undefined
    })
  })

  it("has the date of a change of level in its interval, which is not wider than that takes", () => {
    const found = Array.from({ length: rounds(30, 400) }, () =>
      describeChange(
        draw(60, (t) => (t < 30 ? 20 : 45), 0.3),
        { season: 1 }
      )
    ).flatMap(({ direction, step }) => (direction === "change of level" && step !== undefined ? [step] : []))
    assert.isAtLeast(found.length, rounds(8, 150))
    const inside = found.filter(({ low, high }) => low <= 30 && 30 <= high).length
    assert.isAtLeast(inside, 0.9 * found.length)
    assert.isAtMost(found.reduce((sum, { low, high }) => sum + high - low + 1, 0) / found.length, 14)
  })
})
