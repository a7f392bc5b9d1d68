/** Corridors that stand out, in tables of a model that is simulated here: seldom by chance, and found where there is one. */
import { assert, describe, it } from "@effect/vitest"
import { between, exact } from "../../src/cells/Cell.ts"
import { flowMatrix } from "../../src/flows/FlowMatrix.ts"
import { expectFlows } from "../../src/gravity/expectFlows.ts"
import { deviations } from "../../src/gravity/standOut.ts"

/** Mulberry32. */
const uniform = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Waiting times of mean 1, counted up to a mean. */
const poisson = (mean: number, next: () => number): number => {
  let [count, time] = [-1, 0]
  while (time < mean) {
    time -= Math.log(1 - next())
    count += 1
  }
  return count
}

/** A gamma variate of mean 1 whose variance is 1 / waits: the sum of so many waiting times. */
const gamma = (waits: number, next: () => number): number => {
  let sum = 0
  for (let i = 0; i < waits; i++) sum -= Math.log(1 - next())
  return sum / waits
}

interface Kind {
  readonly places: number
  readonly mean: number
  /** 1 / overdispersion; undefined for Poisson counts. */
  readonly waits?: number
  /** Factor of the corridor from the first to the second place. */
  readonly factor?: number
}

const name = (place: number) => `P${place}`

/** Returns the corridors that stand out in a table whose corridors are products of sizes of origins and destinations. */
const standingOut = ({ places, mean, waits, factor = 1 }: Kind, next: () => number): ReadonlyArray<string> => {
  const sizes = () => Array.from({ length: places }, () => Math.exp(1.6 * (next() - 0.5)))
  const [from, to] = [sizes(), sizes()] as const
  const corridors = from.flatMap((out, o) => to.flatMap((into, d) => (o === d ? [] : [{ o, d, size: out * into }])))
  const all = corridors.reduce((sum, { size }) => sum + size, 0)
  const matrix = flowMatrix(
    corridors.map(({ o, d, size }) => {
      const expected = (mean * corridors.length * size * (o === 0 && d === 1 ? factor : 1)) / all
      return {
        origin: name(o),
        destination: name(d),
        cell: exact(poisson(expected * (waits === undefined ? 1 : gamma(waits, next)), next))
      }
    })
  )
  const found = expectFlows(matrix)
  if (typeof found === "string") return []
  const placeAt = (at: number) => matrix.places[at] as string
  return [...found.flows].flatMap(([at, { verdict }]) =>
    verdict === "as expected" ? [] : [`${placeAt(Math.floor(at / places))}>${placeAt(at % places)}`]
  )
}

const tables = 60
const runs = (kind: Kind, seed: number) => {
  const next = uniform(seed)
  return Array.from({ length: tables }, () => standingOut(kind, next))
}

describe("corridors that stand out", () => {
  for (const [kind, seed] of [
    [{ places: 5, mean: 60, waits: 5 }, 11],
    [{ places: 8, mean: 20, waits: 5 }, 12],
    [{ places: 12, mean: 20, waits: 3 }, 13],
    [{ places: 8, mean: 20 }, 14]
  ] as const)
    it(`are in at most 1 of 20 tables in which nothing does: ${JSON.stringify(kind)}`, () => {
      const by = runs(kind, seed).filter((found) => found.length > 0).length
      assert.isAtMost(by, tables / 20)
    })

  it("are found where one corridor has four times its expectation, also where all vary, and those that it pulls are not", () => {
    const hits = (all: ReadonlyArray<ReadonlyArray<string>>) => all.filter((one) => one.includes("P0>P1")).length
    const plain = runs({ places: 12, mean: 20, factor: 4 }, 21)
    const varied = runs({ places: 12, mean: 20, factor: 4, waits: 10 }, 22)
    assert.isAtLeast(hits(plain), 0.85 * tables)
    assert.isAtLeast(hits(varied), 0.3 * tables)
    for (const all of [plain, varied])
      assert.isAtMost(all.filter((one) => one.some((corridor) => corridor !== "P0>P1")).length, tables / 20)
  })

  it("do not depend on one person where hardly any is expected", () => {
    const next = uniform(31)
    const others = Array.from({ length: 60 }, () => ({ flow: poisson(20, next), expected: 20, leverage: 0.2 }))
    const [far, odd] = [
      { flow: 1, expected: 0.002, leverage: 0.1 },
      { flow: 60, expected: 20, leverage: 0.2 }
    ]
    const standing = (flows: typeof others) =>
      deviations(flows).flatMap(({ falseDiscovery }, i) => (falseDiscovery <= 0.05 ? [i] : []))
    assert.deepStrictEqual(standing(others), [])
    assert.deepStrictEqual(
      standing([...others, far]).filter((i) => i < 60),
      []
    )
    assert.include(standing([...others, far, odd]), 61)
  })

  it("do so for every value of hidden cells, or are not called so", () => {
    const next = uniform(41)
    const table = (cell: ReturnType<typeof exact>) => {
      const matrix = flowMatrix(
        [0, 1, 2, 3, 4, 5, 6].flatMap((o) =>
          [0, 1, 2, 3, 4, 5, 6].flatMap((d) =>
            o === d
              ? []
              : [
                  {
                    origin: name(o),
                    destination: name(d),
                    cell: o === 0 && d === 1 ? cell : exact(20 + Math.round(4 * next()))
                  }
                ]
          )
        )
      )
      const found = expectFlows(matrix)
      return typeof found === "string" ? undefined : found.flows.get(1)?.verdict
    }
    assert.strictEqual(table(exact(90)), "more")
    assert.strictEqual(table(between(80, 100)), "more")
    assert.strictEqual(table({ ...between(1, 179), value: 90 }), "as expected")
  })
})
