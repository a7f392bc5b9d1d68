/** Oracle: every choice of a dozen classes, counted out. */
import { expect, test } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { improveChoice } from "../../src/suppress/improveChoice.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const classes = 12
const fixed = 2

/** Rows as in `Cuts`: if one class is hidden, what others give adds up to what it needs. The first classes are hidden anyway. */
const drawnCuts = (draw: () => number) => {
  const below = (count: number) => Math.floor(draw() * count)
  const rows = Array.from({ length: 10 }, () => {
    const of = below(3) > 0 ? below(fixed) : below(classes)
    const needs = 1 + below(9)
    const others = [...new Set(Array.from({ length: 4 }, () => below(classes)))].filter((other) => other !== of)
    const gives = others.map((other): [number, number] => [other, Math.min(needs, 1 + below(9))])
    const right = Math.min(
      needs,
      gives.reduce((sum, [, give]) => sum + give, 0)
    )
    return [...gives, [of, -right] as [number, number]]
  })
  return {
    list: rows,
    cuts: {
      rows: rows.length,
      start: Array.from({ length: rows.length + 1 }, (_, r) => rows.slice(0, r).flat().length),
      index: rows.flatMap((row) => row.map(([of]) => of)),
      coefficient: rows.flatMap((row) => row.map(([, by]) => by))
    },
    cost: Float64Array.from({ length: classes }, () => 1 + below(40))
  }
}

type Drawn = ReturnType<typeof drawnCuts>

const holds = ({ list }: Drawn, x: ArrayLike<number>) =>
  list.every((row) => row.reduce((sum, [of, by]) => sum + by * (x[of] as number), 0) > -1e-6)

const costOf = ({ cost }: Drawn, x: ArrayLike<number>) =>
  cost.reduce((sum, own, of) => sum + (of < fixed ? 0 : own * (x[of] as number)), 0)

const least = (drawn: Drawn): number => {
  let best = Number.POSITIVE_INFINITY
  for (let bits = 0; bits < 2 ** (classes - fixed); bits++) {
    const x = Array.from({ length: classes }, (_, of) => (of < fixed ? 1 : (bits >> (of - fixed)) % 2))
    if (holds(drawn, x)) best = Math.min(best, costOf(drawn, x))
  }
  return best
}

const free = Uint8Array.from({ length: classes }, (_, of) => (of < fixed ? 0 : 1))

const improved = (drawn: Drawn, begin: ArrayLike<number>): Float64Array => {
  const x = Float64Array.from(begin)
  improveChoice(drawn.cuts, drawn.cost, free, x, 1e-6)
  return x
}

test("a choice holds all inequalities and costs as little as the best of all, whatever it begins with", () => {
  const draw = mulberry32(7)
  let [had, has, best] = [0, 0, 0]
  for (let round = 0; round < rounds(60, 200); round++) {
    const drawn = drawnCuts(draw)
    const minCost = least(drawn)
    const begins = [free.map((mark) => 1 - mark), free.map((mark) => (mark === 0 || draw() < 0.5 ? 1 : 0))]
    for (const begin of begins) {
      const x = improved(drawn, begin)
      expect([x[0], x[1]]).toEqual([1, 1])
      expect(x.every((part) => part === 0 || part === 1)).toBe(true)
      expect(holds(drawn, x)).toBe(true)
      expect(improved(drawn, begin)).toEqual(x)
      has += costOf(drawn, x)
      best += minCost
    }
    had += 2 * costOf(drawn, new Float64Array(classes).fill(1))
  }
  expect(best).toBeGreaterThan(0)
  expect(had / best).toBeGreaterThan(2)
  expect(has / best).toBeLessThan(1.01)
})

test("where nothing makes an inequality good, all others hold nevertheless", () => {
  const lone = [[1, -3] as [number, number], [2, 1] as [number, number]]
  const other = [[0, -2] as [number, number], [3, 2] as [number, number]]
  const list = [lone, other]
  const x = Float64Array.from([1, 1, 0, 0])
  const cuts = {
    rows: 2,
    start: [0, 2, 4],
    index: list.flatMap((row) => row.map(([of]) => of)),
    coefficient: list.flatMap((row) => row.map(([, by]) => by))
  }
  improveChoice(cuts, Float64Array.from([1, 1, 1, 1]), Uint8Array.from([0, 0, 1, 1]), x, 1e-6)
  expect(x[3]).toBe(1)
})
