import { dimensionSums } from "@corridor/disclosure/tables/DimensionSums"
import { assert, it } from "vitest"

const years = ["2001", "2002", "2003", "2004", "2005", "2006"]
const months = years.flatMap((year) => [`${year}-1`, `${year}-2`])
const periods = [2, 3].flatMap((length) =>
  years.map((child, y) => ({
    ...{ dimension: "year", child, grouping: "" },
    parent: `${2001 + y - (y % length)}-${2000 + y - (y % length) + length}`
  }))
)
const inYears = months.map((child) => ({ dimension: "year", child, parent: child.slice(0, 4), grouping: "" }))

const partsOfTotal = (labels: ReadonlyArray<string>, hierarchy: typeof periods) => {
  const codes = ["Total", ...labels]
  const { sums } = dimensionSums("year", codes, hierarchy)
  return sums
    .flatMap(({ parent, children }) => (parent === 0 ? children : []))
    .map((code) => codes[code])
    .sort()
}

it("takes years for the sum of all where periods of two lengths overlap, and not their months", () => {
  const labels = [...new Set([...periods.map(({ parent }) => parent), ...years, ...months])]
  assert.deepStrictEqual(partsOfTotal(labels, [...periods, ...inYears]), years)
})

it("takes the members that two groups share, and leaves a separate group as it is", () => {
  const of = (parent: string, ...children: ReadonlyArray<string>) =>
    children.map((child) => ({ dimension: "year", child, parent, grouping: "" }))
  const hierarchy = [...of("A", "a", "b"), ...of("B", "b", "c"), ...of("b", "b1", "b2"), ...of("C", "d", "e")]
  const labels = ["A", "B", "C", "a", "b", "c", "d", "e", "b1", "b2"]
  assert.deepStrictEqual(partsOfTotal(labels, hierarchy), ["C", "a", "b", "c"])
})
