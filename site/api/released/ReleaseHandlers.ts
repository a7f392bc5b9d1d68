/** `/v1/releases`: what is out and what was, with its tables. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Published } from "../../../release/published/Published.ts"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { Api } from "../Api.ts"
import { tagged } from "../formats/withTag.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { TableAnswers } from "../tables/TableAnswers.ts"

/** Its facts and those of its tables; no cell is read for them. */
const factsOf = ({ pages: _, dimensions, ...release }: PublishedRelease) => ({
  ...release,
  tables: release.tables.map((name) => {
    const { unit: _, ...facts } = tableFacts(name, dimensions.get(name))
    return facts
  })
})

export const ReleaseHandlers = HttpApiBuilder.group(
  Api,
  "releases",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const answers = yield* TableAnswers

    const find = Effect.fn("Api.findRelease")(function* (number: string) {
      const releases = yield* published.releases.pipe(Effect.mapError(storeIsDown))
      const found = releases.find(({ release }) => release === Number(number))
      return found ?? (yield* apiProblem("request-not-found"))
    })

    return handlers.handleAll({
      list: Effect.fn("Api.releases")(function* () {
        const releases = yield* published.releases
        return yield* tagged({ releases: releases.toReversed().map(factsOf) })
      }, Effect.mapError(storeIsDown)),
      show: Effect.fn("Api.release")(function* ({ params }) {
        const found = yield* find(params.release)
        return yield* tagged({ ...factsOf(found), pages: found.pages })
      }),
      table: Effect.fn("Api.releaseTable")(function* ({ params }) {
        return yield* answers.answer(yield* find(params.release), params.table)
      })
    })
  })
)
