import { HttpApi, HttpApiMiddleware } from "effect/http-api"
import { AccountGroup } from "./AccountApi.ts"
import { EnrolmentGroup } from "./EnrolmentApi.ts"
import { LinkageGroup } from "./LinkageApi.ts"
import { QualityGroup } from "./QualityApi.ts"
import { DirectGroup, HistoryGroup, OutcomeGroup, ReceiptGroup } from "./ReceiptApi.ts"
import { ReviewGroup } from "./ReviewApi.ts"
import { SessionGroup } from "./SessionApi.ts"
import { MappingGroup, TemplateGroup } from "./TemplateApi.ts"
import { UploadGroup } from "./UploadApi.ts"
import { WithdrawalGroup } from "./WithdrawalApi.ts"

/** The API of the portal's page and of partners' systems, described by `/portal/openapi.json`. */
export class PortalApi extends HttpApi.make("portal")
  .add(SessionGroup)
  .add(EnrolmentGroup)
  .add(UploadGroup)
  .add(ReceiptGroup)
  .add(DirectGroup)
  .add(QualityGroup)
  .add(LinkageGroup)
  .add(OutcomeGroup)
  .add(HistoryGroup)
  .add(WithdrawalGroup)
  .add(MappingGroup)
  .add(AccountGroup)
  .add(ReviewGroup)
  .add(TemplateGroup)
  .middleware(HttpApiMiddleware.ProblemDetails) {}
