/** The order of a run on random graphs: parents first, never more at once than threads, below a failure nothing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { Graph } from "../../src/graph/Graph.ts"
import type { Manifest } from "../../src/project/Node.ts"
import { runOrder } from "../../src/run/ChooseNodes.ts"
import type { NodeResult } from "../../src/run/NodeResult.ts"
import { sessionSettings } from "../../src/run/NodeStore.ts"
import { skipped } from "../../src/run/Outcome.ts"
import { schedule } from "../../src/run/Scheduler.ts"

interface Plan {
  /** Parents of each node are among those before it. */
  readonly parents: ReadonlyArray<ReadonlyArray<number>>
  readonly chosen: ReadonlyArray<boolean>
  readonly fails: ReadonlyArray<boolean>
  readonly threads: number
}

const plan: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    parents: fc.tuple(
      ...Array.from({ length: size }, (_, at) =>
        at === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: at - 1 }), { maxLength: 3 })
      )
    ),
    chosen: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
    fails: fc.array(fc.constantFrom(false, false, false, true), { minLength: size, maxLength: size }),
    threads: fc.integer({ min: 1, max: 4 })
  })
)

const id = (at: number): string => `model.small.m${String(at).padStart(2, "0")}`

const graphOf = ({ parents }: Plan): Graph => {
  const nodes = new Map(parents.map((above, at) => [id(at), { uniqueId: id(at), dependsOn: above.map(id) }] as const))
  const none = new Map()
  return new Graph({ nodes, sources: none, exposures: none, unitTests: none } as unknown as Manifest)
}

/** All above a node, by walking the lists. */
const above = ({ parents }: Plan, at: number): ReadonlySet<number> => {
  const found = new Set<number>()
  const visit = (each: number): void => {
    for (const parent of parents[each] ?? [])
      if (!found.has(parent)) {
        found.add(parent)
        visit(parent)
      }
  }
  visit(at)
  return found
}

/** How many chosen nodes stand above each other above a node, at most. */
const level = (each: Plan, at: number): number =>
  Math.max(0, ...[...above(each, at)].filter((parent) => each.chosen[parent]).map((parent) => level(each, parent) + 1))

const result = (uniqueId: string, status: NodeResult["status"], thread: string) =>
  Effect.map(
    skipped({ uniqueId, name: uniqueId, resourceType: "model", originalFilePath: "" }, { id: "" }, thread),
    (each) => ({
      ...each,
      status,
      skippedBecause: undefined
    })
  )

describe("schedule", () => {
  it.effect("on random graphs", () =>
    Effect.gen(function* () {
      for (const each of fc.sample(plan, { numRuns: 300, seed: 3 })) {
        const ids = each.chosen.flatMap((isChosen, at) => (isChosen ? [at] : []))
        const graph = graphOf(each)
        const order = runOrder(graph, new Set(ids.map(id)))
        const naive = [...ids].sort((a, b) => level(each, a) - level(each, b) || a - b)
        assert.deepStrictEqual(order, naive.map(id))
        const ended: Array<NodeResult> = []
        let running = 0
        yield* schedule({
          graph,
          order,
          threads: each.threads,
          failFast: false,
          skippedIsCause: each.threads > 2,
          run: (unique, thread) =>
            Effect.gen(function* () {
              running++
              assert.isAtMost(running, each.threads)
              const at = Number(unique.slice(-2))
              const before = new Set(ended.map(({ uniqueId }) => uniqueId))
              for (const parent of above(each, at)) {
                if (each.chosen[parent]) assert.isTrue(before.has(id(parent)), `${unique} before ${id(parent)}`)
              }
              yield* Effect.yieldNow
              running--
              return { results: [yield* result(unique, each.fails[at] ? "error" : "success", thread)] }
            }),
          skip: (unique, because) =>
            Effect.map(
              skipped({ uniqueId: unique, name: unique, resourceType: "model", originalFilePath: "" }, because, ""),
              (one) => ({ results: [one] })
            ),
          done: (one) => Effect.sync(() => void ended.push(one))
        })
        const expected = Object.fromEntries(
          ids.map((at) => {
            const bad = [...above(each, at)].some((parent) => each.chosen[parent] && each.fails[parent])
            return [id(at), bad ? "skipped" : each.fails[at] ? "error" : "success"]
          })
        )
        assert.deepStrictEqual(Object.fromEntries(ended.map(({ uniqueId, status }) => [uniqueId, status])), expected)
        // With one thread the order is dbt's: by level of the chosen graph, then by id.
        if (each.threads === 1)
          assert.deepStrictEqual(
            ended.map(({ uniqueId }) => uniqueId),
            order
          )
      }
    })
  )
})

describe("sessionSettings", () => {
  it("reads what SET sets and nothing else", () => {
    assert.deepStrictEqual(sessionSettings("set a = 1, b='it''s, \\'so\\'',\n c = true ;"), {
      a: 1,
      b: "it's, 'so'",
      c: 1
    })
    for (const other of ["select 1", "set role x", "set a = b", "settle a = 1", ""]) {
      assert.strictEqual(sessionSettings(other), undefined, other)
    }
  })
})
