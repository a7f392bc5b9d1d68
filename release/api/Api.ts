/** The API's description: addresses, parameters, answers and errors. `/openapi.json` is made from it. */
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { problems } from "./problems/ApiProblem.ts"
import { DescribedRequest } from "./problems/DescribedRequest.ts"
import { ReleaseFacts, ReleaseWithPages } from "./released/ReleaseSchemas.ts"
import { placeRoles, type Subject, subjects } from "./tables/subjects.ts"
import { queryOf, queryOfAny, successOf, successOfAny } from "./tables/TableSchemas.ts"

const errors = [problems.badRequest, problems.missing, problems.noSuchFormat, problems.tooMany, problems.down] as const

const subject = <const Name extends keyof typeof subjects>(name: Name) => {
  const { path, table }: Subject = subjects[name]
  return HttpApiEndpoint.get(name, `/v1/${path}`, { query: queryOf(table), success: successOf(table), error: errors })
}

/** Tables by subject, of the newest release that has them. */
export class SubjectGroup extends HttpApiGroup.make("tables").add(
  subject("flows"),
  subject("corridors"),
  subject("legs"),
  subject("victims"),
  subject("riskGroups"),
  subject("sdg"),
  subject("assistance"),
  subject("proceedings"),
  subject("coverage"),
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

export class Api extends HttpApi.make("corridor").add(SubjectGroup).add(ReleaseGroup).middleware(DescribedRequest) {}
