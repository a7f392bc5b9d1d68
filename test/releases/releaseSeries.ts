/** Releases one after the other from vintages in memory, by the functions that real ones are made by. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import { type Family, families } from "../../release/catalogue/Family.ts"
import type { LeafRow, Leaves } from "../../release/catalogue/LeafRows.ts"
import { type ChoiceAsked, type TableChoice, toChoice } from "../../release/catalogue/TableChoice.ts"
import { auditFamily, type FamilyAudit } from "../../release/protection/auditFamily.ts"
import { familyWork } from "../../release/protection/familyWork.ts"
import { protectFamily } from "../../release/protection/protectFamily.ts"
import type { Statement, ToldCell } from "../../release/protection/Statement.ts"

export const choiceOf = (asked: ChoiceAsked): TableChoice => {
  const made = toChoice(asked)
  if (!("choice" in made)) throw new Error(JSON.stringify(made.problems))
  return made.choice
}

export interface Released {
  readonly statement: Statement
  readonly audit: FamilyAudit
  readonly refused: boolean
}

/** One release of a vintage, held against all before; refused ones say nothing. */
export const releaseOf = async (
  solver: LoadedSolver,
  vintages: ReadonlyArray<ReadonlyArray<LeafRow> | Leaves>,
  vintage: number,
  choices: ReadonlyArray<TableChoice>,
  before: ReadonlyArray<Statement>,
  id: number
): Promise<Released> => {
  const family = families.get("routes") as Family
  const leavesOf = (number: number | undefined): Leaves | undefined => {
    const own = number === undefined ? undefined : vintages[number - 1]
    return own instanceof Map ? own : own === undefined ? undefined : new Map([["", own as ReadonlyArray<LeafRow>]])
  }
  const asked = { choices, vintage, statements: before, profile: defaultProfile, leavesOf }
  const work = familyWork(solver, family, asked)
  const done = await Effect.runPromise(
    protectFamily({ solver, profile: defaultProfile, id, ...work }).pipe(
      Effect.catchTag("WouldDisclose", () => Effect.succeed(undefined))
    )
  )
  const cells: Array<ToldCell> = []
  work.own.wanted.forEach((list, c) => {
    for (const { cell, labels } of list) {
      const shown = done?.shown[cell]
      if (shown !== undefined) cells.push({ choice: work.numbers[c] as number, labels, shown })
    }
  })
  const threshold = defaultProfile.threshold
  const statement: Statement = { id, vintage, threshold, choices, cells, isExact: true }
  const audit = await Effect.runPromise(auditFamily({ solver, profile: defaultProfile, statement, ...work }))
  return { statement, audit, refused: done === undefined }
}
