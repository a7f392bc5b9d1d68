/** Runs one chosen thing, with the unit tests that go before it. */
import { Effect } from "effect"
import type { Node } from "../project/Node.ts"
import type { ClickHouse } from "../store/ClickHouse.ts"
import type { Chosen } from "./ChooseNodes.ts"
import { failureWords } from "./NodeFailure.ts"
import { blocks, type NodeResult } from "./NodeResult.ts"
import { settle, skipped } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"
import { runNode, runTestOfUnit } from "./RunNode.ts"
import type { Cause, Ran } from "./Scheduler.ts"

type Results = Effect.Effect<Ran, never, ClickHouse>

/** Ephemeral models live in what uses them: there is nothing to build, and they have no result. */
const isEphemeral = ({ nodes }: Chosen, id: string): boolean => nodes.get(id)?.config.materialized === "ephemeral"

/** The error of an ephemeral model, reported by every node that is skipped for it. */
const compileFailure = ({ compiler }: RunContext, node: Node): Effect.Effect<string | undefined, never, ClickHouse> =>
  Effect.match(compiler.compile(node), {
    onFailure: (error) => failureWords(error, node),
    onSuccess: () => undefined
  })

export const runChosen = (context: RunContext, chosen: Chosen, id: string, thread: string): Results =>
  Effect.gen(function* () {
    const results: Array<NodeResult> = []
    let failed: string | undefined
    for (const test of chosen.testsOfModel.get(id) ?? []) {
      const subject = { ...test, resourceType: "unit_test" }
      const result = yield* failed === undefined
        ? runTestOfUnit(context, test, thread)
        : skipped(subject, { id: failed }, thread)
      results.push(result)
      if (blocks(result.status)) failed ??= result.uniqueId
    }
    const node = chosen.nodes.get(id)
    const [test, exposure] = [chosen.unitTests.get(id), chosen.exposures.get(id)]
    let broken: Cause | undefined
    if (node !== undefined && isEphemeral(chosen, id)) {
      const wrong = context.onlyCompile ? undefined : yield* compileFailure(context, node)
      if (wrong !== undefined) broken = { id, words: wrong }
    } else if (node !== undefined) {
      results.push(yield* failed === undefined ? runNode(context, node, thread) : skipped(node, { id: failed }, thread))
    } else if (test !== undefined) results.push(yield* runTestOfUnit(context, test, thread))
    else if (exposure !== undefined) {
      const work = {
        compile: () => Effect.void,
        sql: () => undefined,
        execute: () => Effect.succeed({ status: "no-op", message: "NO-OP", failures: 0, adapterResponse: {} } as const)
      }
      results.push(yield* settle({ ...exposure, resourceType: "exposure" }, context.label, thread, work))
    }
    return broken === undefined ? { results } : { results, broken }
  })

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
