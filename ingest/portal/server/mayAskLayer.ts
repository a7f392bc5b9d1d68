import { Effect, Layer } from "effect"
import { may } from "../../../ports/identity/Principal.ts"
import { CurrentPrincipal, notFound } from "../../../ports/identity/SignedIn.ts"
import { CurrentPartner, MayAsk, operations } from "../api/operations.ts"

export const mayAskLayer = Layer.succeed(MayAsk, (httpEffect, { group, endpoint }) =>
  Effect.gen(function* () {
    const principal = yield* CurrentPrincipal
    const scope = operations[`${group.identifier}.${endpoint.identifier}`]
    const { partner, account, partnerRoles = [], since = Number.MAX_SAFE_INTEGER } = principal
    if (partner === undefined || scope === undefined || scope === null || !may(principal, scope)) return yield* notFound
    return yield* Effect.provideService(httpEffect, CurrentPartner, { partner, account, roles: partnerRoles, since })
  })
)
