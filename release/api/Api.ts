/** The API's description: addresses, parameters, answers and errors. `/openapi.json` is made from it. */
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware } from "effect/http-api"
import { FlowCell } from "../publish/PublishedFlows.ts"

/** The store does not answer. */
export class Unavailable extends Schema.TaggedError<Unavailable>()(
  "Unavailable",
  { message: Schema.String },
  { httpApiStatus: 503 }
) {}

const Country = Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))
const Year = Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1990, maximum: 2100 }))

/** Flows with what a reader must know beside them: when, under which rules, and whether they are invented. */
export const FlowsAnswer = Schema.Struct({
  publishedAt: Schema.String,
  profile: Schema.String,
  invented: Schema.Boolean,
  note: Schema.String,
  cells: Schema.Array(FlowCell)
})

export class FlowsGroup extends HttpApiGroup.make("flows")
  .add(
    HttpApiEndpoint.get("list", "/", {
      query: {
        origin: Schema.optional(Country),
        destination: Schema.optional(Country),
        year: Schema.optional(Year)
      },
      success: FlowsAnswer,
      error: Unavailable
    })
  )
  .prefix("/v1/flows") {}

export class Api extends HttpApi.make("corridor").add(FlowsGroup).middleware(HttpApiMiddleware.ProblemDetails) {}
