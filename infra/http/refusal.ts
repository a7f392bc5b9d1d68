import { HttpServerResponse } from "effect/http"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemDetails } from "../../schemas/Problems.ts"

const statuses = {
  "request-not-found": 404,
  "request-host-unknown": 421,
  "request-too-many": 429
} as const satisfies Partial<Record<ProblemCode, number>>

/** Returns the RFC 9457 problem with which a port refuses a request that no route sees. */
export const refusal = (code: keyof typeof statuses, headers: Readonly<Record<string, string>> = {}) => {
  const status = statuses[code]
  return HttpServerResponse.jsonUnsafe(problemDetails(code, status), {
    status,
    contentType: "application/problem+json",
    headers: { "cache-control": "no-store", ...headers }
  })
}
