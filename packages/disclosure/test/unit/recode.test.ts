import { describe, expect, test } from "vitest"
import { chooseRecoding } from "../../src/protect/proposeRecodings.ts"
import { poolSmallCodes } from "../../src/recode/poolSmallCodes.ts"

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
    expect(Object.fromEntries(poolSmallCodes(codes, 11))).toEqual({
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

  test("has the same result in any order", () => {
    const sorted = (map: ReadonlyMap<string, string>) => [...map].sort()
    expect(sorted(poolSmallCodes([...codes].reverse(), 11))).toEqual(sorted(poolSmallCodes(codes, 11)))
  })
})

describe("the choice", () => {
  const one = (name: string, published: number, valueShare: number, safe = true) => ({
    name,
    cells: 10,
    published,
    corridors: 1,
    valueShare,
    safe
  })

  test("the way that publishes the most persons is chosen, and of those that are near the one with the most cells", () => {
    expect(chooseRecoding([one("a", 9, 0.8), one("b", 4, 0.95), one("c", 6, 0.945)])?.name).toBe("c")
  })

  test("an unsafe way is never chosen", () => {
    expect(chooseRecoding([one("x", 9, 1, false)])).toBeUndefined()
    expect(chooseRecoding([one("x", 9, 1, false), one("y", 1, 0.1)])?.name).toBe("y")
  })
})
