import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { PlainTerms } from "../../release/catalogue/PlainTerms.ts"
import { releaseTables, type TableMethod } from "../../release/catalogue/releaseTables.ts"
import { seriesName } from "../../release/history/editions.ts"
import { changeKinds } from "../../release/published/tableChanges.ts"
import { languages } from "../../schemas/Languages.ts"
import { type EditionDocument, editionDocuments, sdmxDataType } from "../metadata/documents.ts"
import { feedType } from "../metadata/feedPaths.ts"
import { RequireSignIn } from "./access/RequireSignIn.ts"
import { problems } from "./problems/ApiProblem.ts"
import { KnownParameters } from "./problems/KnownParameters.ts"
import { RequestValidation } from "./problems/RequestValidation.ts"
import { DictionaryAnswer, documentOf } from "./schemas/MetadataSchemas.ts"
import { QueryAnswer, QueryList, QueryPayload, wouldDisclose } from "./schemas/QuerySchemas.ts"
import { EditionChangesAnswer, EditionWithPages, ReleaseFacts, ReleaseWithPages } from "./schemas/ReleaseSchemas.ts"
import { MovePayload, RequestFacts, RequestFigures } from "./schemas/RequestSchemas.ts"
import { placeRoles, roleNames, subjects, tableMethods } from "./schemas/subjects.ts"
import { labelsOfSeries, queryOf, queryOfAny, successOf, successOfAny, VintageFacts } from "./schemas/TableSchemas.ts"
import { CoverageAnswer, TrendAnswer } from "./schemas/TrendSchemas.ts"

const errors = [problems.badRequest, problems.missing, problems.noSuchFormat, problems.tooMany, problems.down] as const

const subject = <const Name extends TableMethod>(name: Name) => {
  const { path, table } = subjects[name]
  return HttpApiEndpoint.get(name, `/v1/${path}`, {
    query: queryOf(table),
    success: successOf(table),
    error: errors
  }).annotate(OpenApi.Summary, `${releaseTables.get(table)?.title}, from the latest edition`)
}

type SubjectEndpoint = { [Name in TableMethod]: ReturnType<typeof subject<Name>> }[TableMethod]

const subjectEndpoints = tableMethods.map((name) => subject(name)) as unknown as readonly [
  SubjectEndpoint,
  ...Array<SubjectEndpoint>
]

/** Tables by subject, from the latest edition. */
export class SubjectGroup extends HttpApiGroup.make("tables").add(
  ...subjectEndpoints,
  HttpApiEndpoint.get("regions", "/v1/regions", {
    query: {
      ...queryOf(placeRoles.origin),
      role: Schema.optionalKey(Schema.Literals(roleNames))
    },
    success: successOf(placeRoles.origin),
    error: errors
  }).annotate(OpenApi.Summary, "Persons by first-level region and role, from the latest edition")
) {}

const Release = Schema.String.check(Schema.isPattern(/^[1-9][0-9]{0,8}$/u, { message: "the number of a release" }))

/** Published and retracted releases, and their tables. */
export class ReleaseGroup extends HttpApiGroup.make("releases")
  .add(
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ releases: Schema.Array(ReleaseFacts) }),
      error: errors
    }).annotate(OpenApi.Summary, "List published and retracted releases"),
    HttpApiEndpoint.get("show", "/:release", {
      params: { release: Release },
      success: ReleaseWithPages,
      error: errors
    }).annotate(OpenApi.Summary, "A release with its pages: method, dictionary, coverage, citation"),
    HttpApiEndpoint.get("table", "/:release/tables/:table", {
      params: { release: Release, table: Schema.String },
      query: queryOfAny,
      success: successOfAny,
      error: errors
    }).annotate(OpenApi.Summary, "A table of a release; the address is permanent")
  )
  .prefix("/v1/releases") {}

const pageNumber = Schema.String.check(Schema.isPattern(/^[1-9][0-9]{0,5}$/u, { message: "a page, from 1" }))

const editionParams = {
  series: Schema.String.check(Schema.isPattern(seriesName, { message: "the name of a series, such as main" })),
  version: Schema.String.check(Schema.isPattern(/^(latest|[1-9][0-9]{0,8})$/u, { message: "a version, or latest" }))
}

const languageOfFeed = {
  lang: Schema.optionalKey(
    Schema.Literals(languages).annotate({
      description: "language of the feed; default: the one that Accept-Language prefers"
    })
  )
}

/** Standing editions: what readers see unless they name a release. */
export class EditionGroup extends HttpApiGroup.make("editions")
  .add(
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ editions: Schema.Array(ReleaseFacts) }),
      error: errors
    }).annotate(OpenApi.Summary, "List the editions of all series, newest first"),
    HttpApiEndpoint.get("show", "/:series/:version", {
      params: editionParams,
      success: EditionWithPages,
      error: errors
    }).annotate(OpenApi.Summary, "An edition, by its version or as the latest"),
    HttpApiEndpoint.get("changes", "/:series/:version/changes", {
      params: editionParams,
      query: {
        since: Schema.optionalKey(
          Schema.String.check(Schema.isPattern(/^[1-9][0-9]{0,8}$/u, { message: "an earlier version" })).annotate({
            description: "version to compare with; default: the one before"
          })
        ),
        table: Schema.optionalKey(Schema.String.annotate({ description: "only cells of this table" })),
        change: Schema.optionalKey(
          Schema.Literals(changeKinds).annotate({ description: "only cells with this change" })
        ),
        page: Schema.optionalKey(pageNumber)
      },
      success: EditionChangesAnswer,
      error: errors
    }).annotate(
      OpenApi.Summary,
      "What changed since an earlier edition: tables, dimensions, and cells that were added, corrected, retracted or changed their state"
    ),
    HttpApiEndpoint.get("feed", "/:series/feed.atom", {
      params: { series: editionParams.series },
      query: languageOfFeed,
      success: documentOf(feedType),
      error: errors
    }).annotate(OpenApi.Summary, "The editions of a series as an Atom feed, newest first, with what changed"),
    HttpApiEndpoint.get("table", "/:series/:version/tables/:table", {
      params: { ...editionParams, table: Schema.String },
      query: queryOfAny,
      success: successOfAny,
      error: errors
    }).annotate(OpenApi.Summary, "A table of an edition")
  )
  .prefix("/v1/editions") {}

const documentEndpoint = <const Name extends EditionDocument>(name: Name) => {
  const { path, type, summary } = editionDocuments[name]
  return HttpApiEndpoint.get(name, `/v1/editions/:series/:version/${path}`, {
    params: editionParams,
    success: name === "dictionary" ? DictionaryAnswer : documentOf(type),
    error: errors
  }).annotate(OpenApi.Summary, summary)
}

type DocumentEndpoint = { [Name in EditionDocument]: ReturnType<typeof documentEndpoint<Name>> }[EditionDocument]

const documentEndpoints = (Object.keys(editionDocuments) as ReadonlyArray<EditionDocument>).map((name) =>
  documentEndpoint(name)
) as unknown as readonly [DocumentEndpoint, ...Array<DocumentEndpoint>]

/** Documents that describe the editions and their tables, for catalogues and programs. */
export class MetadataGroup extends HttpApiGroup.make("metadata").add(
  HttpApiEndpoint.get("catalogue", "/v1/dcat.jsonld", {
    success: documentOf(editionDocuments.dcat.type),
    error: errors
  }).annotate(OpenApi.Summary, "All editions in DCAT-AP, as JSON-LD"),
  HttpApiEndpoint.get("catalogueTurtle", "/v1/dcat.ttl", {
    success: documentOf(editionDocuments.dcatTurtle.type),
    error: errors
  }).annotate(OpenApi.Summary, "All editions in DCAT-AP, as Turtle"),
  HttpApiEndpoint.get("dictionaryOfAll", "/v1/dictionary", { success: DictionaryAnswer, error: errors }).annotate(
    OpenApi.Summary,
    "The data dictionary: every table and column, the four states, and the terms of use"
  ),
  ...documentEndpoints,
  HttpApiEndpoint.get("sdmxData", "/v1/editions/:series/:version/sdmx/data/:table", {
    params: { ...editionParams, table: Schema.String },
    query: { page: Schema.optionalKey(pageNumber) },
    success: documentOf(sdmxDataType),
    error: errors
  }).annotate(OpenApi.Summary, "A table of an edition in SDMX-CSV, with the four states as OBS_STATUS and CONF_STATUS")
) {}

/** Releases that are not editions: answers to requests, figures with noise, parts of the tables. */
export class AnswerGroup extends HttpApiGroup.make("answers").add(
  HttpApiEndpoint.get("list", "/v1/answers", {
    success: Schema.Struct({ answers: Schema.Array(ReleaseFacts) }),
    error: errors
  }).annotate(OpenApi.Summary, "List answers to requests and other releases that are not editions, newest first"),
  HttpApiEndpoint.get("feed", "/v1/answers/feed.atom", {
    query: languageOfFeed,
    success: documentOf(feedType),
    error: errors
  }).annotate(
    OpenApi.Summary,
    "Answers to requests and other releases that are not editions as an Atom feed, newest first"
  )
) {}

/** One cell by year or part of one, and the verdict on its trend. */
export class TrendGroup extends HttpApiGroup.make("trends").add(
  HttpApiEndpoint.get("show", "/v1/trends", {
    query: {
      table: Schema.Literals([...releaseTables.keys()]),
      release: Schema.optionalKey(Release),
      ...labelsOfSeries
    },
    success: TrendAnswer,
    error: errors
  }).annotate(OpenApi.Summary, "One cell by year or part of one, and the verdict on its trend")
) {}

const CodeRows = Schema.Array(Schema.Record(Schema.String, Schema.String))
const ProblemEntry = Schema.Struct({
  code: Schema.String,
  title: Schema.String,
  expected: Schema.String,
  remedy: Schema.String
})

/** Code lists, vintages, coverage and problems. */
export class ReferenceGroup extends HttpApiGroup.make("reference").add(
  HttpApiEndpoint.get("coverage", "/v1/coverage", { success: CoverageAnswer, error: errors }).annotate(
    OpenApi.Summary,
    "Who reports: the number of partners by kind of record and month"
  ),
  HttpApiEndpoint.get("codeLists", "/v1/codelists", {
    success: Schema.Struct({
      codelists: Schema.Array(
        Schema.Struct({
          name: Schema.String,
          columns: Schema.Array(Schema.String),
          rows: Schema.Int,
          address: Schema.String
        })
      )
    }),
    error: errors
  }).annotate(OpenApi.Summary, "List the code lists"),
  HttpApiEndpoint.get("codeList", "/v1/codelists/:name", {
    params: { name: Schema.String },
    success: Schema.Struct({ name: Schema.String, rows: CodeRows }),
    error: errors
  }).annotate(OpenApi.Summary, "A code list"),
  HttpApiEndpoint.get("vintages", "/v1/vintages", {
    success: Schema.Struct({
      vintages: Schema.Array(Schema.Struct({ ...VintageFacts.fields, releases: Schema.Array(Schema.Int) }))
    }),
    error: errors
  }).annotate(OpenApi.Summary, "List the vintages of published releases"),
  HttpApiEndpoint.get("problems", "/v1/problems", {
    success: Schema.Struct({ problems: Schema.Array(ProblemEntry) }),
    error: errors
  }).annotate(OpenApi.Summary, "List the problems of the API"),
  HttpApiEndpoint.get("problem", "/v1/problems/:code", {
    params: { code: Schema.String },
    success: ProblemEntry,
    error: errors
  }).annotate(OpenApi.Summary, "A problem of the API")
) {}

/** Protected queries of researchers on a vintage. */
export class QueryGroup extends HttpApiGroup.make("queries")
  .add(
    HttpApiEndpoint.get("list", "/", { success: QueryList, error: [problems.notAllowed, problems.down] }).annotate(
      OpenApi.Summary,
      "Your query budget and earlier answers"
    ),
    HttpApiEndpoint.post("ask", "/", {
      payload: QueryPayload,
      success: QueryAnswer,
      error: [problems.badRequest, problems.notAllowed, wouldDisclose, problems.tooMany, problems.down]
    }).annotate(OpenApi.Summary, "Answer a query on a vintage")
  )
  .middleware(RequireSignIn)
  .prefix("/v1/queries") {}

const Request = Schema.String.check(Schema.isPattern(/^[1-9][0-9]{0,8}$/u, { message: "the number of a request" }))
const requestErrors = [problems.badRequest, problems.notAllowed, problems.missing, problems.down] as const

/** Requests of policy teams to publish a statistic. */
export class RequestGroup extends HttpApiGroup.make("requests")
  .add(
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ requests: Schema.Array(RequestFacts) }),
      error: requestErrors
    }).annotate(OpenApi.Summary, "List your requests; reviewers and operators see all"),
    HttpApiEndpoint.post("draft", "/", { payload: PlainTerms, success: RequestFacts, error: requestErrors }).annotate(
      OpenApi.Summary,
      "Draft a request to publish a statistic"
    ),
    HttpApiEndpoint.get("show", "/:request", {
      params: { request: Request },
      success: RequestFacts,
      error: requestErrors
    }).annotate(OpenApi.Summary, "A request, its state and the moves that you can make"),
    HttpApiEndpoint.get("figures", "/:request/figures", {
      params: { request: Request },
      success: RequestFigures,
      error: requestErrors
    }).annotate(OpenApi.Summary, "The figures of a request under review"),
    HttpApiEndpoint.post("move", "/:request/moves", {
      params: { request: Request },
      payload: MovePayload,
      success: RequestFacts,
      error: [...requestErrors, problems.conflict, problems.tooMany]
    }).annotate(OpenApi.Summary, "Move a request to its next state")
  )
  .middleware(RequireSignIn)
  .prefix("/v1/requests") {}

/** The API: paths, parameters, responses and errors. `/openapi.json` and the client are derived from it. */
export class Api extends HttpApi.make("corridor")
  .add(SubjectGroup)
  .add(ReleaseGroup)
  .add(EditionGroup)
  .add(AnswerGroup)
  .add(MetadataGroup)
  .add(TrendGroup)
  .add(ReferenceGroup)
  .add(QueryGroup)
  .add(RequestGroup)
  .middleware(RequestValidation)
  .middleware(KnownParameters) {}
