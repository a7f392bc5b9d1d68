/** Runs one chosen thing, with the unit tests that go before it. */
import { Effect } from "effect"
import type { Node, UnitTest } from "../project/Node.ts"
import type { ClickHouse } from "../store/ClickHouse.ts"
import type { Chosen } from "./ChooseNodes.ts"
import { failureWords } from "./NodeFailure.ts"
import { blocks, type NodeResult } from "./NodeResult.ts"
import { settle, skipped, type Work } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"
import { runNode, runTestOfUnit } from "./RunNode.ts"
import type { Cause, Ran } from "./Scheduler.ts"

type Results = Effect.Effect<Ran, never, ClickHouse>

/** Ephemeral models live in what uses them: there is nothing to build, and they have no result. */
const isEphemeral = ({ nodes }: Chosen, id: string): boolean => nodes.get(id)?.config.materialized === "ephemeral"

/** Returns the error of an ephemeral model, reported by every node that is skipped for it. */
const compileFailure = ({ compiler }: RunContext, node: Node): Effect.Effect<string | undefined, never, ClickHouse> =>
  Effect.match(compiler.compile(node), {
    onFailure: (error) => failureWords(error, node),
    onSuccess: () => undefined
  })

/** Runs the unit tests of a model until one fails; the others are skipped. */
const runTestsOfModel = Effect.fn("RunChosen.testsOfModel")(function* (
  context: RunContext,
  tests: ReadonlyArray<UnitTest>,
  thread: string
) {
  const results: Array<NodeResult> = []
  let failed: Cause | undefined
  for (const test of tests) {
    const result = yield* failed === undefined
      ? runTestOfUnit(context, test, thread)
      : skipped({ ...test, resourceType: "unit_test" }, failed, thread)
    results.push(result)
    if (blocks(result.status)) failed ??= { id: result.uniqueId }
  }
  return { results, failed }
})

/** An exposure has a result, but there is nothing to do. */
const nothingToDo: Work<void> = {
  compile: () => Effect.void,
  sql: () => undefined,
  execute: () => Effect.succeed({ status: "no-op", message: "NO-OP", failures: 0, adapterResponse: {} })
}

export const runChosen = Effect.fn("RunChosen.run")(function* (
  context: RunContext,
  chosen: Chosen,
  id: string,
  thread: string
): Effect.fn.Return<Ran, never, ClickHouse> {
  const { results, failed } = yield* runTestsOfModel(context, chosen.testsOfModel.get(id) ?? [], thread)
  const node = chosen.nodes.get(id)
  const [test, exposure] = [chosen.unitTests.get(id), chosen.exposures.get(id)]
  if (node !== undefined && isEphemeral(chosen, id)) {
    const words = context.onlyCompile ? undefined : yield* compileFailure(context, node)
    return words === undefined ? { results } : { results, broken: { id, words } }
  }
  if (node !== undefined)
    results.push(yield* failed === undefined ? runNode(context, node, thread) : skipped(node, failed, thread))
  else if (test !== undefined) results.push(yield* runTestOfUnit(context, test, thread))
  else if (exposure !== undefined)
    results.push(yield* settle({ ...exposure, resourceType: "exposure" }, context.label, thread, nothingToDo))
  return { results }
})

/** Returns the results of something that is not run because of another's failure, with those of its unit tests. */
export const skipChosen = (chosen: Chosen, id: string, because: Cause): Results => {
  const tests = (chosen.testsOfModel.get(id) ?? []).map((test) => ({ ...test, resourceType: "unit_test" }))
  const [node, exposure, test] = [chosen.nodes.get(id), chosen.exposures.get(id), chosen.unitTests.get(id)]
  const subjects = [
    ...tests,
    ...(node === undefined || isEphemeral(chosen, id) ? [] : [node]),
    ...(exposure === undefined ? [] : [{ ...exposure, resourceType: "exposure" }]),
    ...(test === undefined ? [] : [{ ...test, resourceType: "unit_test" }])
  ]
  // A unit test, and a model that has some, does not say which ephemeral model is broken.
  const cause = tests.length > 0 || test !== undefined ? { id: because.id } : because
  return Effect.map(
    Effect.forEach(subjects, (subject) => skipped(subject, cause, "")),
    (results) => (isEphemeral(chosen, id) ? { results, broken: { id, words: "" } } : { results })
  )
}
