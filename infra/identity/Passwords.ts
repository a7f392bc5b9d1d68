/** Passwords of local accounts: generated, never chosen by a person, and stored as scrypt hashes (RFC 7914). */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { Effect, Redacted } from "effect"
import type { Secret } from "../../ports/identity/Identity.ts"
import { passwordCost } from "./passwordCost.ts"

type Cost = typeof passwordCost

const derive = (password: string, salt: Uint8Array, cost: Cost) =>
  Effect.callback<Buffer>((resume) => {
    scrypt(password.normalize("NFKC"), salt, 32, { ...cost, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      resume(error === null ? Effect.succeed(key) : Effect.die(error))
    )
  })

/** A stored hash: the cost with which it was made, salt and key. */
const written = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/

/** Excludes letters and digits that look alike. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

/** Returns a random password of 20 characters in five groups: 99 bits. */
export const newPassword = (): Secret => {
  const picked: Array<string> = []
  while (picked.length < 20)
    for (const byte of randomBytes(32)) {
      const letter = byte < 248 ? letters[byte % 31] : undefined
      if (letter !== undefined && picked.length < 20) picked.push(letter)
    }
  return Redacted.make(picked.join("").replace(/(.{4})(?=.)/g, "$1-"))
}

/** Returns the scrypt hash of a password with a new salt, and the parameters it was made with. */
export const hashPassword = Effect.fn("Passwords.hash")(function* (password: Secret) {
  const salt = randomBytes(16)
  const key = yield* derive(Redacted.value(password), salt, passwordCost)
  const { N, r, p } = passwordCost
  return `scrypt$${N}$${r}$${p}$${salt.toString("base64url")}$${key.toString("base64url")}`
})

/**
 * Checks a password, at the cost with which its hash was made. Takes the same time if the account does not exist, so that timing does not
 * reveal accounts.
 */
export const passwordFits = Effect.fn("Passwords.fits")(function* (password: Secret, stored: string | undefined) {
  const [, N, r, p, salt = "", key = ""] = written.exec(stored ?? "") ?? []
  const cost = N === undefined ? passwordCost : { N: Number(N), r: Number(r), p: Number(p) }
  const made = yield* derive(Redacted.value(password), Buffer.from(salt, "base64url"), cost)
  const wanted = Buffer.from(key, "base64url")
  return wanted.length === made.length && timingSafeEqual(made, wanted)
})
