import { Effect, Layer, SchemaAST } from "effect"
import { HttpServerRequest } from "effect/http"
import { type HttpApiEndpoint, HttpApiMiddleware } from "effect/http-api"
import { apiProblem, problems } from "./ApiProblem.ts"

/** Refuses a request with a parameter that its operation does not describe: it would be ignored, and the response taken for what was asked. */
export class KnownParameters extends HttpApiMiddleware.Service<KnownParameters>()("corridor/site/api/KnownParameters", {
  error: [problems.badRequest]
}) {}

const namesOf = ({ query }: HttpApiEndpoint.Top): ReadonlyArray<string> =>
  query !== undefined && SchemaAST.isObjects(query.ast)
    ? query.ast.propertySignatures.map(({ name }) => String(name))
    : []

export const KnownParametersLayer = Layer.succeed(KnownParameters, (httpEffect, { endpoint }) =>
  Effect.gen(function* () {
    const { url } = yield* HttpServerRequest.HttpServerRequest
    const known = namesOf(endpoint)
    const names = [...new URL(url, "http://corridor").searchParams.keys()]
    if (!names.every((name) => known.includes(name)))
      return yield* apiProblem("request-parameter-unknown", undefined, [
        { path: "query", expected: known.length === 0 ? "no parameters" : `only these: ${known.join(", ")}` }
      ])
    return yield* httpEffect
  })
)
