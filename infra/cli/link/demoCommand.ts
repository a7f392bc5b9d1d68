/** `link demo`: a round with invented persons, to see what one gives. */
import { join } from "node:path"
import { checkCaptures } from "@corridor/flow-statistics/hidden/checkCaptures"
import { estimateHidden, NoEstimate } from "@corridor/flow-statistics/hidden/estimateHidden"
import { loadLinearSolver } from "@corridor/flow-statistics/hidden/linearProgramme"
import { groupReady } from "@corridor/linkage/oprf/Group"
import type { RoundTable } from "@corridor/linkage/quality/errorsOfRound"
import type { Corrected } from "@corridor/linkage/quality/posterior"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { capturesOfRound } from "../../linkage/capturesOfRound.ts"
import { demonstrationRound } from "../../linkage/demonstrationRound.ts"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, wholeFlag } from "../CommonFlags.ts"
import { errorLines } from "./errorLines.ts"

/** Returns the number of persons, known or not, that the overlaps of partner types support; undefined if they support none. */
const hiddenPersons = (table: RoundTable) =>
  Effect.promise(async () => {
    const captures = capturesOfRound(table)
    if (checkCaptures(captures).length > 0) return undefined
    try {
      const { answer } = estimateHidden(await loadLinearSolver(), captures)
      const atMost = answer.atMost === undefined ? undefined : Math.round(answer.atMost)
      return { atLeast: Math.round(answer.atLeast), atMost }
    } catch (error) {
      if (error instanceof NoEstimate) return undefined
      throw error
    }
  })

const correctedLine = ({ persons, low, high }: Corrected) =>
  `Without errors of linkage there would be ${Math.round(persons)} persons (${Math.round(low)} to ${Math.round(high)}).`

export const demoRound = Command.make(
  "demo",
  { ...commonFlags, persons: wholeFlag("persons", "how many invented persons", 1).pipe(Flag.withDefault(300)) },
  Effect.fn("link demo")(function* ({ data, json, persons }) {
    yield* Effect.promise(() => groupReady)
    const { truth, known, table } = yield* demonstrationRound(join(data, "linkage-demonstration"), persons)
    const atPartners = table.partners.reduce((sum, partner) => sum + partner.persons, 0)
    const hidden = yield* hiddenPersons(table)
    yield* printResult(json, {
      json: { truth, known, personsAtPartners: atPartners, hidden: hidden ?? null, ...table },
      lines: [
        `${atPartners} persons at twelve partners are ${table.persons} persons (${known} were known to a partner).`,
        ...(table.errors === undefined ? [] : errorLines(table.errors)),
        ...(table.errors?.corrected === undefined ? [] : [correctedLine(table.errors.corrected)]),
        ...formatTable([
          ["known to both", "and", "persons"],
          ...table.typeOverlaps.map(({ lists: [a, b], persons: both }) => [a, b, both])
        ]),
        hidden === undefined
          ? "Too few persons are known to several partners to estimate how many are known to none."
          : `With those known to none there are at least ${hidden.atLeast}${hidden.atMost === undefined ? "" : ` and at most ${hidden.atMost}`} persons (${truth} were invented).`,
        "Holders have destroyed their key shares, the linker its tokens. Real counts are shown by a release only."
      ]
    })
  }, Effect.scoped)
).pipe(
  documented(
    "Run a whole round with invented persons: twelve partners, two key holders and a linker as processes",
    "corridor link demo --persons 300"
  )
)
