import { Effect, Redacted } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { recordAction } from "../../../ports/identity/AccessLog.ts"
import { type Access, Identity, type IdentityUnavailable } from "../../../ports/identity/Identity.ts"
import { bearerToken, notFound } from "../../../ports/identity/SignedIn.ts"
import { type StateError, StateStore } from "../../../ports/StateStore.ts"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import type { OtherKey } from "../../partners/OtherKey.ts"
import { PartnerId } from "../../partners/PartnerId.ts"
import * as Partners from "../../partners/Partners.ts"
import { CurrentPartner } from "../api/operations.ts"
import type { Unavailable } from "../api/PortalAnswers.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { unavailable } from "./unavailable.ts"

/** Registers the key of a partner's client, and redeems its one-time code. */
export const EnrolmentHandlers = HttpApiBuilder.group(
  PortalApi,
  "enrolment",
  Effect.fn(function* (handlers) {
    const services = yield* Effect.context<Warehouse | StateStore>()
    const state = yield* StateStore
    const identity = yield* Identity
    const enrol = Effect.fn("Portal.enrol")(function* (keyCheck: string | undefined, intended: string | undefined) {
      const { partner, account, roles } = yield* CurrentPartner
      if (intended !== undefined && intended !== partner) return yield* notFound
      // An account that enters data has the key, and no other registers one.
      if (roles.includes("enter") !== (keyCheck !== undefined)) return yield* notFound
      const registerKey = keyCheck === undefined ? Effect.void : Partners.registerKey(PartnerId.make(partner), keyCheck)
      const register = registerKey.pipe(
        Effect.andThen(recordAction({ did: "partner-enrolled", by: account, partner, about: "" })),
        Effect.catchIf(
          (error) => error._tag !== "OtherKey",
          () => Effect.fail(unavailable())
        ),
        Effect.provide(services)
      )
      const code = bearerToken(yield* HttpServerRequest.HttpServerRequest)
      // If several clients send different keys, to any server, the first one registers its own.
      const redeemed: Effect.Effect<Access | undefined, OtherKey | IdentityUnavailable | StateError | Unavailable> =
        code === undefined
          ? Effect.andThen(state.transaction(register), Effect.undefined)
          : identity.redeem(code, register)
      const access = yield* redeemed.pipe(
        Effect.catchTag(["IdentityUnavailable", "StateError"], () => Effect.fail(unavailable()))
      )
      if (code !== undefined && access === undefined) return yield* notFound
      return {
        partner,
        account,
        token: access === undefined ? null : Redacted.value(access.token),
        expiresAt: access === undefined ? null : new Date(access.expires).toISOString(),
        password: access?.password === undefined ? null : Redacted.value(access.password)
      }
    })
    return handlers.handleAll({ enrol: ({ payload }) => enrol(payload.keyCheck, payload.partner) })
  })
)
