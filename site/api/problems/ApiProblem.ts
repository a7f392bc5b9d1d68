import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemDetails } from "../../../schemas/Problems.ts"

const contentType = "application/problem+json"

/** One problem of a request: where it is and what is expected there. It never contains the value. */
export const ProblemPart = Schema.Struct({ path: Schema.String, expected: Schema.String })
export type ProblemPart = typeof ProblemPart.Type

/** Members of a problem with this status, which tells the classes apart: a tag would be a member that RFC 9457 does not have. */
export const problemFields = <const Status extends number>(status: Status) => ({
  type: Schema.String,
  title: Schema.String,
  status: Schema.Literal(status),
  detail: Schema.String,
  code: Schema.String,
  errors: Schema.optionalKey(Schema.Array(ProblemPart))
})

const problemOf = <const Status extends number>(status: Status) =>
  [problemFields(status), { httpApiStatus: status }] as const

/** 400: the request is not valid. `errors` says what is expected where. */
export class BadRequest extends Schema.Error<BadRequest>("BadRequest")(...problemOf(400)) {}

/** 401: the request needs a valid token. */
export class NotSignedIn extends Schema.Error<NotSignedIn>("NotSignedIn")(...problemOf(401)) {}

/** 403: the account may not do this, or its budget is spent. */
export class NotAllowed extends Schema.Error<NotAllowed>("NotAllowed")(...problemOf(403)) {}

/** 404: there is no such resource, or none that the account may know of. */
export class Missing extends Schema.Error<Missing>("Missing")(...problemOf(404)) {}

/** 405: the path has no such method. */
export class UnknownMethod extends Schema.Error<UnknownMethod>("UnknownMethod")(...problemOf(405)) {}

/** 406: the resource has none of the formats that are accepted. */
export class NoSuchFormat extends Schema.Error<NoSuchFormat>("NoSuchFormat")(...problemOf(406)) {}

/** 409: the state of a request does not allow the move. */
export class Conflict extends Schema.Error<Conflict>("Conflict")(...problemOf(409)) {}

/** 422: the answer would disclose too much. */
export class Unprocessable extends Schema.Error<Unprocessable>("Unprocessable")(...problemOf(422)) {}

/** 413: the body is too large. */
export class TooLarge extends Schema.Error<TooLarge>("TooLarge")(...problemOf(413)) {}

/** 429: the client sends more than its share. */
export class TooManyRequests extends Schema.Error<TooManyRequests>("TooManyRequests")(...problemOf(429)) {}

/** 503: the store or a part of the server is not responding, or busy. */
export class Down extends Schema.Error<Down>("Down")(...problemOf(503)) {}

const classes = {
  "request-invalid": BadRequest,
  "request-parameter-unknown": BadRequest,
  "request-label-unknown": BadRequest,
  "request-refused": BadRequest,
  "request-sign-in": NotSignedIn,
  "request-not-allowed": NotAllowed,
  "request-budget-spent": NotAllowed,
  "request-not-found": Missing,
  "request-page-beyond": Missing,
  "request-method-unknown": UnknownMethod,
  "request-format-unknown": NoSuchFormat,
  "request-move-refused": Conflict,
  "request-would-disclose": Unprocessable,
  "request-too-large": TooLarge,
  "request-too-many": TooManyRequests,
  "request-store-down": Down,
  "request-too-slow": Down
} as const satisfies Partial<Record<ProblemCode, unknown>>
export type ApiProblemCode = keyof typeof classes

/** Returns the body of a problem of the catalogue (RFC 9457), with the parts of the request that are wrong. */
export const problemBody = <Code extends ApiProblemCode>(
  code: Code,
  detail: string | undefined,
  errors: ReadonlyArray<ProblemPart>
) => {
  const status = classes[code].fields.status.literal as (typeof classes)[Code]["fields"]["status"]["literal"]
  return { ...problemDetails(code, status, detail), ...(errors.length === 0 ? {} : { errors }) }
}

/**
 * Returns the RFC 9457 problem of a code in the catalogue (`schemas/codelists/problems.csv`).
 *
 * `detail` replaces the catalogue's advice if that is not specific enough.
 */
export const apiProblem = <Code extends ApiProblemCode>(
  code: Code,
  detail?: string,
  errors: ReadonlyArray<ProblemPart> = []
): InstanceType<(typeof classes)[Code]> => {
  const Problem = classes[code] as unknown as new (
    body: ReturnType<typeof problemBody>
  ) => InstanceType<(typeof classes)[Code]>
  return new Problem(problemBody(code, detail, errors))
}

const asProblem = HttpApiSchema.asJson({ contentType })

/** The problems as endpoints declare them. */
export const problems = {
  badRequest: BadRequest.pipe(asProblem),
  notSignedIn: NotSignedIn.pipe(asProblem),
  notAllowed: NotAllowed.pipe(asProblem),
  missing: Missing.pipe(asProblem),
  noSuchFormat: NoSuchFormat.pipe(asProblem),
  conflict: Conflict.pipe(asProblem),
  tooLarge: TooLarge.pipe(asProblem),
  tooMany: TooManyRequests.pipe(asProblem),
  down: Down.pipe(asProblem)
}
