import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { developmentOf } from "../../src/nowcast/Development.ts"
import { delayStability } from "../../src/nowcast/delayStability.ts"
import { nowcastReporters } from "../../src/nowcast/nowcastReporters.ts"
import { type Nowcast, nowcastTriangle } from "../../src/nowcast/nowcastTriangle.ts"
import { type LoadedCount, type ReportingTriangle, triangleOf } from "../../src/nowcast/Triangle.ts"
import { type SeededNumbers, seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import expected from "../oracles/expected/nowcast.json" with { type: "json" }

/** Claims of Taylor and Ashe 1983, Journal of Econometrics 23, as printed in Mack 1993, ASTIN Bulletin 23, here in thousands. */
const claims = [
  [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
  [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
  [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
  [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
  [443160, 693190, 991983, 769488, 504851, 470639],
  [396132, 937085, 847498, 805037, 705960],
  [440832, 847631, 1131398, 1063269],
  [359480, 1061648, 1443370],
  [376686, 986608],
  [344014]
]
/** Mack 1993, table of reserves and their standard errors. */
const reserves = [94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811]
const standardErrors = [75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155]

const ragged = (rows: ReadonlyArray<ReadonlyArray<number>>, unit = 1): ReportingTriangle =>
  rows.map((row) => Float64Array.from(rows[0] ?? [], (_, d) => (row[d] ?? Number.NaN) / unit))

/** Simulated triangle with Dirichlet delays, and the final counts. */
const simulate = (
  chance: SeededNumbers,
  periods: number,
  mean: number,
  sharesOf: (t: number) => ReadonlyArray<number>
) => {
  const final: Array<number> = []
  const triangle = Array.from({ length: periods }, (_, t) => {
    let left = chance.poisson(mean)
    final.push(left)
    const parts = sharesOf(t).map((share) => chance.gamma(30 * share))
    let total = parts.reduce((a, b) => a + b, 0)
    return Float64Array.from(parts, (part, d) => {
      const count = d === parts.length - 1 ? left : chance.binomial(left, Math.min(1, part / total))
      left -= count
      total -= part
      return t + d < periods ? count : Number.NaN
    })
  })
  return { final, triangle }
}
const early = [0.5, 0.25, 0.12, 0.08, 0.05]
const late = [0.1, 0.25, 0.3, 0.2, 0.15]

describe("the chain ladder on published claims", () => {
  const found = nowcastTriangle(ragged(claims, 1000))

  it("reserves are those of Mack 1993", () => {
    const points = [...nowcastTriangle(ragged(claims)).points]
    assert.lengthOf(points, 9)
    points.forEach(({ chainLadder, loaded }, i) => {
      assert.strictEqual(Math.round(chainLadder - loaded), reserves[i])
    })
  })

  it("intervals are about as wide as Mack's standard errors imply", () => {
    assert.isUndefined(found.incomplete)
    // Mack plugs in an extrapolated variance where a delay was seen three times or less.
    found.points.slice(3).forEach(({ value, low, high, chainLadder }, i) => {
      const ratio = (1000 * ((high as number) - (low as number))) / (2 * 1.96 * (standardErrors[i + 3] as number))
      assert.isAbove(ratio, 1)
      assert.isBelow(ratio, 2.5)
      assert.closeTo((value as number) / chainLadder, 1, 0.1)
    })
  })
})

describe("a Bayesian model by PyMC, which counts forwards and has rates", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/examples/loaded.csv"), "utf8")
  const month = (name: string) => Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",") as [string, string, string, string])
  const last = Math.max(...rows.map(([, loaded]) => month(loaded)))

  it.each(expected.partners)("agrees for partner $partner", ({ partner, periods, rhat }) => {
    assert.isBelow(rhat, 1.02)
    const own = rows
      .filter(([, , name]) => name === partner)
      .map(
        ([period, loaded, , value]): LoadedCount => ({
          period: month(period),
          loaded: month(loaded),
          count: Number(value)
        })
      )
    const { points } = nowcastTriangle(triangleOf(own, last).triangle)
    assert.sameMembers(
      points.map(({ at }) => at),
      periods.slice(-points.length).map(({ at }) => at)
    )
    for (const { at, value, low, high } of points) {
      const other = periods.find((one) => one.at === at) as (typeof periods)[number]
      // A count more or less, and 15 %: the priors of the delays differ, which shows where little has arrived.
      const near = (mine: number | undefined, theirs: number) =>
        assert.isAtMost(Math.abs((mine as number) - theirs), 1.5 + 0.15 * theirs, `${at} ${mine} ${theirs}`)
      near(value, other.median)
      near(low, other.low)
      near(high, other.high)
    }
  })
})

describe("simulated delays", () => {
  const study = (seed: number, sharesOf: (t: number) => ReadonlyArray<number>) => {
    const chance = seededNumbers(seed)
    const all: Array<{ found: Nowcast; final: ReadonlyArray<number> }> = []
    for (let k = 0; k < rounds(25, 300); k++) {
      const { triangle, final } = simulate(chance, 30, 40, sharesOf)
      all.push({ found: nowcastTriangle(triangle), final })
    }
    return all
  }

  it("stable ones: estimates are given, and intervals contain the final count in about 95 %", () => {
    const all = study(1, () => early)
    const stated = all.filter(({ found }) => found.incomplete === undefined)
    assert.isAbove(stated.length / all.length, rounds(0.8, 0.9))
    const inside = stated.flatMap(({ found, final }) =>
      found.points.map(({ at, low, high }) => {
        const truth = final[at] as number
        return (low as number) <= truth && truth <= (high as number)
      })
    )
    const share = inside.filter(Boolean).length / inside.length
    // 25 series say little; 300 have a standard error of about 0.8 %.
    assert.isAbove(share, rounds(0.87, 0.93))
    assert.isBelow(share, rounds(0.995, 0.975))
  })

  it("changed ones are found", () => {
    const all = study(2, (t) => (t < 18 ? late : early))
    assert.isAbove(all.filter(({ found }) => found.incomplete === "delays changed").length / all.length, 0.9)
  })

  it("ones that changed a month ago look like another level: intervals contain what both would mean", () => {
    const all = study(4, (t) => (t < 28 ? late : early)).filter(({ found }) => found.incomplete === undefined)
    const newest = all.map(({ found, final }) => ({ point: found.points.at(-1), truth: final.at(-1) as number }))
    assert.isNotEmpty(newest)
    const share = (of: ReadonlyArray<boolean>) => of.filter(Boolean).length / of.length
    assert.isAtLeast(share(newest.map(({ point }) => point?.isUnusual === true)), 0.6)
    assert.isAtLeast(
      share(newest.map(({ point, truth }) => (point?.low ?? 0) <= truth && truth <= (point?.high ?? 0))),
      0.6
    )
  })

  it("ones of a month of the year are found if the newest period is such a month, and only then", () => {
    const found = (periods: number) =>
      Array.from({ length: 5 }, (_, k) => {
        const { triangle } = simulate(seededNumbers(70 + k), periods, 200, (t) => (t % 12 === 7 ? late : early))
        return nowcastTriangle(triangle, { season: 12 }).incomplete
      }).filter((incomplete) => incomplete === "delays changed").length
    assert.isAtLeast(found(44), 4)
    assert.isAtMost(found(42), 1)
  })

  it("nothing in the last period, and few periods, give no estimate", () => {
    const { triangle } = simulate(seededNumbers(3), 30, 40, () => early)
    const empty = triangle.map((row, t) => row.map((count, d) => (t + d === 29 ? 0 : count)))
    assert.strictEqual(nowcastTriangle(empty).incomplete, "nothing loaded")
    // A reporter that ceased three periods ago: older records still arrive.
    const ceased = triangle.map((row, t) => (t < 27 ? row : row.map((count) => 0 * count)))
    assert.strictEqual(nowcastTriangle(ceased).incomplete, "no recent records")
    const short = simulate(seededNumbers(3), 7, 40, () => early).triangle
    const { incomplete, points } = nowcastTriangle(short)
    assert.strictEqual(incomplete, "too few periods")
    assert.isTrue(
      points.every(({ value, low, high }) => value === undefined && low === undefined && high === undefined)
    )
  })

  it("shares of delays are those of complete periods", () => {
    const { triangle } = simulate(seededNumbers(4), 400, 200, () => early)
    developmentOf(triangle).forEach(({ share }, d) => {
      const sum = (end: number) => early.slice(0, end).reduce((a, b) => a + b, 0)
      assert.closeTo(share, sum(d + 1) / sum(d + 2), 0.01)
    })
  })
})

describe("the test of stable delays", () => {
  it("takes one random number for each period and delay, and few simulations where delays are alike", () => {
    const chance = seededNumbers(12)
    const { triangle } = simulate(chance, 400, 3, () => early)
    let taken = 0
    const counting: SeededNumbers = {
      ...chance,
      next: () => {
        taken += 1
        return chance.next()
      }
    }
    const developments = developmentOf(triangle)
    const { p } = delayStability(developments, 400, counting, 1)
    const steps = developments.reduce((sum, one) => sum + one.steps.length, 0)
    // 40 simulations that differ as much decide, or 400; each takes one number for a period and delay, and one for a delay.
    const simulations = p < 0.1 ? 400 : Math.ceil(40 / p)
    assert.isAtMost(taken, simulations * (steps + developments.length))
  })
})

describe("triangles from rows", () => {
  it("leave out periods before the first loading, later loadings and longer delays", () => {
    const rows = [
      { period: 1, loaded: 5, count: 7 },
      { period: 5, loaded: 5, count: 2 },
      { period: 5, loaded: 7, count: 3 },
      { period: 6, loaded: 6, count: 4 },
      { period: 6, loaded: 9, count: 5 },
      { period: 7, loaded: 8, count: 6 }
    ]
    const { first, triangle, leftOut } = triangleOf(rows, 8, 1)
    assert.strictEqual(first, 5)
    assert.strictEqual(leftOut, 10)
    assert.deepStrictEqual(
      triangle.map((row) => Array.from(row)),
      [
        [2, 0],
        [4, 0],
        [0, 6],
        [0, Number.NaN]
      ]
    )
  })

  it("a sum is of all reporters; one without an estimate makes it incomplete", () => {
    const rowsOf = (seed: number, periods: number, start: number): ReadonlyArray<LoadedCount> =>
      simulate(seededNumbers(seed), periods, 60, () => early).triangle.flatMap((row, t) =>
        Array.from(row).flatMap((count, d) => (count > 0 ? [{ period: start + t, loaded: start + t + d, count }] : []))
      )
    const [one, other] = [rowsOf(6, 30, 100), rowsOf(8, 30, 100)]
    const both = nowcastReporters(
      [
        { name: "A", rows: one },
        { name: "B", rows: other }
      ],
      129
    )
    const alone = nowcastReporters([{ name: "A", rows: one }], 129)
    const sum = both.points.at(-1) as NonNullable<(typeof both.points)[number]>
    assert.strictEqual(
      sum.loaded,
      [...one, ...other].filter(({ period }) => period === 129).reduce((all, { count }) => all + count, 0)
    )
    // Two independent reporters: about √2 times as wide.
    const width = ({ low, high }: { low: number | undefined; high: number | undefined }) =>
      (high as number) - (low as number)
    const ratio = width(sum) / width(alone.points.at(-1) as NonNullable<(typeof alone.points)[number]>)
    assert.isAbove(ratio, 1.1)
    assert.isBelow(ratio, 1.9)
    const joined = nowcastReporters(
      [
        { name: "A", rows: one },
        { name: "new", rows: rowsOf(7, 5, 125) }
      ],
      129
    )
    assert.deepStrictEqual(joined.points.at(-1)?.incomplete, ["new"])
    assert.isUndefined(joined.points.at(-1)?.value)
  })
})
