import { Effect, Redacted } from "effect"
import { assert, it, vi } from "vitest"
import { hashPassword, newPassword, passwordFits } from "../../../infra/identity/Passwords.ts"

const run = Effect.runPromise

it("a hash costs 32 MiB and three passes, the least that OWASP recommends for this memory", async () => {
  const { passwordCost } = await vi.importActual<typeof import("../../../infra/identity/passwordCost.ts")>(
    "../../../infra/identity/passwordCost.ts"
  )
  const { N, r, p } = passwordCost
  assert.isAtLeast(128 * N * r, 32 * 1024 * 1024)
  assert.isAtLeast(p, 3)
})

it("its own password fits and no other, also at a cost that was used before", async () => {
  const [password, other] = [newPassword(), newPassword()]
  // Vectors of RFC 7914, section 12, cut to the length that is stored.
  const earlier = "scrypt$1024$8$16$TmFDbA$_bq-HJ00cgB4VucZDQHp_nxq18vII3gw53N2Y0s3MWI"
  for (const [own, stored] of [
    [password, await run(hashPassword(password))],
    [Redacted.make("password"), earlier]
  ] as const) {
    assert.isTrue(await run(passwordFits(own, stored)))
    assert.isFalse(await run(passwordFits(other, stored)))
  }
})

it("no password fits an account without a hash, or with one that is damaged", async () => {
  for (const stored of [undefined, "", "scrypt$1024$8$16$TmFDbA$", "scrypt$1024$8$TmFDbA$_bq-HJ0", "plain"])
    assert.isFalse(await run(passwordFits(Redacted.make(""), stored)))
})
