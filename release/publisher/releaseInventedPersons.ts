/** Persons of the demonstration's linkage round, released as real ones are: with noise, by two invented reviewers. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect, Redacted } from "effect"
import { cubes } from "../catalogue/cubes.ts"
import { toChoice } from "../catalogue/TableChoice.ts"
import { captureHistories, oncePerPartner, oncePerson } from "../protection/noisyDomain.ts"
import { dpBudget } from "../protection/privateBudget.ts"
import { createVintage, frozenRows } from "../vintage/Vintages.ts"
import type { DemonstrationPeople } from "./demonstrationRelease.ts"
import { createRelease, moveRelease, reconcileReleases } from "./Releases.ts"

const tables = [oncePerson, oncePerPartner, captureHistories]

/** Privacy loss of each table and of the shared cases that partners receive, and of all together. */
const [epsilon, granted] = [1, 4]

/** The noise protects no one, because all persons are invented. A known secret gives every start of the demonstration the same figures. */
export const inventedKey = Redacted.make("The demonstration's persons are invented")

/** What became of them. Persons that are not invented need human review, and rounds without a year have no figures by year. */
export type InventedRelease = "released" | "released before" | "no year" | "not invented"

/** Freezes the marts and releases persons, persons at each partner and capture histories. Releases nothing but invented persons, and these once. */
export const releaseInventedPersons = Effect.fn("releaseInventedPersons")(function* ({
  author,
  reviewers
}: DemonstrationPeople) {
  const isOfPersons = ({ table }: { readonly table: string }) => table === oncePerson
  if ((yield* reconcileReleases()).some(({ choices = [] }) => choices.some(isOfPersons)))
    return "released before" satisfies InventedRelease
  const vintage = yield* createVintage()
  const frozen = yield* Effect.forEach([oncePerson, oncePerPartner], (name) =>
    frozenRows<{ readonly year: string; readonly invented: number }>(vintage, cubes.get(name)?.mart ?? "")
  )
  const rows = frozen.flat()
  const years = rows.map(({ year }) => Number(year)).filter(Number.isInteger)
  if (years.length === 0) return "no year" satisfies InventedRelease
  if (rows.some(({ invented }) => invented !== 1)) return "not invented" satisfies InventedRelease
  const [from, to] = [Math.min(...years), Math.max(...years)]
  const choices = tables.flatMap((table) => {
    const result = toChoice({ table, from, to })
    return "choice" in result ? [result.choice] : []
  })
  yield* dpBudget(granted)
  const { release } = yield* createRelease({
    author,
    profile: defaultProfile,
    vintage: vintage.vintage,
    method: "dp",
    epsilon,
    key: inventedKey,
    choices
  })
  for (const by of reviewers) yield* moveRelease({ release, move: "approve", by })
  return "released" satisfies InventedRelease
})
