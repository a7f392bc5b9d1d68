/** Releases one after the other from vintages in memory, by the functions that real ones are made by. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { Effect, Redacted } from "effect"
import { cubes } from "../../release/catalogue/cubes.ts"
import type { LeafRow, Leaves } from "../../release/catalogue/LeafRow.ts"
import { type ChoiceInput, type TableChoice, toChoice } from "../../release/catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../../release/history/Disclosure.ts"
import { auditSystem, type CubeAudit, findingsOf } from "../../release/protection/auditSystem.ts"
import { protectSystem } from "../../release/protection/protectSystem.ts"
import { releaseProblem } from "../../release/protection/ReleaseProblem.ts"
import type { LeavesByCube } from "../../release/protection/ReleaseSystem.ts"

type LeavesOf = (vintage: number | undefined) => LeavesByCube | undefined

/** Returns the counts of numbered vintages. */
export const leavesIn =
  (vintages: ReadonlyArray<ReadonlyArray<LeafRow> | Leaves | LeavesByCube>): LeavesOf =>
  (number) => {
    const own = number === undefined ? undefined : vintages[number - 1]
    if (own === undefined) return undefined
    if (Array.isArray(own)) return new Map([["routes", new Map([["", own as ReadonlyArray<LeafRow>]])]])
    return [...own.keys()].some((name) => cubes.has(`${name}`))
      ? (own as LeavesByCube)
      : new Map([["routes", own as Leaves]])
  }

export const choiceOf = (asked: ChoiceInput): TableChoice => {
  const made = toChoice(asked)
  if (!("choice" in made)) throw new Error(JSON.stringify(made.problems))
  return made.choice
}

export interface Released {
  readonly disclosure: Disclosure
  readonly audit: CubeAudit
  /** Findings in all cubes. */
  readonly findings: number
  readonly refused: boolean
  /** What the refusal says. */
  readonly refusal: string | undefined
}

/** One release of a vintage, audited with all earlier ones; refused ones disclose nothing. */
export const releaseOf = async (
  solver: LoadedSolver,
  vintages: ReadonlyArray<ReadonlyArray<LeafRow> | Leaves | LeavesByCube>,
  vintage: number,
  choices: ReadonlyArray<TableChoice>,
  before: ReadonlyArray<Disclosure>,
  id: number
): Promise<Released> => {
  const requested = { choices, vintage, disclosures: before, profile: defaultProfile, leavesOf: leavesIn(vintages) }
  const work = releaseProblem(solver, requested)
  let refusal: string | undefined
  const done = await Effect.runPromise(
    protectSystem({ solver, profile: defaultProfile, id, patternKey: Redacted.make("test"), ...work }).pipe(
      Effect.catchTag("WouldDisclose", ({ message }) => {
        refusal = message
        return Effect.succeed(undefined)
      })
    )
  )
  const cells: Array<DisclosedCell> = []
  work.own.wanted.forEach((list, choice) => {
    for (const { cell, labels } of list) {
      const shown = done?.shown[cell]
      if (shown !== undefined) cells.push({ choice, labels, shown })
    }
  })
  const threshold = defaultProfile.threshold
  const disclosure: Disclosure = { id, vintage, threshold, choices, cells, isExact: true }
  const audits = await Effect.runPromise(auditSystem({ solver, profile: defaultProfile, disclosure, ...work }))
  const findings = audits.reduce((sum, audit) => sum + findingsOf(audit), 0)
  return { disclosure, audit: audits[0] as CubeAudit, findings, refused: done === undefined, refusal }
}
