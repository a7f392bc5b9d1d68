/** Releases one after the other from vintages in memory, by the functions that real ones are made by. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import type { Cube } from "../../release/catalogue/Cube.ts"
import type { LeafRow, Leaves } from "../../release/catalogue/LeafRow.ts"
import { cubes } from "../../release/catalogue/releaseTables.ts"
import { type ChoiceInput, type TableChoice, toChoice } from "../../release/catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../../release/history/Disclosure.ts"
import { auditCube, type CubeAudit } from "../../release/protection/auditCube.ts"
import { cubeProblem } from "../../release/protection/CubeProblem.ts"
import { protectCube } from "../../release/protection/protectCube.ts"

export const choiceOf = (asked: ChoiceInput): TableChoice => {
  const made = toChoice(asked)
  if (!("choice" in made)) throw new Error(JSON.stringify(made.problems))
  return made.choice
}

export interface Released {
  readonly disclosure: Disclosure
  readonly audit: CubeAudit
  readonly refused: boolean
}

/** One release of a vintage, audited with all earlier ones; refused ones disclose nothing. */
export const releaseOf = async (
  solver: LoadedSolver,
  vintages: ReadonlyArray<ReadonlyArray<LeafRow> | Leaves>,
  vintage: number,
  choices: ReadonlyArray<TableChoice>,
  before: ReadonlyArray<Disclosure>,
  id: number
): Promise<Released> => {
  const family = cubes.get("routes") as Cube
  const leavesOf = (number: number | undefined): Leaves | undefined => {
    const own = number === undefined ? undefined : vintages[number - 1]
    return own instanceof Map ? own : own === undefined ? undefined : new Map([["", own as ReadonlyArray<LeafRow>]])
  }
  const asked = { choices, vintage, disclosures: before, profile: defaultProfile, leavesOf }
  const work = cubeProblem(solver, family, asked)
  const done = await Effect.runPromise(
    protectCube({ solver, profile: defaultProfile, id, ...work }).pipe(
      Effect.catchTag("WouldDisclose", () => Effect.succeed(undefined))
    )
  )
  const cells: Array<DisclosedCell> = []
  work.own.wanted.forEach((list, c) => {
    for (const { cell, labels } of list) {
      const shown = done?.shown[cell]
      if (shown !== undefined) cells.push({ choice: work.numbers[c] as number, labels, shown })
    }
  })
  const threshold = defaultProfile.threshold
  const disclosure: Disclosure = { id, vintage, threshold, choices, cells, isExact: true }
  const audit = await Effect.runPromise(auditCube({ solver, profile: defaultProfile, disclosure, ...work }))
  return { disclosure, audit, refused: done === undefined }
}
