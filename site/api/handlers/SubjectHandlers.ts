import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import type { TableMethod } from "../../../release/catalogue/releaseTables.ts"
import { Published } from "../../../release/published/Published.ts"
import { latestEdition } from "../../../release/published/readPublished.ts"
import { Api } from "../Api.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { notFound } from "../problems/notFound.ts"
import { placeRoles, subjects, tableMethods } from "../schemas/subjects.ts"
import { TableResponses } from "./TableResponses.ts"

/** `/v1/flows` and the other subjects: a table of the latest edition. */
export const SubjectHandlers = HttpApiBuilder.group(
  Api,
  "tables",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const answers = yield* TableResponses

    const latest = Effect.fn("Api.latest")(function* (table: string, otherParameters: ReadonlyArray<string> = []) {
      const releases = yield* published.releases.pipe(Effect.mapError(databaseDown))
      const release = latestEdition(releases)
      return yield* release === undefined ? notFound("anyEdition") : answers.answer(release, table, { otherParameters })
    })

    const bySubject = Object.fromEntries(
      tableMethods.map((method) => [method, () => latest(subjects[method].table)])
    ) as Record<TableMethod, () => ReturnType<typeof latest>>

    return handlers.handleAll({
      ...bySubject,
      regions: ({ query }) => latest(placeRoles[query.role ?? "origin"], ["role"])
    })
  })
)
