import { Deferred, Effect } from "effect"
import type { Graph } from "../graph/Graph.ts"
import { blocks, type NodeResult, type NodeStatus } from "./NodeResult.ts"

/** Returns the nearest chosen nodes above `id`, through nodes that are not chosen. */
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

/** Why a node is not run: a failed node, or `fail_fast`. */
export interface Cause {
  readonly id: string
  /** Its error if it has no result of its own: an ephemeral model. */
  readonly words?: string
}

/** The results of a node and of what runs with it, its own last. */
export interface Ran {
  readonly results: ReadonlyArray<NodeResult>
  readonly broken?: Cause
}

export interface Schedule<E, R> {
  readonly graph: Graph
  /** Ids; of those that are ready the first in this order is run next. */
  readonly order: ReadonlyArray<string>
  readonly threads: number
  /** After the first error or failure nothing new is started. */
  readonly failFast: boolean
  /** As in `build`: nodes below a skipped node name that node as the cause, not the one that failed. */
  readonly skippedIsCause: boolean
  readonly run: (id: string, thread: string) => Effect.Effect<Ran, E, R>
  readonly skip: (id: string, because: Cause) => Effect.Effect<Ran, E, R>
  /** Called with each result. */
  readonly done: (result: NodeResult) => Effect.Effect<void, E, R>
}

/** Runs each node as soon as its parents are done, at most `threads` in parallel; nodes below a failure are skipped. */
export const schedule = Effect.fn("Scheduler.schedule")(function* <E, R>(plan: Schedule<E, R>) {
  const chosen = new Set(plan.order)
  const parents = new Map(plan.order.map((id) => [id, chosenParents(plan.graph, id, chosen)] as const))
  const ended = new Set<string>()
  // As in dbt, the reason is the parent that ended last.
  const blocked = new Map<string, Cause>()
  const waiting = new Set(plan.order)
  let stopped = false
  let changed = Deferred.makeUnsafe<void>()

  const ready = (): string | undefined => {
    for (const id of waiting) {
      if ([...(parents.get(id) ?? [])].every((parent) => ended.has(parent))) return id
    }
    return undefined
  }
  /** Returns why a node is not run; undefined when it is. */
  const blockedBy = (id: string): Cause | undefined => (stopped ? { id: "fail_fast" } : blocked.get(id))
  const end = (id: string, status: NodeStatus, cause: Cause): void => {
    ended.add(id)
    if (!blocks(status) || (status === "skipped" && !plan.skippedIsCause)) return
    for (const below of plan.graph.descendants(id).keys()) if (chosen.has(below)) blocked.set(below, cause)
  }

  const worker = Effect.fn("Scheduler.worker")(function* (thread: string) {
    while (waiting.size > 0) {
      const id = ready()
      if (id === undefined) {
        yield* Deferred.await(changed)
        continue
      }
      waiting.delete(id)
      const because = blockedBy(id)
      const { results, broken } = yield* because === undefined ? plan.run(id, thread) : plan.skip(id, because)
      for (const result of results) yield* plan.done(result)
      const own = results.at(-1)
      const status = because !== undefined ? "skipped" : broken !== undefined ? "error" : (own?.status ?? "success")
      end(id, status, broken ?? { id: because?.id ?? own?.skippedBecause ?? id })
      if (plan.failFast && results.some(({ status }) => status === "error" || status === "fail")) stopped = true
      const waiters = changed
      changed = Deferred.makeUnsafe<void>()
      yield* Deferred.succeed(waiters, undefined)
    }
  })
  const workers = Math.max(1, Math.min(plan.threads, plan.order.length))
  yield* Effect.forEach(
    Array.from({ length: workers }, (_, index) => `Thread-${index + 1}`),
    worker,
    { concurrency: "unbounded", discard: true }
  )
})
