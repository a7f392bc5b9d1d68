/** A request that does not fit its description is refused by name of the parameter and what is expected there, with our code. */
import { Cause, Effect, ErrorReporter, type Layer, SchemaIssue } from "effect"
import { HttpServerRespondable } from "effect/http"
import { HttpApiError, HttpApiMiddleware } from "effect/http-api"
import { apiProblem, problems } from "./ApiProblem.ts"

export class DescribedRequest extends HttpApiMiddleware.Service<DescribedRequest>()(
  "corridor/release/api/DescribedRequest",
  { error: [problems.badRequest] }
) {}

const read = SchemaIssue.makeFormatterStandardSchemaV1()

const nameOf = (segment: PropertyKey | { readonly key: PropertyKey }) =>
  String(typeof segment === "object" ? segment.key : segment)

export const DescribedRequestLayer: Layer.Layer<DescribedRequest> = HttpApiMiddleware.layerSchemaErrorTransform(
  DescribedRequest,
  (error) => {
    if (error.kind === "Body" || error.kind === "ResponseHeaders")
      return Effect.andThen(
        ErrorReporter.report(Cause.fail(error)),
        HttpServerRespondable.toResponse(new HttpApiError.InternalServerError())
      )
    const parts = read(error.cause.issue).issues.map(({ path, message }) => ({
      path: [error.kind.toLowerCase(), ...(path ?? []).map(nameOf)].join("."),
      expected: message
    }))
    return Effect.fail(apiProblem("request-invalid", undefined, parts))
  }
)
