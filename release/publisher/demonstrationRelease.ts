import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { scopesOf } from "../../ports/identity/Principal.ts"
import { detailsFor, panelDimension } from "../catalogue/Cube.ts"
import { cubes } from "../catalogue/cubes.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import { type ChoiceInput, type TableChoice, toChoice } from "../catalogue/TableChoice.ts"
import type { Signatory } from "../ledger/Signatory.ts"
import { createVintage, frozenRows, type Vintage } from "../vintage/Vintages.ts"
import { createRelease, moveRelease, reconcileReleases } from "./Releases.ts"

/** Invented people who release the demonstration and nothing else. */
export interface DemonstrationPeople {
  readonly author: Signatory
  readonly reviewers: ReadonlyArray<Signatory>
}

/** The invented people by the names of their accounts. `npm start` creates the accounts and gives their tokens. */
export const inventedPeople: DemonstrationPeople = {
  author: { account: "invented-analyst", role: "analyst", scopes: scopesOf.analyst },
  reviewers: ["invented-reviewer-1", "invented-reviewer-2"].map((account) => ({
    account,
    role: "reviewer",
    scopes: scopesOf.reviewer
  }))
}

/** The author's name before accounts existed. */
const formerAuthor = "Demonstration author (invented)"

const demonstrated: ReadonlyArray<ChoiceInput> = [...releaseTables.values()].flatMap(({ name, demonstration }) =>
  demonstration === undefined ? [] : [{ table: name, by: demonstration.by, where: demonstration.where }]
)

const choicesOf = ({ marts }: Vintage): ReadonlyArray<TableChoice> =>
  demonstrated.flatMap((input) => {
    const cube = releaseTables.get(input.table)?.cube
    const result = toChoice(input)
    if (cube === undefined || !("choice" in result)) return []
    const needed = [
      detailsFor(cube, result.choice.levels)[0]?.mart ?? cube.mart,
      ...(result.choice.by.includes(panelDimension) ? ["coverage"] : [])
    ]
    return needed.every((name) => marts.some(({ mart }) => mart === name)) ? [result.choice] : []
  })

/**
 * Freezes the marts and releases the demonstration's tables in the ordinary way. Returns false, and releases nothing, if there is a release
 * already or if any figure comes from records that are not invented: those need human review.
 */
export const releaseDemonstration = Effect.fn("releaseDemonstration")(function* ({
  author,
  reviewers
}: DemonstrationPeople = inventedPeople) {
  if ((yield* reconcileReleases()).some(({ state }) => state === "published" || state === "retracted")) return false
  const vintage = yield* createVintage()
  for (const { mart } of cubes.values()) {
    if (!vintage.marts.some((one) => one.mart === mart)) continue
    const rows = yield* frozenRows<{ readonly invented: number }>(vintage, mart)
    if (rows.some(({ invented }) => invented !== 1)) return false
  }
  const open = (yield* reconcileReleases()).find(({ state }) => state === "held" || state === "reviewed")
  if (open !== undefined && ![author.account, formerAuthor].includes(open.author)) return false
  if (open !== undefined)
    yield* moveRelease({ release: open.release, move: "reject", by: author, reason: "started again" })
  const { release } = yield* createRelease({
    author,
    profile: defaultProfile,
    vintage: vintage.vintage,
    choices: choicesOf(vintage)
  })
  for (const by of reviewers) yield* moveRelease({ release, move: "approve", by })
  return true
})
