import { Effect, Layer } from "effect"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { may } from "../../../ports/identity/Principal.ts"
import { CurrentPrincipal, notFound, SignedInLayer } from "../../../ports/identity/SignedIn.ts"
import { CurrentPartner, MayAsk, operations } from "../api/operations.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { AccountHandlers } from "./AccountHandlers.ts"
import { EnrolmentHandlers } from "./EnrolmentHandlers.ts"
import { PageRoutes } from "./PageRoutes.ts"
import {
  DirectHandlers,
  HistoryHandlers,
  LinkageHandlers,
  MappingHandlers,
  OutcomeHandlers,
  QualityHandlers,
  ReceiptHandlers,
  UploadHandlers,
  WithdrawalHandlers
} from "./PartnerHandlers.ts"
import { ReviewHandlers } from "./ReviewHandlers.ts"
import { SessionHandlers } from "./SessionHandlers.ts"
import { TemplateHandlers } from "./TemplateHandlers.ts"

const mayAskLayer = Layer.succeed(MayAsk, (httpEffect, { group, endpoint }) =>
  Effect.gen(function* () {
    const principal = yield* CurrentPrincipal
    const scope = operations[`${group.identifier}.${endpoint.identifier}`]
    const { partner, account, partnerRoles = [], since = Number.MAX_SAFE_INTEGER } = principal
    if (partner === undefined || scope === undefined || scope === null || !may(principal, scope)) return yield* notFound
    return yield* Effect.provideService(httpEffect, CurrentPartner, { partner, account, roles: partnerRoles, since })
  })
)

const ApiRoutes = HttpApiBuilder.layer(PortalApi, { openapiPath: "/portal/openapi.json" }).pipe(
  Layer.provide([
    SessionHandlers,
    EnrolmentHandlers,
    UploadHandlers,
    ReceiptHandlers,
    DirectHandlers,
    QualityHandlers,
    LinkageHandlers,
    OutcomeHandlers,
    HistoryHandlers,
    WithdrawalHandlers,
    MappingHandlers,
    AccountHandlers,
    ReviewHandlers,
    TemplateHandlers
  ]),
  Layer.provide(mayAskLayer),
  Layer.provide(SignedInLayer),
  Layer.provide(HttpApiMiddleware.layerProblemDetails({ includeDetails: true }))
)

/** All routes below `/portal`, behind no guard. */
export const portalRoutes = Layer.mergeAll(ApiRoutes, PageRoutes)
