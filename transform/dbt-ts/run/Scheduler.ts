import { Deferred, Effect, Semaphore } from "effect"
import type { Graph } from "../graph/Graph.ts"
import { blocks, type NodeResult, type NodeStatus } from "./NodeResult.ts"

/** The nearest chosen nodes above `id`, through nodes that are not chosen. */
const chosenParents = (graph: Graph, id: string, chosen: ReadonlySet<string>): ReadonlySet<string> => {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (each: string): void => {
    for (const parent of graph.parents(each)) {
      if (chosen.has(parent)) found.add(parent)
      else if (!seen.has(parent)) {
        seen.add(parent)
        visit(parent)
      }
    }
  }
  visit(id)
  return found
}

export interface Schedule<E, R> {
  readonly graph: Graph
  /** Ids in an order in which parents come first. */
  readonly order: ReadonlyArray<string>
  readonly threads: number
  readonly run: (id: string) => Effect.Effect<NodeResult, E, R>
  readonly skip: (id: string) => Effect.Effect<NodeResult, E, R>
}

/** Runs each node as soon as its parents are done, at most `threads` at once; below a failed one all are skipped. */
export const schedule = Effect.fn("Scheduler.schedule")(function* <E, R>(plan: Schedule<E, R>) {
  const chosen = new Set(plan.order)
  const permits = yield* Semaphore.make(plan.threads)
  const ends = new Map(plan.order.map((id) => [id, Deferred.makeUnsafe<NodeStatus>()] as const))
  return yield* Effect.forEach(
    plan.order,
    (id) =>
      Effect.gen(function* () {
        let blocked = false
        for (const parent of chosenParents(plan.graph, id, chosen)) {
          const status = yield* Deferred.await(ends.get(parent) as Deferred.Deferred<NodeStatus>)
          if (blocks(status)) blocked = true
        }
        const result = yield* blocked ? plan.skip(id) : permits.withPermit(plan.run(id))
        yield* Deferred.succeed(ends.get(id) as Deferred.Deferred<NodeStatus>, result.status)
        return result
      }),
    { concurrency: "unbounded" }
  )
})
