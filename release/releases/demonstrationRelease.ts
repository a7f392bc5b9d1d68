import { Effect } from "effect"
import { families } from "../catalogue/Family.ts"
import { defaultProfile, type Profile } from "../disclosure/rules/Profile.ts"
import { createVintage, frozenRows } from "../vintage/Vintages.ts"
import { createRelease, listReleases, moveRelease } from "./Releases.ts"

/** Who releases the demonstration: they are as invented as its records, and release nothing else. */
const author = "Demonstration author (invented)"
const reviewers = ["Demonstration reviewer 1 (invented)", "Demonstration reviewer 2 (invented)"]

/**
 * Freezes the marts and releases the flows of them as the demonstration does, through the gate like any other. Answers false, and releases
 * nothing, when there was a release before or when any figure comes from records that are not invented: people review those.
 */
export const releaseDemonstration = Effect.fn("releaseDemonstration")(function* (profile: Profile = defaultProfile) {
  if ((yield* listReleases()).some(({ state }) => state === "published" || state === "retracted")) return false
  const vintage = yield* createVintage()
  for (const { mart } of families.values()) {
    if (!vintage.marts.some((one) => one.mart === mart)) continue
    const rows = yield* frozenRows<{ readonly invented: number }>(vintage, mart)
    if (rows.some(({ invented }) => invented !== 1)) return false
  }
  const open = (yield* listReleases()).find(({ state }) => state === "held" || state === "reviewed")
  if (open !== undefined && open.author !== author) return false
  if (open !== undefined)
    yield* moveRelease({ release: open.release, move: "reject", by: author, reason: "started anew" })
  const { release } = yield* createRelease({ author, profile, vintage: vintage.vintage })
  for (const by of reviewers) yield* moveRelease({ release, move: "approve", by })
  return true
})
