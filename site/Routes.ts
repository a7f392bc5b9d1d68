import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import type { StateStore } from "../ports/StateStore.ts"
import type { Warehouse } from "../ports/Warehouse.ts"
import { mainSeries } from "../release/history/editions.ts"
import { Published } from "../release/published/Published.ts"
import { latestEdition } from "../release/published/readPublished.ts"
import { Queries } from "../release/queries/Queries.ts"
import { Requests } from "../release/requests/Requests.ts"
import { isLanguage } from "../schemas/Languages.ts"
import { Api } from "./api/Api.ts"
import { RequireSignInLayer } from "./api/access/RequireSignIn.ts"
import { constant } from "./api/formats/etag.ts"
import { pageValidators } from "./api/guard/pageValidators.ts"
import { EditionChangelog } from "./api/handlers/EditionChangelog.ts"
import { EditionDocuments } from "./api/handlers/EditionDocuments.ts"
import { MetadataHandlers } from "./api/handlers/MetadataHandlers.ts"
import { QueryHandlers } from "./api/handlers/QueryHandlers.ts"
import { ReferenceHandlers } from "./api/handlers/ReferenceHandlers.ts"
import { AnswerHandlers, EditionHandlers, ReleaseHandlers } from "./api/handlers/ReleaseHandlers.ts"
import { RequestHandlers } from "./api/handlers/RequestHandlers.ts"
import { SubjectHandlers } from "./api/handlers/SubjectHandlers.ts"
import { TableResponses } from "./api/handlers/TableResponses.ts"
import { TrendHandlers } from "./api/handlers/TrendHandlers.ts"
import { health } from "./api/health.ts"
import { openApiDocument } from "./api/openApiDocument.ts"
import { KnownParametersLayer } from "./api/problems/KnownParameters.ts"
import { problemResponse } from "./api/problems/problemResponse.ts"
import { RequestValidationLayer } from "./api/problems/RequestValidation.ts"
import { dimensionNames } from "./api/schemas/TableSchemas.ts"
import { servedDescription } from "./api/servedDescription.ts"
import { ExplorerRoutes } from "./explorer/server/ExplorerRoutes.ts"
import { feedWordsLayer } from "./explorer/server/feedWords.ts"
import { feedPath, inLanguage, mainFeedPath } from "./metadata/feedPaths.ts"

const ApiRoutes = HttpApiBuilder.layer(Api).pipe(
  Layer.provide([SubjectHandlers, ReleaseHandlers, EditionHandlers, AnswerHandlers]),
  Layer.provide([MetadataHandlers]),
  Layer.provide([TrendHandlers, ReferenceHandlers, QueryHandlers, RequestHandlers]),
  Layer.provide([RequestValidationLayer, KnownParametersLayer, RequireSignInLayer]),
  Layer.provide([Queries.layer, Requests.layer]),
  Layer.provide([TableResponses.layer, EditionDocuments.layer, EditionChangelog.layer]),
  Layer.provide(feedWordsLayer),
  Layer.provide(Published.layer)
)

/** Describes the latest edition, or the API alone while there is none or the store is down. */
const Description = HttpRouter.use(
  Effect.fn(function* (router) {
    const published = yield* Published
    const alone = constant(openApiDocument)
    let made: { readonly release: number; readonly response: typeof alone } | undefined
    const response = Effect.gen(function* () {
      const latest = latestEdition(yield* published.releases)
      if (latest === undefined) return yield* alone
      if (made?.release !== latest.release) {
        const tables = yield* Effect.forEach(latest.tables, (name) => published.tableOf(latest, name))
        const known = tables.filter((table) => table !== undefined)
        made = { release: latest.release, response: constant(servedDescription(known, dimensionNames)) }
      }
      return yield* made.response
    }).pipe(Effect.catch(() => alone))
    yield* router.add("GET", "/openapi.json", (request) =>
      request.url.includes("?")
        ? Effect.succeed(
            problemResponse("request-parameter-unknown", {}, [{ path: "query", expected: "no parameters" }])
          )
        : response
    )
  })
).pipe(Layer.provide(Published.layer))

/** Leads to the feed of the main series, in the language that the address names. */
const Feed = HttpRouter.use((router) =>
  router.add("GET", mainFeedPath, ({ url }) => {
    const language = new URL(url, "http://corridor").searchParams.get("lang")
    const path = feedPath(mainSeries)
    return Effect.succeed(
      HttpServerResponse.redirect(isLanguage(language) ? inLanguage(path, language) : path, { status: 308 })
    )
  })
)

const PageRoutes = ExplorerRoutes.pipe(Layer.provide([Published.layer, Requests.layer]))

const Health = HttpRouter.use(
  Effect.fn(function* (router) {
    const stores = yield* Effect.context<Warehouse | StateStore>()
    yield* router.add("GET", "/healthz", Effect.provide(health, stores))
  })
)

/** The API, the explorer and health, behind no guard. The pipeline is not needed. */
export const Routes = Layer.mergeAll(ApiRoutes, Description, Feed, PageRoutes, Health, pageValidators)
