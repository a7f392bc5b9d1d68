/** The quality of a partner's data. */
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { QualityReport } from "../../quality/QualitySchemas.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"

export class QualityGroup extends HttpApiGroup.make("quality")
  .add(HttpApiEndpoint.get("show", "/", { success: QualityReport, error: [...errors] }))
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/quality") {}
