/** What `analyse hidden` does: reads, refuses what cannot be told, estimates. */
import { basename } from "node:path"
import { Solver } from "@corridor/disclosure/solver/Solver"
import { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { Effect } from "effect"
import { estimateHidden, type HiddenOptions, NoEstimate } from "./estimateHidden.ts"
import { mainEffects } from "./PairModel.ts"
import { parseInteractions } from "./parseInteractions.ts"
import { type CaptureRequest, readCaptures } from "./readCaptures.ts"
import { refuseCaptures } from "./refuseCaptures.ts"

export interface HiddenRequest extends CaptureRequest, Omit<HiddenOptions, "model"> {
  /** `A:B,C:D`; main effects when left out. */
  readonly interactions?: string | undefined
}

/** Fails with `TableRefused`, whose problems name rows and lists. */
export const hiddenFromFile = Effect.fn("hiddenFromFile")(function* (request: HiddenRequest) {
  const solver = yield* Solver
  const file = basename(request.input)
  const refused = (message: string, rule: string, expected: string) =>
    new TableRefused({ message: `${file}: ${message}`, problems: [{ file, row: 0, column: "", rule, expected }] })
  const table = yield* readCaptures(request)
  const problems = refuseCaptures(table, file)
  if (problems.length > 0)
    return yield* new TableRefused({
      message: `${file}: nothing can be said of the hidden part; it would need ${problems[0]?.expected}`,
      problems
    })
  const model = request.interactions === undefined ? mainEffects : parseInteractions(table.lists, request.interactions)
  if (model === undefined)
    return yield* refused(
      "the interactions name no pairs of its lists",
      "no-pair",
      `pairs of the lists ${table.lists.join(", ")}, as A:B,C:D`
    )
  return yield* Effect.try({
    try: () => estimateHidden(solver, table, { ...request, model }),
    catch: (error) => error
  }).pipe(
    Effect.catch((error) =>
      error instanceof NoEstimate
        ? Effect.fail(refused(error.message, error.reason, "another model, or more overlap"))
        : Effect.die(error)
    )
  )
})
