/** `/v1/flows` and the like: a table of the newest release that is out and has it. */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { releaseTables, type TableMethod } from "../../../release/catalogue/releaseTables.ts"
import { newestWith, Published } from "../../../release/published/Published.ts"
import { Api } from "../Api.ts"
import { observedNote } from "../Notes.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { placeRoles, subjects, tableMethods } from "./subjects.ts"
import { TableAnswers } from "./TableAnswers.ts"

/** While no release has the table. */
const nothingYet = (table: string) => {
  const own = releaseTables.get(table)
  return HttpServerResponse.jsonUnsafe({
    release: null,
    state: null,
    vintage: null,
    table,
    title: own?.title ?? table,
    unit: own?.cube.unit ?? "",
    dimensions: own?.by ?? [],
    figure: own?.cube.count ?? "persons",
    invented: false,
    note: observedNote,
    profile: defaultProfile.name,
    method: "suppression",
    coverage: {},
    citation: "",
    publishedAt: "",
    page: 1,
    pages: 1,
    cells: []
  })
}

export const SubjectHandlers = HttpApiBuilder.group(
  Api,
  "tables",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const answers = yield* TableAnswers

    const newest = Effect.fn("Api.newest")(function* (table: string, more: ReadonlyArray<string> = []) {
      const releases = yield* published.releases.pipe(Effect.mapError(storeIsDown))
      const release = newestWith(releases, table)
      return release === undefined ? nothingYet(table) : yield* answers.answer(release, table, more)
    })

    const bySubject = Object.fromEntries(
      tableMethods.map((method) => [method, () => newest(subjects[method].table)])
    ) as Record<TableMethod, () => ReturnType<typeof newest>>

    return handlers.handleAll({
      ...bySubject,
      regions: ({ query }) => newest(placeRoles[query.role ?? "origin"], ["role"])
    })
  })
)
