/**
 * The mark of a device that signed in to an account before, kept in a cookie. It proves nothing but that, and opens nothing.
 *
 * It is made with the account's password hash, so a new password ends it and no other secret is needed.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { Redacted } from "effect"
import type { Secret } from "../../ports/identity/Identity.ts"

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

const sign = (device: string, account: string, passwordHash: string): string =>
  createHmac("sha256", passwordHash).update(`corridor device ${device} ${account}`).digest("base64url")

/** Returns the cookie of a device that has just signed in to an account. It is no longer valid after the password changes. */
export const newDeviceMark = (account: string, passwordHash: string): Secret => {
  const device = randomBytes(16).toString("base64url")
  return Redacted.make(`${device}.${sign(device, account, passwordHash)}`)
}

/** Returns the device's name if it signed in to the account since its password was made; else undefined. */
export const knownDevice = (
  mark: Secret | undefined,
  account: string,
  passwordHash: string | undefined
): string | undefined => {
  const [, device, given] = (mark === undefined ? null : shape.exec(Redacted.value(mark))) ?? []
  if (device === undefined || given === undefined || passwordHash === undefined || passwordHash === "") return undefined
  const made = sign(device, account, passwordHash)
  return timingSafeEqual(Buffer.from(given), Buffer.from(made)) ? device : undefined
}
