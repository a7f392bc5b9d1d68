/** Reads the table of `analyse hidden` from a file or a release, refuses what supports no estimate, and estimates. */
import { basename } from "node:path"
import { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import type { CaptureTable } from "@corridor/flow-statistics/hidden/CaptureTable"
import { checkCaptures } from "@corridor/flow-statistics/hidden/checkCaptures"
import { estimateHidden, type HiddenOptions, NoEstimate } from "@corridor/flow-statistics/hidden/estimateHidden"
import { loadLinearSolver } from "@corridor/flow-statistics/hidden/linearProgramme"
import { mainEffects } from "@corridor/flow-statistics/hidden/PairModel"
import { parseInteractions } from "@corridor/flow-statistics/hidden/parseInteractions"
import { Effect } from "effect"
import { capturesPage, readCapturesText, toCaptureTable } from "../../../../release/history/hiddenPersons.ts"
import { readReleases } from "../../../../release/published/readPublished.ts"
import { type CaptureRequest, readCaptures } from "./readCaptures.ts"

interface ModelRequest extends Omit<HiddenOptions, "model"> {
  /** `A:B,C:D`; without it the model has main effects only. */
  readonly interactions?: string | undefined
}

/** Fails with `TableRefused`, whose problems name rows and lists. */
export const hiddenFromFile = Effect.fn("hiddenFromFile")(function* (request: CaptureRequest & ModelRequest) {
  return yield* estimateFrom(basename(request.input), yield* readCaptures(request), request)
})

/** Estimates from the capture histories of a published release, with their intervals. */
export const hiddenFromRelease = Effect.fn("hiddenFromRelease")(function* (number: number, request: ModelRequest) {
  const file = `release ${number}`
  const release = (yield* readReleases()).releases.find((one) => one.release === number && one.state === "published")
  const histories = readCapturesText(release?.pages[capturesPage])
  if (histories === undefined)
    return yield* refusedTable(
      file,
      "no published release of this number has capture histories with their errors",
      "no-captures",
      "a release of the tables capture_histories and persons_at_partners, of a round with invented persons"
    )
  return yield* estimateFrom(file, toCaptureTable(histories), request)
})

const refusedTable = (file: string, message: string, rule: string, expected: string) =>
  new TableRefused({ message: `${file}: ${message}`, problems: [{ file, row: 0, column: "", rule, expected }] })

const estimateFrom = Effect.fn("estimateFrom")(function* (file: string, table: CaptureTable, request: ModelRequest) {
  const problems = checkCaptures(table)
  if (problems.length > 0)
    return yield* new TableRefused({
      message: `${file}: the table supports no estimate of the hidden population; it needs ${problems[0]?.expected}`,
      problems: problems.map(({ list, rule, expected }) => ({ file, row: 0, column: list, rule, expected }))
    })
  const model = request.interactions === undefined ? mainEffects : parseInteractions(table.lists, request.interactions)
  if (model === undefined)
    return yield* refusedTable(
      file,
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
        ? Effect.fail(
            refusedTable(file, error.message, error.reason, "another model, or lists with more persons in common")
          )
        : Effect.die(error)
    )
  )
})
