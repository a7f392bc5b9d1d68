import { assert, it } from "vitest"
import { rootOfIncreasing } from "../../src/numeric/rootOfIncreasing.ts"

it.each([
  ["a line", (x: number) => 3 * x - 1, 1 / 3],
  ["flat near its root", (x: number) => (x - 0.7) ** 9, 0.7],
  ["steep at one end", (x: number) => Math.log(x + 1e-12) + 5, Math.exp(-5)],
  ["a jump", (x: number) => (x < 0.25 ? -1 : 1), 0.25],
  ["infinite at its ends", (x: number) => Math.tan(Math.PI * (x - 0.5)) - 2, 0.5 + Math.atan(2) / Math.PI]
] as const)("finds the root of an increasing function that is %s", (_, of, root) => {
  assert.closeTo(rootOfIncreasing(of, 0, 1), root, 1e-7)
})

it("returns the nearer end where there is no root between", () => {
  assert.strictEqual(
    rootOfIncreasing((x) => x + 1, 0, 1),
    0
  )
  assert.strictEqual(
    rootOfIncreasing((x) => x - 2, 0, 1),
    1
  )
})

it("ends where no number is between the ends of the bracket", () => {
  const low = 0.0099503
  for (const width of [1e-12, 1e-16]) {
    const root = low + width / 3
    assert.closeTo(
      rootOfIncreasing((x) => x - root, low, low + width),
      root,
      1e-17
    )
  }
})
