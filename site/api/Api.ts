/** The API's description: addresses, parameters, answers and errors. `/openapi.json` is made from it. */
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { PlainTerms } from "../../release/catalogue/PlainTerms.ts"
import { releaseTables, type TableMethod } from "../../release/catalogue/releaseTables.ts"
import { Asking } from "./access/Asking.ts"
import { problems } from "./problems/ApiProblem.ts"
import { DescribedRequest } from "./problems/DescribedRequest.ts"
import { nothingDisclosable, QueryAnswer, QueryList, QueryPayload } from "./queries/QuerySchemas.ts"
import { ReleaseFacts, ReleaseWithPages } from "./released/ReleaseSchemas.ts"
import { MovePayload, RequestFacts, RequestFigures } from "./requests/RequestSchemas.ts"
import { placeRoles, subjects, tableMethods } from "./tables/subjects.ts"
import { labelsOfAny, queryOf, queryOfAny, successOf, successOfAny, VintageFacts } from "./tables/TableSchemas.ts"
import { TrendAnswer } from "./trends/TrendSchemas.ts"

const errors = [problems.badRequest, problems.missing, problems.noSuchFormat, problems.tooMany, problems.down] as const

const subject = <const Name extends TableMethod>(name: Name) => {
  const { path, table } = subjects[name]
  return HttpApiEndpoint.get(name, `/v1/${path}`, { query: queryOf(table), success: successOf(table), error: errors })
}

type SubjectEndpoint = { [Name in TableMethod]: ReturnType<typeof subject<Name>> }[TableMethod]

const subjectEndpoints = tableMethods.map((name) => subject(name)) as unknown as readonly [
  SubjectEndpoint,
  ...Array<SubjectEndpoint>
]

/** Tables by subject, of the newest release that has them. */
export class SubjectGroup extends HttpApiGroup.make("tables").add(
  ...subjectEndpoints,
  HttpApiEndpoint.get("regions", "/v1/regions", {
    query: {
      ...queryOf(placeRoles.origin),
      role: Schema.optionalKey(Schema.Literals(["origin", "transit", "destination"]))
    },
    success: successOf(placeRoles.origin),
    error: errors
  })
) {}

const Release = Schema.String.check(Schema.isPattern(/^\d{1,9}$/, { message: "a release's number" }))

/** Releases that are out or were, and their tables. */
export class ReleaseGroup extends HttpApiGroup.make("releases")
  .add(
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ releases: Schema.Array(ReleaseFacts) }),
      error: errors
    }),
    HttpApiEndpoint.get("show", "/:release", {
      params: { release: Release },
      success: ReleaseWithPages,
      error: errors
    }),
    HttpApiEndpoint.get("table", "/:release/tables/:table", {
      params: { release: Release, table: Schema.String },
      query: queryOfAny,
      success: successOfAny,
      error: errors
    })
  )
  .prefix("/v1/releases") {}

/** A cell by year and the verdict on it. */
export class TrendGroup extends HttpApiGroup.make("trends").add(
  HttpApiEndpoint.get("show", "/v1/trends", {
    query: {
      table: Schema.Literals([...releaseTables.keys()]),
      release: Schema.optionalKey(Release),
      ...labelsOfAny
    },
    success: TrendAnswer,
    error: errors
  })
) {}

const CodeRows = Schema.Array(Schema.Record(Schema.String, Schema.String))
const ProblemWords = Schema.Struct({
  code: Schema.String,
  title: Schema.String,
  expected: Schema.String,
  mend: Schema.String
})

/** What labels, vintages and refusals mean. */
export class ReferenceGroup extends HttpApiGroup.make("reference").add(
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
  }),
  HttpApiEndpoint.get("codeList", "/v1/codelists/:name", {
    params: { name: Schema.String },
    success: Schema.Struct({ name: Schema.String, rows: CodeRows }),
    error: errors
  }),
  HttpApiEndpoint.get("vintages", "/v1/vintages", {
    success: Schema.Struct({
      vintages: Schema.Array(Schema.Struct({ ...VintageFacts.fields, releases: Schema.Array(Schema.Int) }))
    }),
    error: errors
  }),
  HttpApiEndpoint.get("problems", "/v1/problems", {
    success: Schema.Struct({ problems: Schema.Array(ProblemWords) }),
    error: errors
  }),
  HttpApiEndpoint.get("problem", "/v1/problems/:code", {
    params: { code: Schema.String },
    success: ProblemWords,
    error: errors
  })
) {}

/** A researcher's questions to a vintage. */
export class QueryGroup extends HttpApiGroup.make("queries")
  .add(
    HttpApiEndpoint.get("list", "/", { success: QueryList, error: [problems.notAllowed, problems.down] }),
    HttpApiEndpoint.post("ask", "/", {
      payload: QueryPayload,
      success: QueryAnswer,
      error: [problems.badRequest, problems.notAllowed, nothingDisclosable, problems.tooMany, problems.down]
    })
  )
  .middleware(Asking)
  .prefix("/v1/queries") {}

const Request = Schema.String.check(Schema.isPattern(/^\d{1,9}$/, { message: "a request's number" }))
const requestErrors = [problems.badRequest, problems.notAllowed, problems.missing, problems.down] as const

/** Statistics that a policy team asks to be published. */
export class RequestGroup extends HttpApiGroup.make("requests")
  .add(
    HttpApiEndpoint.get("list", "/", {
      success: Schema.Struct({ requests: Schema.Array(RequestFacts) }),
      error: requestErrors
    }),
    HttpApiEndpoint.post("draft", "/", { payload: PlainTerms, success: RequestFacts, error: requestErrors }),
    HttpApiEndpoint.get("show", "/:request", {
      params: { request: Request },
      success: RequestFacts,
      error: requestErrors
    }),
    HttpApiEndpoint.get("figures", "/:request/figures", {
      params: { request: Request },
      success: RequestFigures,
      error: requestErrors
    }),
    HttpApiEndpoint.post("move", "/:request/moves", {
      params: { request: Request },
      payload: MovePayload,
      success: RequestFacts,
      error: [...requestErrors, problems.conflict, problems.tooMany]
    })
  )
  .middleware(Asking)
  .prefix("/v1/requests") {}

export class Api extends HttpApi.make("corridor")
  .add(SubjectGroup)
  .add(ReleaseGroup)
  .add(TrendGroup)
  .add(ReferenceGroup)
  .add(QueryGroup)
  .add(RequestGroup)
  .middleware(DescribedRequest) {}
