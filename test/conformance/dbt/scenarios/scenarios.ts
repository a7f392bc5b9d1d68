/** All scenarios that have an expected file. */
import type { Scenario } from "../Scenario.ts"
import { crossings } from "./Crossings.ts"
import { shelter } from "./Shelter.ts"

export const scenarios: ReadonlyArray<Scenario> = [crossings, shelter]
