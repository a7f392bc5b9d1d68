import { Cause, Effect, ErrorReporter, type Layer, SchemaIssue } from "effect"
import { HttpServerRespondable } from "effect/http"
import { HttpApiError, HttpApiMiddleware } from "effect/http-api"
import { apiProblem, problems } from "./ApiProblem.ts"

/** Reports each parameter that does not match the API's description, with what is expected. */
export class RequestValidation extends HttpApiMiddleware.Service<RequestValidation>()(
  "corridor/site/api/RequestValidation",
  { error: [problems.badRequest] }
) {}

const read = SchemaIssue.makeFormatterStandardSchemaV1()

const nameOf = (segment: PropertyKey | { readonly key: PropertyKey }) =>
  String(typeof segment === "object" ? segment.key : segment)

export const RequestValidationLayer: Layer.Layer<RequestValidation> = HttpApiMiddleware.layerSchemaErrorTransform(
  RequestValidation,
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
