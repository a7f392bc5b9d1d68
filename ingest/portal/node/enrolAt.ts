/** Enrols a partner's machine with a Corridor elsewhere, by a one-time code. */
import { Effect, Redacted } from "effect"
import { certificateProblem } from "../../../ports/certificateProblem.ts"
import { keyCheckOf } from "../../submit/check/keyCheck.ts"
import { nodeHasher } from "../../submit/node/NodeHasher.ts"
import { PortalClient, ServerRefused } from "../api/PortalClient.ts"
import { ask, ServerUnusable } from "./sendToServer.ts"

const codeRefused = new ServerUnusable({
  message:
    "The server does not accept this code. A code can be used once and for a few days, by the partner that it is for: check it, or ask the operator for another one."
})

/** No answer arrived, or none of Corridor. The code is used if the server acted and only its answer was lost. */
const outcomeUnknown = new ServerUnusable({
  message:
    "The server did not confirm the enrolment. Check its address, and run the same command again with the same code. If the code is not accepted then, the first attempt used it: ask the operator for another one."
})
const withoutAnswer: ReadonlySet<string> = new Set(["offline", "unavailable", "other-answer"])

const refusalOf = (error: unknown) => {
  if (!(error instanceof ServerRefused)) return error
  if (certificateProblem(error) !== undefined) return error
  if (error.refusal.why === "not-found") return codeRefused
  return withoutAnswer.has(error.refusal.why) ? outcomeUnknown : error
}

/** Registers the key by its check value, and returns the partner's token. The key stays here. */
export const enrolAt = Effect.fn("enrolAt")(function* (
  server: string,
  code: string,
  partner: string,
  key: Redacted.Redacted<Uint8Array>
) {
  const check = yield* Effect.promise(() => keyCheckOf(nodeHasher(Redacted.value(key))))
  const answer = yield* ask(() =>
    new PortalClient(server, code).enrol(check, partner).catch((error) => {
      throw refusalOf(error)
    })
  )
  const { token } = answer
  if (token === null) return yield* codeRefused
  return { ...answer, token }
})
