import { Effect, Layer } from "effect"
import { IdentityUnavailable } from "../../ports/identity/Identity.ts"
import { PartnerAccountRefused, PartnerAccounts } from "../../ports/identity/PartnerAccounts.ts"
import { StateStore } from "../../ports/StateStore.ts"
import type { Warehouse } from "../../ports/Warehouse.ts"
import { accountByName, accountsOfPartner, disableAccount, setPartnerRoles } from "./Accounts.ts"
import { createCode } from "./createAccess.ts"

/** Days for which a code is valid. */
const codeDays = 3

const refused = (why: PartnerAccountRefused["why"]) =>
  new PartnerAccountRefused({
    why,
    message: {
      "last-manager": "This is the last account that manages the others. Give another account the role manage first.",
      "name-taken": "An account with this name exists or existed. Choose another name.",
      unknown: "There is no such account."
    }[why]
  })

const unavailable = () =>
  new IdentityUnavailable({ message: "Accounts cannot be changed at the moment. Try again later." })

export const partnerAccountsLayer = Layer.effect(
  PartnerAccounts,
  Effect.gen(function* () {
    const services = yield* Effect.context<StateStore | Warehouse>()

    /** Converts what accounts refuse. Everything that is checked happens in one transaction with the change. */
    const run = <A, E extends { readonly _tag: string }>(effect: Effect.Effect<A, E, StateStore | Warehouse>) =>
      StateStore.transaction(effect).pipe(
        Effect.provide(services),
        Effect.mapError((error) => {
          if (error instanceof PartnerAccountRefused) return error
          if (error._tag === "LastManager") return refused("last-manager")
          return error._tag === "AccountRefused" ? refused("name-taken") : unavailable()
        })
      )

    /** Fails unless the partner has the account and did not remove it. */
    const existing = Effect.fn("partnerAccounts.existing")(function* (partner: string, name: string) {
      const found = yield* accountByName(name)
      if (found?.partner !== partner || found.status === "disabled") return yield* refused("unknown")
    })

    return PartnerAccounts.of({
      list: (partner) =>
        accountsOfPartner(partner).pipe(
          Effect.map((all) =>
            all
              .filter(({ status }) => status === "enabled")
              .map(({ account, partnerRoles, since }) => ({ account, roles: partnerRoles, since }))
          ),
          Effect.mapError(unavailable),
          Effect.provide(services)
        ),
      invite: (partner, account, roles, by) =>
        run(
          Effect.gen(function* () {
            if ((yield* accountByName(account)) !== undefined) return yield* refused("name-taken")
            return yield* createCode({ partner, account, roles, by }, codeDays)
          })
        ),
      inviteAgain: (partner, account, by) =>
        run(Effect.andThen(existing(partner, account), createCode({ partner, account, by }, codeDays))),
      change: (partner, account, roles, by) =>
        run(Effect.andThen(existing(partner, account), setPartnerRoles(account, roles, by))),
      remove: (partner, account, by) =>
        run(Effect.andThen(existing(partner, account), disableAccount(account, by, true)))
    })
  })
)
