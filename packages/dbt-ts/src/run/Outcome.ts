import { Clock, Effect } from "effect"
import type { ClickHouse } from "../store/ClickHouse.ts"
import { failureWords, type NodeFailure } from "./NodeFailure.ts"
import { type NodeResult, noDetails, type Timing } from "./NodeResult.ts"
import { makeNodeStore, type NodeStore } from "./NodeStore.ts"
import type { Cause } from "./Scheduler.ts"

/** The part of a node's result that its work determines. */
export interface Outcome {
  readonly status: NodeResult["status"]
  readonly message: string | null
  readonly rows?: number | undefined
  readonly failures?: number | undefined
  readonly storedFailures?: string | undefined
  readonly adapterResponse?: NodeResult["adapterResponse"]
}

export interface Subject {
  readonly uniqueId: string
  readonly name: string
  readonly resourceType: string
  readonly originalFilePath: string
}

/** A node's work in two stages, as dbt times them. */
export interface Work<A> {
  readonly compile: (store: NodeStore) => Effect.Effect<A, NodeFailure, ClickHouse>
  /** The compiled SQL, where the node has some. */
  readonly sql: (compiled: A) => string | undefined
  /** Inputs of a unit test: SQL by name. */
  readonly inputs?: (compiled: A) => Readonly<Record<string, string>>
  readonly execute: (store: NodeStore, compiled: A) => Effect.Effect<Outcome, NodeFailure, ClickHouse>
}

/** Runs one node. Its failure is its result, and the other nodes continue. */
export const settle = Effect.fn("Outcome.settle")(function* <A>(
  subject: Subject,
  label: string,
  thread: string,
  work: Work<A>
) {
  const store = yield* makeNodeStore(`${label} ${subject.uniqueId}`)
  const startedAt = yield* Clock.currentTimeMillis
  const timing: Array<Timing> = []
  let compiled: string | undefined
  let inputs: Readonly<Record<string, string>> | undefined
  const stage = <B, E, R>(name: Timing["name"], use: Effect.Effect<B, E, R>) =>
    Effect.gen(function* () {
      const began = yield* Clock.currentTimeMillis
      return yield* Effect.ensuring(
        use,
        Effect.map(Clock.currentTimeMillis, (completedAt) => void timing.push({ name, startedAt: began, completedAt }))
      )
    })
  const whole = Effect.gen(function* () {
    const made = yield* stage("compile", work.compile(store))
    compiled = work.sql(made)
    inputs = work.inputs?.(made)
    return yield* stage("execute", work.execute(store, made))
  })
  const outcome: Outcome = yield* Effect.catch(whole, (error: NodeFailure) =>
    Effect.succeed<Outcome>({ status: "error", message: failureWords(error, subject) })
  )
  const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000
  return {
    ...noDetails,
    uniqueId: subject.uniqueId,
    name: subject.name,
    resourceType: subject.resourceType,
    ...outcome,
    adapterResponse: outcome.adapterResponse ?? (outcome.status === "error" ? {} : { _message: "OK" }),
    seconds,
    startedAt,
    timing,
    thread,
    compiled,
    inputs,
    statements: [...store.sent]
  } satisfies NodeResult
})

const skipMessage = (uniqueId: string, because: string, words: string | undefined): string | null => {
  if (because === "fail_fast") return "Skipping due to fail_fast"
  if (words === undefined) return null
  return `Compilation Error in ${uniqueId}, caused by compilation error in referenced ephemeral model ${because}\n${words}`.trimEnd()
}

/** Returns the result of a node that was not run. */
export const skipped = (
  { uniqueId, name, resourceType }: Subject,
  { id: because, words }: Cause,
  thread: string
): Effect.Effect<NodeResult> =>
  Effect.map(Clock.currentTimeMillis, (startedAt) => ({
    ...noDetails,
    uniqueId,
    name,
    resourceType,
    status: "skipped",
    message: skipMessage(uniqueId, because, words),
    seconds: 0,
    startedAt,
    thread,
    skippedBecause: because
  }))
