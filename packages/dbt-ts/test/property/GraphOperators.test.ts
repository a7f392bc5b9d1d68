/** The operators of selectors on random graphs, against matrices of distances that share no code with them. */
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { Graph } from "../../src/graph/Graph.ts"
import { select } from "../../src/graph/Selector.ts"
import type { Manifest } from "../../src/project/Node.ts"
import { manifestFromDbt } from "../conformance/selection/manifestFromDbt.ts"

const id = (n: number) => `model.p.m${n}`

/** Models by number, each reading some of those before it, and tests of one or two models. */
interface Shape {
  readonly reads: ReadonlyArray<ReadonlyArray<number>>
  readonly tests: ReadonlyArray<readonly [number, number]>
}

const shapes: fc.Arbitrary<Shape> = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.record({
    reads: fc.tuple(...Array.from({ length: count }, (_, n) => fc.subarray([...Array(n).keys()]))),
    tests: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 4 })
  })
)

const node = (uniqueId: string, dependsOn: ReadonlyArray<string>) => {
  const [kind = "", , name = ""] = uniqueId.split(".")
  return [
    uniqueId,
    {
      unique_id: uniqueId,
      resource_type: kind,
      name,
      package_name: "p",
      path: `${name}.sql`,
      original_file_path: `models/${name}.sql`,
      fqn: ["p", name],
      checksum: { checksum: "" },
      depends_on: { macros: [], nodes: dependsOn },
      tags: [],
      raw_code: "select 1",
      columns: {},
      config: { tags: [] }
    }
  ]
}

const manifestOf = ({ reads, tests }: Shape): Manifest =>
  manifestFromDbt({
    metadata: { project_name: "p" },
    nodes: Object.fromEntries([
      ...reads.map((above, n) => node(id(n), above.map(id))),
      ...tests.map(([a, b], n) => node(`test.p.t${n}`, [...new Set([id(a), id(b)])]))
    ]),
    ...{ sources: {}, exposures: {}, unit_tests: {}, docs: {}, groups: {}, macros: {}, disabled: {} }
  })

/** Steps from each node down to each other one, by Floyd and Warshall; tests are the last rows. */
const distances = ({ reads, tests }: Shape): ReadonlyArray<ReadonlyArray<number>> => {
  const count = reads.length + tests.length
  const steps = Array.from({ length: count }, () => Array<number>(count).fill(Number.POSITIVE_INFINITY))
  const edge = (from: number, to: number) => ((steps[from] as Array<number>)[to] = 1)
  reads.forEach((above, n) => {
    for (const parent of above) edge(parent, n)
  })
  tests.forEach(([a, b], n) => {
    edge(a, reads.length + n)
    edge(b, reads.length + n)
  })
  for (let via = 0; via < count; via++)
    for (let from = 0; from < count; from++)
      for (let to = 0; to < count; to++) {
        const row = steps[from] as Array<number>
        row[to] = Math.min(row[to] as number, (row[via] as number) + (steps[via]?.[to] as number))
      }
  return steps
}

describe("operators of selectors on random graphs", () => {
  it("walk the given number of steps, and add tests of which one or all nodes are selected", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.nat(8),
        fc.option(fc.nat(4), { nil: undefined }),
        fc.option(fc.nat(4), { nil: undefined }),
        fc.constantFrom("eager", "cautious", "empty"),
        (shape, picked, up, down, indirectSelection) => {
          const { reads, tests } = shape
          const start = picked % reads.length
          const steps = distances(shape)
          const all = reads.length + tests.length
          const chosen = new Set<number>([start])
          for (let n = 0; n < all; n++) {
            if (up !== undefined && (steps[n]?.[start] as number) <= up) chosen.add(n)
            if (down !== undefined && (steps[start]?.[n] as number) <= down) chosen.add(n)
          }
          if (indirectSelection !== "empty") {
            const before = new Set(chosen)
            tests.forEach((tested, n) => {
              const there = tested.filter((each) => before.has(each)).length
              if (indirectSelection === "eager" ? there > 0 : there === 2) chosen.add(reads.length + n)
            })
          }
          const text = `${up === undefined ? "" : `${up}+`}m${start}${down === undefined ? "" : `+${down}`}`
          const manifest = manifestOf(shape)
          const { ids: found } = select(manifest, new Graph(manifest), {
            select: [text],
            indirectSelection: indirectSelection as "eager" | "cautious" | "empty"
          })
          const named = [...chosen].map((n) => (n < reads.length ? id(n) : `test.p.t${n - reads.length}`))
          assert.deepStrictEqual([...found].sort(), named.sort(), text)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("@ takes all below and all above those", () => {
    fc.assert(
      fc.property(shapes, fc.nat(8), (shape, picked) => {
        const { reads, tests } = shape
        const start = picked % reads.length
        const steps = distances(shape)
        const below = [...steps.keys()].filter((n) => n === start || Number.isFinite(steps[start]?.[n]))
        const family = new Set(
          [...steps.keys()].filter((n) => below.includes(n) || below.some((each) => Number.isFinite(steps[n]?.[each])))
        )
        tests.forEach((tested, n) => {
          if (tested.some((each) => family.has(each))) family.add(reads.length + n)
        })
        const manifest = manifestOf(shape)
        const { ids: found } = select(manifest, new Graph(manifest), { select: [`@m${start}`] })
        const named = [...family].map((n) => (n < reads.length ? id(n) : `test.p.t${n - reads.length}`))
        assert.deepStrictEqual([...found].sort(), named.sort())
      }),
      { numRuns: 300 }
    )
  })
})
