import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { PartnerAccounts } from "../../../ports/identity/PartnerAccounts.ts"
import { CurrentPartner } from "../api/operations.ts"
import { PortalApi } from "../api/PortalApi.ts"

/** The partner's managers keep its accounts. The identity service logs each change. */
export const AccountHandlers = HttpApiBuilder.group(
  PortalApi,
  "accounts",
  Effect.fn(function* (handlers) {
    const accounts = yield* PartnerAccounts
    return handlers.handleAll({
      list: Effect.fn("Portal.accounts")(function* () {
        const { partner } = yield* CurrentPartner
        const found = yield* accounts.list(partner)
        return found.map(({ account, roles, since }) => ({ account, roles, since: new Date(since).toISOString() }))
      }),
      invite: Effect.fn("Portal.invite")(function* ({ payload: { name, roles } }) {
        const { partner, account: by } = yield* CurrentPartner
        const account = `${partner}.${name}`
        return { account, ...(yield* accounts.invite(partner, account, roles, by)) }
      }),
      inviteAgain: Effect.fn("Portal.inviteAgain")(function* ({ params: { account } }) {
        const { partner, account: by } = yield* CurrentPartner
        return { account, ...(yield* accounts.inviteAgain(partner, account, by)) }
      }),
      change: Effect.fn("Portal.changeAccount")(function* ({ params: { account }, payload: { roles } }) {
        const { partner, account: by } = yield* CurrentPartner
        yield* accounts.change(partner, account, roles, by)
      }),
      remove: Effect.fn("Portal.removeAccount")(function* ({ params: { account } }) {
        const { partner, account: by } = yield* CurrentPartner
        yield* accounts.remove(partner, account, by)
      })
    })
  })
)
