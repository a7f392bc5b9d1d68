/** The portal account of the demonstration's first partner. Its password is new at each start. */
import { Effect, Redacted } from "effect"
import { demoPartners } from "../../ingest/demo/Demonstration.ts"
import { accountByName, addAccount, setPasswordHash } from "../identity/Accounts.ts"
import { hashPassword, newPassword } from "../identity/Passwords.ts"

/** Creates the account or changes its password. Returns undefined if the demonstration's partner does not exist. */
export const demoAccount = Effect.fn("demoAccount")(function* () {
  const partner = demoPartners[0]?.id as string
  const password = newPassword()
  const passwordHash = yield* hashPassword(password)
  const known = yield* accountByName(partner)
  const made =
    known === undefined
      ? addAccount({ account: partner, role: "partner", partner, passwordHash, subject: "" })
      : setPasswordHash(partner, passwordHash)
  return yield* made.pipe(
    Effect.as({ account: partner, password: Redacted.value(password) }),
    Effect.catchTag("AccountRefused", () => Effect.succeed(undefined))
  )
})
