import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { releaseTables, type TableMethod } from "../../../release/catalogue/releaseTables.ts"
import { Published } from "../../../release/published/Published.ts"
import { latestEdition } from "../../../release/published/readPublished.ts"
import { observedNote } from "../../metadata/notes.ts"
import { Api } from "../Api.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { retractedProblem } from "../problems/noEdition.ts"
import { placeRoles, subjects, tableMethods } from "../schemas/subjects.ts"
import { TableResponses } from "./TableResponses.ts"

/** Returns the response before the first edition. */
const emptyTable = (table: string) => {
  const entry = releaseTables.get(table)
  return HttpServerResponse.jsonUnsafe({
    release: null,
    state: null,
    vintage: null,
    table,
    title: entry?.title ?? table,
    unit: entry?.cube.unit ?? "",
    dimensions: entry?.by ?? [],
    figure: entry?.cube.count ?? "persons",
    invented: false,
    note: observedNote,
    profile: defaultProfile.name,
    method: "suppression",
    cellsByState: {},
    citation: "",
    publishedAt: "",
    page: 1,
    pages: 1,
    cells: []
  })
}

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
      if (release !== undefined) return yield* answers.answer(release, table, { otherParameters })
      // Nothing is "not reported" because an edition was retracted.
      return yield* retractedProblem(releases) ?? Effect.succeed(emptyTable(table))
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
