import { HttpServerResponse } from "effect/http"
import { type ApiProblemCode, type ProblemPart, problemBody } from "./ApiProblem.ts"

/** Returns a problem as the response of a route that no endpoint describes. */
export const problemResponse = (
  code: ApiProblemCode,
  extraHeaders: Record<string, string> = {},
  errors: ReadonlyArray<ProblemPart> = []
): HttpServerResponse.HttpServerResponse => {
  const body = problemBody(code, undefined, errors)
  return HttpServerResponse.jsonUnsafe(body, {
    status: body.status,
    contentType: "application/problem+json",
    headers: extraHeaders
  })
}
