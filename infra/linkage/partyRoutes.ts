/** The HTTP routes of a party, from its operations: each says who may call it and what it takes. */
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { ByteSize, Effect, Layer, Option, Schema } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { PartyUnavailable } from "../../ingest/linkage/PartyClient.ts"
import { writeFailure } from "../../ports/files/fileFailure.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { type Caller, callerByToken } from "./callers.ts"
import type { PartyFolder } from "./PartyFolder.ts"

/** Destroys what a party has of rounds whose agreement has ended. The party does it by itself, too (`serveParty`). */
export const expiredRounds = "/expired-rounds"

/** The rows of a hundred thousand persons with many keys, or a table of many cells. */
export const partyMaxBytes = ByteSize.mebibytes(256)

/** Other messages are terms and at most one request's elements: a partner cannot fill a party's memory with them. */
const usualMaxBytes = ByteSize.mebibytes(4)

export interface Call<Body> {
  /** The name of a round in the address; empty if it has none. */
  readonly round: string
  readonly caller: Caller
  readonly body: Body
}

type Roles = ReadonlyArray<Caller["role"]>

/** Returns what is sent back as JSON. Throws `RoundRefused`. */
type Run<Body> = (call: Call<Body>) => unknown

export interface Operation {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: `/${string}`
  readonly roles: Roles
  /** What the body must be. */
  readonly body?: Schema.Codec<unknown, unknown>
  /** The size of a body; by default `usualMaxBytes`. */
  readonly maxBytes?: ByteSize.ByteSize
  readonly run: Run<unknown>
}

/** Returns an operation that takes no body. */
export const operation = (
  method: "GET" | "DELETE",
  path: Operation["path"],
  roles: Roles,
  run: Run<unknown>
): Operation => ({ method, path, roles, run })

/** Returns an operation that takes a message. */
export const post = <Body>(
  path: Operation["path"],
  roles: Roles,
  body: Schema.Codec<Body, unknown>,
  run: Run<Body>,
  maxBytes: ByteSize.ByteSize = usualMaxBytes
): Operation => ({
  method: "POST",
  path,
  roles,
  body,
  maxBytes,
  run: (call) => run({ ...call, body: call.body as Body })
})

const problem = (status: number, code: string, message: string, about: Readonly<Record<string, string>> = {}) =>
  HttpServerResponse.text(JSON.stringify({ code, message, ...about }), {
    status,
    contentType: "application/problem+json"
  })

const statusOf: Readonly<Partial<Record<RoundRefused["code"], number>>> = {
  limit: 429,
  "agreement-missing": 403,
  veto: 403,
  "not-open": 409,
  "other-terms": 409
}

/** Names the holder that is to blame, if there is one. */
const refusal = ({ code, message, holder }: RoundRefused) =>
  problem(statusOf[code] ?? 422, code, message, holder === undefined ? {} : { holder })

/** A failure of another party that this one called: its name and the fault are reported to the operator who called this one. */
const otherParty = ({ message, party, reason }: PartyUnavailable) =>
  problem(424, "party-unavailable", message, { party, reason })

/** Returns the answer if a disk is full or read-only, or a file is damaged. Its path and content are for the party's operator only. */
const unwritable = (cause: unknown) => {
  const message = cause instanceof Unavailable ? cause.message : writeFailure("A file of this party", cause)
  if (message === undefined) return Effect.die(cause)
  return Effect.as(
    Effect.logError(message),
    problem(
      503,
      "storage",
      "This party could not use its files. Try again after its operator has set it right: repeating a request does no harm."
    )
  )
}

const respond = (folder: PartyFolder, { roles, body: schema, maxBytes = usualMaxBytes, run }: Operation) =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const token = /^Bearer (.+)$/.exec(request.headers["authorization"] ?? "")?.[1] ?? ""
    const caller = callerByToken(folder, token)
    if (caller === undefined) return problem(401, "unknown-caller", "There is no such token.")
    if (!roles.includes(caller.role)) return problem(403, "wrong-role", "This token may not do this.")
    const text = schema === undefined ? Option.some("") : yield* Effect.option(request.text)
    if (Option.isNone(text)) return problem(413, "too-large", "The body is larger than this address takes.")
    const decoded = decode(schema, text.value)
    if (decoded === undefined)
      return problem(422, "malformed", "The request is not of the form that this address takes.")
    const { round = "" } = yield* HttpRouter.params
    return yield* Effect.tryPromise(async () => run({ round, caller, body: decoded.body })).pipe(
      Effect.map((result) => HttpServerResponse.jsonUnsafe(result ?? {})),
      Effect.catch(({ cause }) =>
        cause instanceof RoundRefused
          ? Effect.succeed(refusal(cause))
          : cause instanceof PartyUnavailable
            ? Effect.succeed(otherParty(cause))
            : unwritable(cause)
      )
    )
  }).pipe(
    Effect.provideService(HttpIncomingMessage.MaxBodySize, maxBytes),
    Effect.catchCause(() => Effect.succeed(problem(500, "unexpected", "The request could not be completed.")))
  )

const decode = (schema: Operation["body"], text: string): { readonly body: unknown } | undefined => {
  if (schema === undefined) return { body: undefined }
  try {
    return { body: Schema.decodeUnknownSync(schema)(JSON.parse(text)) }
  } catch {
    return undefined
  }
}

/** Lets the page for partners call, which is opened as a file. It needs a token like any other client: no browser adds one by itself. */
const callsFromPage = HttpRouter.cors({
  allowedOrigins: ["null"],
  allowedMethods: ["GET", "POST", "DELETE"],
  allowedHeaders: ["authorization", "content-type"],
  maxAge: 600
})

const routes = (folder: PartyFolder, operations: ReadonlyArray<Operation>) =>
  HttpRouter.use(
    Effect.fn(function* (router) {
      yield* router.add("GET", "/healthz", HttpServerResponse.text("ok"))
      for (const operation of operations)
        yield* router.add(operation.method, operation.path, respond(folder, operation))
    })
  )

export const partyRoutes = (folder: PartyFolder, operations: ReadonlyArray<Operation>) =>
  Layer.merge(routes(folder, operations), callsFromPage)
