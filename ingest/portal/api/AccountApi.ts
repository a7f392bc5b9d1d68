/** The accounts of a partner. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { IdentityUnavailable } from "../../../ports/identity/Identity.ts"
import { PartnerAccountRefused } from "../../../ports/identity/PartnerAccounts.ts"
import { AccountName, partnerRoles } from "../../../ports/identity/Principal.ts"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { accountName } from "./limits.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"

const PartnerRoles = Schema.Array(Schema.Literals(partnerRoles)).check(Schema.isMinLength(1), Schema.isMaxLength(3))

export const AccountAnswer = Schema.Struct({ account: Schema.String, roles: PartnerRoles, since: Schema.String })

export type AccountAnswer = typeof AccountAnswer.Type

/** A one-time code for a person. It is given once. */
export const CodeAnswer = Schema.Struct({ account: Schema.String, code: Schema.String, expiresAt: Schema.String })

export type CodeAnswer = typeof CodeAnswer.Type

const accountErrors = [...errors, IdentityUnavailable, PartnerAccountRefused] as const

const accountParams = { account: AccountName }

/** The partner's accounts, kept by its managers. */
export class AccountGroup extends HttpApiGroup.make("accounts")
  .add(
    HttpApiEndpoint.get("list", "/", { success: Schema.Array(AccountAnswer), error: [...errors, IdentityUnavailable] }),
    HttpApiEndpoint.post("invite", "/", {
      payload: Schema.Struct({ name: Schema.String.check(Schema.isPattern(accountName)), roles: PartnerRoles }),
      success: CodeAnswer,
      error: [...accountErrors]
    }),
    HttpApiEndpoint.post("inviteAgain", "/:account/code", {
      params: accountParams,
      success: CodeAnswer,
      error: [...accountErrors]
    }),
    HttpApiEndpoint.put("change", "/:account", {
      params: accountParams,
      payload: Schema.Struct({ roles: PartnerRoles }),
      success: HttpApiSchema.NoContent,
      error: [...accountErrors]
    }),
    HttpApiEndpoint.delete("remove", "/:account", {
      params: accountParams,
      success: HttpApiSchema.NoContent,
      error: [...accountErrors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/accounts") {}
