/** Passwords of local accounts: generated, never chosen by a person, and stored as scrypt hashes (RFC 7914). */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { Effect, Redacted } from "effect"
import type { Secret } from "../../ports/identity/Identity.ts"
import { passwordCost } from "./passwordCost.ts"

const derive = (password: string, salt: Uint8Array) =>
  Effect.callback<Buffer>((resume) => {
    scrypt(password.normalize("NFKC"), salt, 32, { ...passwordCost, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      resume(error === null ? Effect.succeed(key) : Effect.die(error))
    )
  })

const prefix = `scrypt$${passwordCost.N}$${passwordCost.r}$${passwordCost.p}`

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

export const hashPassword = Effect.fn("Passwords.hash")(function* (password: Secret) {
  const salt = randomBytes(16)
  const key = yield* derive(Redacted.value(password), salt)
  return `${prefix}$${salt.toString("base64url")}$${key.toString("base64url")}`
})

/** Checks a password. Takes the same time if the account does not exist, so that timing does not reveal accounts. */
export const passwordFits = Effect.fn("Passwords.fits")(function* (password: Secret, stored: string | undefined) {
  const [salt, key] = (stored ?? "").startsWith(`${prefix}$`) ? (stored ?? "").split("$").slice(4) : []
  const made = yield* derive(Redacted.value(password), Buffer.from(salt ?? "", "base64url"))
  const wanted = Buffer.from(key ?? "", "base64url")
  return wanted.length === made.length && timingSafeEqual(made, wanted)
})
