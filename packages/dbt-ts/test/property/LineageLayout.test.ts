/** Pictures of random graphs: what must hold of any picture of lineage. */
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { boxHeight, lineageLayout } from "../../src/docs/LineageLayout.ts"

const graphs = fc.integer({ min: 2, max: 14 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    edges: fc.uniqueArray(
      fc
        .tuple(fc.nat(Math.max(0, count - 1)), fc.nat(Math.max(0, count - 1)))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
        .filter(([a, b]) => a !== b),
      { maxLength: 30, selector: ([a, b]) => `${a} ${b}` }
    ),
    seed: fc.array(fc.nat(), { minLength: 30, maxLength: 30 })
  })
)

const name = (n: number) => `node_${String(n).padStart(2, "0")}`
const widthOf = (id: string) => 40 + (id.charCodeAt(id.length - 1) % 7) * 12

/** The same things in another order. */
const shuffled = <A>(all: ReadonlyArray<A>, seed: ReadonlyArray<number>): ReadonlyArray<A> =>
  all
    .map((each, i) => [seed[i % seed.length] ?? 0, each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each)

describe("pictures of lineage", () => {
  it("have every box apart from the others, every line from left to right, all of it inside, and are always the same", () => {
    fc.assert(
      fc.property(graphs, ({ count, edges, seed }) => {
        const ids = Array.from({ length: count }, (_, n) => name(n))
        const given = edges.map(([from, to]) => ({ from: name(from), to: name(to) }))
        const layout = lineageLayout(ids, given, widthOf)
        const { boxes, lines, width, height } = layout
        assert.deepStrictEqual(boxes.map((box) => box.id).sort(), ids)
        assert.strictEqual(lines.length, given.length)
        for (const [i, one] of boxes.entries()) {
          assert.isAtLeast(one.x, 0)
          assert.isAtLeast(one.y, 0)
          assert.isAtMost(one.x + one.width, width)
          assert.isAtMost(one.y + boxHeight, height)
          for (const other of boxes.slice(i + 1)) {
            const apart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + boxHeight <= other.y ||
              other.y + boxHeight <= one.y
            assert.isTrue(apart, `${one.id} and ${other.id}`)
          }
        }
        const boxOf = new Map(boxes.map((box) => [box.id, box]))
        for (const { from, to, points } of lines) {
          const [start, end] = [boxOf.get(from), boxOf.get(to)]
          assert.deepStrictEqual(points[0], [(start?.x ?? 0) + (start?.width ?? 0), (start?.y ?? 0) + boxHeight / 2])
          assert.deepStrictEqual(points.at(-1), [end?.x ?? 0, (end?.y ?? 0) + boxHeight / 2])
          for (const [i, point] of points.slice(1).entries())
            assert.isAtLeast(point[0], (points[i] as readonly [number, number])[0])
          // A line passes over no box: where it runs level next to boxes, it has a row of its own.
          for (let i = 0; i + 1 < points.length; i += 2) {
            const [[left, y], [right]] = [points[i], points[i + 1]] as [
              readonly [number, number],
              readonly [number, number]
            ]
            for (const box of boxes) {
              const over = box.x < right && box.x + box.width > left && y > box.y && y < box.y + boxHeight
              assert.isFalse(over, `${from} to ${to} over ${box.id}`)
            }
          }
        }
        assert.deepStrictEqual(lineageLayout(shuffled(ids, seed), shuffled(given, seed), widthOf), layout)
      }),
      { numRuns: 300 }
    )
  })

  it("draw nothing of nothing, and one box of one node", () => {
    assert.deepStrictEqual(lineageLayout([], [], widthOf).boxes, [])
    assert.lengthOf(lineageLayout(["a"], [{ from: "a", to: "elsewhere" }], widthOf).boxes, 1)
  })

  it("draw a straight line of three without a bend", () => {
    const { boxes } = lineageLayout(
      ["a", "b", "c"],
      [
        { from: "a", to: "b" },
        { from: "b", to: "c" }
      ],
      () => 30
    )
    assert.deepStrictEqual(
      boxes.map(({ y }) => y),
      [8, 8, 8]
    )
    assert.deepStrictEqual(
      boxes.map(({ x }) => x),
      [8, 94, 180]
    )
  })
})
