/** Queries that a process is killed at, and who pays for them. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

export const person = "Rae Researcher"
export const project = "Baltic"

/** Two queries, both answerable from the same rows. */
export const budgetedQueries: ReadonlyArray<ChoiceInput> = [
  { table: "flows", by: ["origin", "year"] },
  { table: "flows", by: ["destination"] }
]

export const askQuery = (query: ChoiceInput) =>
  Effect.flatMap(Queries, (queries) =>
    queries.ask({ person, project, choice: choiceOf(query), profile: defaultProfile })
  )
