import { assert, it } from "vitest"
import { linksAmong, type SpineCell } from "../../../release/protection/spineLinks.ts"

const cell = (number: number, cube: number, value: number, further: ReadonlyArray<number> = []): SpineCell => ({
  cell: number,
  cube,
  value,
  further,
  isWhole: cube === 0,
  isMargin: further.every((code) => code === 0)
})

/** Returns the cells that an attacker assumes to be the same persons as all, cell 0. */
const sameAsAll = (cells: ReadonlyArray<SpineCell>) => {
  const { sums, differences } = linksAmong([cell(0, 0, 23), ...cells], 100, 5)
  return sums.flatMap(({ total, parts: [part, extra] }) => {
    const difference = extra === undefined ? undefined : differences[extra - 100]
    return difference === undefined || difference.low === difference.high ? [part === 0 ? total : part] : []
  })
}

it("takes a total and not its part as all persons, if the total is nearer", () => {
  assert.deepStrictEqual(sameAsAll([cell(1, 1, 23, [0]), cell(2, 1, 19, [1]), cell(3, 1, 4, [2])]), [1])
})

it("takes a part and not its total as all persons, if the part is nearer", () => {
  assert.deepStrictEqual(sameAsAll([cell(1, 1, 27, [0]), cell(2, 1, 23, [1]), cell(3, 1, 4, [2])]), [2])
})

it("takes several parts as all persons if no person is counted in two of them", () => {
  assert.deepStrictEqual(sameAsAll([cell(1, 1, 45, [0]), cell(2, 1, 23, [1]), cell(3, 1, 22, [2])]), [2, 3])
})

it("takes no count as all persons that differs by five or more", () => {
  assert.deepStrictEqual(sameAsAll([cell(1, 1, 18, [0]), cell(2, 2, 28, [0])]), [])
})

it("takes parts of two kinds of records for the same persons, even if no count of all persons is near", () => {
  const { sums, differences } = linksAmong([cell(0, 0, 60), cell(1, 1, 33, [0]), cell(2, 2, 31, [0, 1])], 100, 5)
  assert.deepStrictEqual(
    sums.filter(({ total }) => total === 1),
    [{ total: 1, parts: [2, 101] }]
  )
  assert.deepStrictEqual(differences[1], { value: 2, low: 2, high: 2 })
})
