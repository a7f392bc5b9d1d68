import { beforeAll, describe, expect, test } from "vitest"
import { type LoadedSolver, loadSolver } from "../../../release/disclosure/solver/Solver.ts"
import { chooseCollapse, compareCollapses } from "../../../release/disclosure/suppress/collapse/chooseCollapse.ts"
import { poolSmall } from "../../../release/disclosure/suppress/collapse/poolSmall.ts"
import { lossByValue } from "../../../release/disclosure/suppress/SuppressionProblem.ts"
import { dimension, linkedTable } from "../../disclosure/linkedTable.ts"
import { byThreshold } from "../../property/disclosure/randomTable.ts"

describe("poolSmall", () => {
  const codes = [
    { code: "A", parent: "North", persons: 3 },
    { code: "B", parent: "North", persons: 4 },
    { code: "C", parent: "North", persons: 20 },
    { code: "D", parent: "North", persons: 50 },
    { code: "E", parent: "South", persons: 2 },
    { code: "F", parent: "South", persons: 30 },
    { code: "G", parent: "South", persons: 90 },
    { code: "H", parent: "West", persons: 12 },
    { code: "I", parent: "West", persons: 15 }
  ]

  test("pools what is small, with a sibling where the pool is too small or has one member", () => {
    expect(Object.fromEntries(poolSmall(codes, 11))).toEqual({
      A: "Other in North",
      B: "Other in North",
      C: "Other in North",
      D: "D",
      E: "Other in South",
      F: "Other in South",
      G: "G",
      H: "H",
      I: "I"
    })
  })

  test("says the same whatever the order", () => {
    const sorted = (map: ReadonlyMap<string, string>) => [...map].sort()
    expect(sorted(poolSmall([...codes].reverse(), 11))).toEqual(sorted(poolSmall(codes, 11)))
  })
})

describe("collapses", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  test("the way that publishes the most persons is chosen", () => {
    // Four origins by two destinations; two of the origins are small and can be published together.
    const counts = [
      [30, 40],
      [25, 60],
      [3, 9],
      [9, 4]
    ]
    const pooled = [counts[0], counts[1], [12, 13]]
    const persons = counts.flat().reduce((sum, n) => sum + n, 0)
    const way = (name: string, table: ReadonlyArray<ReadonlyArray<number> | undefined>) => {
      const [rows, columns] = [dimension([table.length]), dimension([2])]
      const system = linkedTable(
        [rows, columns],
        ([o, d]) => table[rows.leaves.indexOf(o as number)]?.[columns.leaves.indexOf(d as number)] ?? 0
      )
      const totals = new Set(system.relations.total)
      const wanted = Uint8Array.from(system.value, (_, cell) => (totals.has(cell) ? 0 : 1))
      return { name, wanted, persons, problem: { ...byThreshold(system, 11, 5), cost: lossByValue(system) } }
    }
    const outcomes = compareCollapses(solver, [way("all origins", counts), way("small origins pooled", pooled)])
    expect(outcomes.map(({ name, wantedPublished, safe }) => ({ name, wantedPublished, safe }))).toEqual([
      { name: "all origins", wantedPublished: outcomes[0]?.wantedPublished, safe: true },
      { name: "small origins pooled", wantedPublished: 6, safe: true }
    ])
    expect(outcomes[0]?.valueShare).toBeLessThan(1)
    expect(outcomes[1]?.valueShare).toBe(1)
    expect(chooseCollapse(outcomes)?.name).toBe("small origins pooled")
  })

  test("an unsafe way is never chosen", () => {
    const unsafe = { name: "x", cells: 1, published: 1, wantedPublished: 1, valueShare: 1, safe: false }
    expect(chooseCollapse([unsafe])).toBeUndefined()
  })
})
