import { Layer } from "effect"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { SignedInLayer } from "../../../ports/identity/SignedIn.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { AccountHandlers } from "./AccountHandlers.ts"
import { EnrolmentHandlers } from "./EnrolmentHandlers.ts"
import { mayAskLayer } from "./mayAskLayer.ts"
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
