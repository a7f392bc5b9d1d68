/** Reads the table of `analyse hidden`, refuses what supports no estimate, and estimates. */
import { basename } from "node:path"
import { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { checkCaptures } from "@corridor/flow-statistics/hidden/checkCaptures"
import { estimateHidden, type HiddenOptions, NoEstimate } from "@corridor/flow-statistics/hidden/estimateHidden"
import { loadLinearSolver } from "@corridor/flow-statistics/hidden/linearProgramme"
import { mainEffects } from "@corridor/flow-statistics/hidden/PairModel"
import { parseInteractions } from "@corridor/flow-statistics/hidden/parseInteractions"
import { Effect } from "effect"
import { type CaptureRequest, readCaptures } from "./readCaptures.ts"

export interface HiddenRequest extends CaptureRequest, Omit<HiddenOptions, "model"> {
  /** `A:B,C:D`; without it the model has main effects only. */
  readonly interactions?: string | undefined
}

/** Fails with `TableRefused`, whose problems name rows and lists. */
export const hiddenFromFile = Effect.fn("hiddenFromFile")(function* (request: HiddenRequest) {
  const file = basename(request.input)
  const refused = (message: string, rule: string, expected: string) =>
    new TableRefused({ message: `${file}: ${message}`, problems: [{ file, row: 0, column: "", rule, expected }] })
  const table = yield* readCaptures(request)
  const problems = checkCaptures(table)
  if (problems.length > 0)
    return yield* new TableRefused({
      message: `${file}: the table supports no estimate of the hidden population; it needs ${problems[0]?.expected}`,
      problems: problems.map(({ list, rule, expected }) => ({ file, row: 0, column: list, rule, expected }))
    })
  const model = request.interactions === undefined ? mainEffects : parseInteractions(table.lists, request.interactions)
  if (model === undefined)
    return yield* refused(
      "the interactions are not pairs of its lists",
      "no-pair",
      `pairs of the lists ${table.lists.join(", ")}, as A:B,C:D`
    )
  const solver = yield* Effect.promise(loadLinearSolver)
  return yield* Effect.try({
    try: () => estimateHidden(solver, table, { ...request, model }),
    catch: (error) => error
  }).pipe(
    Effect.catch((error) =>
      error instanceof NoEstimate
        ? Effect.fail(refused(error.message, error.reason, "another model, or lists with more persons in common"))
        : Effect.die(error)
    )
  )
})
