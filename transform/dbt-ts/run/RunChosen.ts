/** Runs one chosen thing, with the unit tests that go before it. */
import { Effect } from "effect"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import type { Chosen } from "./ChooseNodes.ts"
import { blocks, type NodeResult } from "./NodeResult.ts"
import { settle, skipped } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"
import { runNode, runTestOfUnit } from "./RunNode.ts"

type Results = Effect.Effect<ReadonlyArray<NodeResult>, never, Warehouse>

/** Ephemeral models live in what uses them: there is nothing to build, and they have no result. */
const isEphemeral = ({ nodes }: Chosen, id: string): boolean => nodes.get(id)?.config.materialized === "ephemeral"

export const runChosen = (context: RunContext, chosen: Chosen, id: string, thread: string): Results =>
  Effect.gen(function* () {
    const results: Array<NodeResult> = []
    let failed: string | undefined
    for (const test of chosen.testsOfModel.get(id) ?? []) {
      const subject = { ...test, resourceType: "unit_test" }
      const result = yield* failed === undefined
        ? runTestOfUnit(context, test, thread)
        : skipped(subject, failed, thread)
      results.push(result)
      if (blocks(result.status)) failed ??= result.uniqueId
    }
    const node = chosen.nodes.get(id)
    const [test, exposure] = [chosen.unitTests.get(id), chosen.exposures.get(id)]
    if (node !== undefined && !isEphemeral(chosen, id)) {
      results.push(yield* failed === undefined ? runNode(context, node, thread) : skipped(node, failed, thread))
    } else if (test !== undefined) results.push(yield* runTestOfUnit(context, test, thread))
    else if (exposure !== undefined) {
      const work = {
        compile: () => Effect.void,
        sql: () => undefined,
        execute: () => Effect.succeed({ status: "no-op", message: "NO-OP", failures: 0, adapterResponse: {} } as const)
      }
      results.push(yield* settle({ ...exposure, resourceType: "exposure" }, context.label, thread, work))
    }
    return results
  })

export const skipChosen = (chosen: Chosen, id: string, because: string): Results => {
  const tests = (chosen.testsOfModel.get(id) ?? []).map((test) => ({ ...test, resourceType: "unit_test" }))
  const [node, exposure, test] = [chosen.nodes.get(id), chosen.exposures.get(id), chosen.unitTests.get(id)]
  const subjects = [
    ...tests,
    ...(node === undefined || isEphemeral(chosen, id) ? [] : [node]),
    ...(exposure === undefined ? [] : [{ ...exposure, resourceType: "exposure" }]),
    ...(test === undefined ? [] : [{ ...test, resourceType: "unit_test" }])
  ]
  return Effect.forEach(subjects, (subject) => skipped(subject, because, ""))
}
