import { Effect, Redacted, Semaphore } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { recordAction } from "../../../ports/identity/AccessLog.ts"
import { Identity } from "../../../ports/identity/Identity.ts"
import { bearerToken, notFound } from "../../../ports/identity/SignedIn.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { PartnerId } from "../../partners/PartnerId.ts"
import * as Partners from "../../partners/Partners.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { currentPartner } from "./currentPartner.ts"
import { unavailable } from "./unavailable.ts"

/** Registers the key of a partner's client, and redeems its one-time code. */
export const EnrolmentHandlers = HttpApiBuilder.group(
  PortalApi,
  "enrolment",
  Effect.fn(function* (handlers) {
    const warehouse = yield* Warehouse
    const identity = yield* Identity
    // Of two clients with different keys, the first registers its own.
    const oneAtATime = yield* Semaphore.make(1)
    const enrol = Effect.fn("Portal.enrol")(function* (keyCheck: string, intended: string | undefined) {
      const { partner, account } = yield* currentPartner("enrol")
      if (intended !== undefined && intended !== partner) return yield* notFound
      yield* Partners.registerKey(PartnerId.make(partner), keyCheck).pipe(
        Effect.catchIf(
          (error) => error._tag !== "OtherKey",
          () => Effect.fail(unavailable())
        )
      )
      const code = bearerToken(yield* HttpServerRequest.HttpServerRequest)
      const access = code === undefined ? undefined : yield* identity.redeem(code).pipe(Effect.mapError(unavailable))
      if (code !== undefined && access === undefined) return yield* notFound
      yield* recordAction({ did: "partner-enrolled", by: account, partner, about: "" }).pipe(
        Effect.mapError(unavailable)
      )
      return {
        partner,
        account,
        token: access === undefined ? null : Redacted.value(access.token),
        expiresAt: access === undefined ? null : new Date(access.expires).toISOString(),
        password: access?.password === undefined ? null : Redacted.value(access.password)
      }
    })
    return handlers.handleAll({
      enrol: ({ payload }) =>
        oneAtATime
          .withPermits(1)(enrol(payload.keyCheck, payload.partner))
          .pipe(Effect.provideService(Warehouse, warehouse))
    })
  })
)
