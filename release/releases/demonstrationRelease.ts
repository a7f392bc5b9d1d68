import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { defaultProfile, type Profile } from "../disclosure/rules/Profile.ts"
import { createVintage, frozenRows } from "../vintage/Vintages.ts"
import type { FrozenFlow } from "./protectFlows.ts"
import { createRelease, listReleases, moveRelease } from "./Releases.ts"

/** Who releases the demonstration: they are as invented as its records, and release nothing else. */
const author = "Demonstration author (invented)"
const reviewers = ["Demonstration reviewer 1 (invented)", "Demonstration reviewer 2 (invented)"]

/**
 * Freezes the marts and releases their flows as the demonstration does, through the gate like any other. Answers false, and releases
 * nothing, when there was a release before or when any figure comes from records that are not invented: people review those.
 */
export const releaseDemonstration = Effect.fn("releaseDemonstration")(function* (profile: Profile = defaultProfile) {
  if ((yield* listReleases()).some(({ state }) => state === "published" || state === "retracted")) return false
  const warehouse = yield* Warehouse
  const observed = yield* warehouse.query("SELECT 1 FROM corridor_mart.flows_by_year WHERE invented != 1 LIMIT 1")
  if (observed.length > 0) return false
  const vintage = yield* createVintage()
  const rows = yield* frozenRows<FrozenFlow>(vintage, "flows_by_year")
  if (rows.some(({ invented }) => invented !== 1)) return false
  const open = (yield* listReleases()).find(({ state }) => state === "held" || state === "reviewed")
  if (open !== undefined && open.author !== author) return false
  if (open !== undefined)
    yield* moveRelease({ release: open.release, move: "reject", by: author, reason: "started anew" })
  const { release } = yield* createRelease({ author, profile, vintage: vintage.vintage })
  for (const by of reviewers) yield* moveRelease({ release, move: "approve", by })
  return true
})
