import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"

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

export class BadRequest extends Schema.Error<BadRequest>("BadRequest")(...problemOf(400)) {}
export class NotSignedIn extends Schema.Error<NotSignedIn>("NotSignedIn")(...problemOf(401)) {}
export class NotAllowed extends Schema.Error<NotAllowed>("NotAllowed")(...problemOf(403)) {}
export class Missing extends Schema.Error<Missing>("Missing")(...problemOf(404)) {}
export class UnknownMethod extends Schema.Error<UnknownMethod>("UnknownMethod")(...problemOf(405)) {}
export class NoSuchFormat extends Schema.Error<NoSuchFormat>("NoSuchFormat")(...problemOf(406)) {}
export class Conflict extends Schema.Error<Conflict>("Conflict")(...problemOf(409)) {}
export class Unprocessable extends Schema.Error<Unprocessable>("Unprocessable")(...problemOf(422)) {}
export class TooLarge extends Schema.Error<TooLarge>("TooLarge")(...problemOf(413)) {}
export class TooManyRequests extends Schema.Error<TooManyRequests>("TooManyRequests")(...problemOf(429)) {}
export class Down extends Schema.Error<Down>("Down")(...problemOf(503)) {}

const statuses = {
  "request-invalid": [400, BadRequest],
  "request-parameter-unknown": [400, BadRequest],
  "request-label-unknown": [400, BadRequest],
  "request-refused": [400, BadRequest],
  "request-sign-in": [401, NotSignedIn],
  "request-not-allowed": [403, NotAllowed],
  "request-budget-spent": [403, NotAllowed],
  "request-not-found": [404, Missing],
  "request-page-beyond": [404, Missing],
  "request-method-unknown": [405, UnknownMethod],
  "request-format-unknown": [406, NoSuchFormat],
  "request-move-refused": [409, Conflict],
  "request-would-disclose": [422, Unprocessable],
  "request-too-large": [413, TooLarge],
  "request-too-many": [429, TooManyRequests],
  "request-store-down": [503, Down],
  "request-too-slow": [503, Down]
} as const satisfies Partial<Record<ProblemCode, readonly [number, unknown]>>
export type ApiProblemCode = keyof typeof statuses

export const problemBody = <Code extends ApiProblemCode>(
  code: Code,
  detail: string | undefined,
  errors: ReadonlyArray<ProblemPart>
) => {
  const { title, remedy } = problemEntry(code)
  return {
    type: `/v1/problems/${code}`,
    title,
    status: statuses[code][0] as (typeof statuses)[Code][0],
    detail: detail ?? remedy,
    code,
    ...(errors.length === 0 ? {} : { errors })
  }
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
): InstanceType<(typeof statuses)[Code][1]> => {
  const Problem = statuses[code][1] as unknown as new (
    body: ReturnType<typeof problemBody>
  ) => InstanceType<(typeof statuses)[Code][1]>
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
