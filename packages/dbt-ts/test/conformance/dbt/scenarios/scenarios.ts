/** All scenarios that have an expected file. */
import { join } from "node:path"
import { foundProject } from "../FoundProject.ts"
import type { Scenario } from "../Scenario.ts"
import { crossings } from "./Crossings.ts"
import { shelter } from "./Shelter.ts"

/**
 * Small projects that were written to find differences, with their steps next to them: snapshots of a source that grows, tests
 * that fail in every way, each way in which incremental models take a change of columns, what templates see.
 */
const found = ["histories", "proofs", "growth", "wording"].map(
  (name) => foundProject(join(import.meta.dirname, "..", "..", "fixtures", "dbt", name)).scenario
)

export const scenarios: ReadonlyArray<Scenario> = [crossings, shelter, ...found]
