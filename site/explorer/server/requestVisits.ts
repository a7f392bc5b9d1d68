/**
 * The requests that a browser may see again. After a form, the browser is sent to an address that a cookie opens for some minutes, so that Back and
 * Reload do not send the form again. This server stores the token of the form, encrypted with the value of the cookie, which it does not store: neither
 * has the token alone, and a token or account that was disabled since opens nothing. Another server asks for the token.
 */
import { hash, randomBytes } from "node:crypto"
import { Clock, Duration, Effect, Redacted } from "effect"
import type { Secret } from "../../../ports/identity/Identity.ts"
import { requestsLifetime } from "../../../ports/identity/SessionCookies.ts"
import { seal, unseal } from "../../../ports/sealedBytes.ts"
import type { Note } from "../pages/request/requestsPage.ts"

interface Visit {
  readonly sealed: Uint8Array
  readonly note: Note | undefined
  /** Milliseconds since 1970. */
  readonly end: number
}

interface FoundVisit {
  readonly token: Secret
  readonly note: Note | undefined
}

const lifetime = Duration.toMillis(requestsLifetime)

/** The oldest is forgotten first. */
const maxVisits = 1_000

const keyOf = (secret: string) => hash("sha256", `key ${secret}`, "buffer")
const nameOf = (secret: string) => hash("sha256", `name ${secret}`)

export const makeRequestVisits = () => {
  const visits = new Map<string, Visit>()

  /** Returns the value of the cookie. */
  const begin = (token: Secret, note: Note | undefined): Effect.Effect<string> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      for (const [name, { end }] of visits) if (end <= now || visits.size >= maxVisits) visits.delete(name)
      const secret = randomBytes(32).toString("base64url")
      const sealed = seal(keyOf(secret), Redacted.value(token))
      visits.set(nameOf(secret), { sealed, note, end: now + lifetime })
      return secret
    })

  /** Returns the token, and the note if the page was not shown before. */
  const find = (secret: string): Effect.Effect<FoundVisit | undefined> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const visit = visits.get(nameOf(secret))
      if (visit === undefined || visit.end <= now) return undefined
      visits.set(nameOf(secret), { ...visit, note: undefined })
      return { token: Redacted.make(unseal(keyOf(secret), visit.sealed).toString("utf8")), note: visit.note }
    })

  return { begin, find }
}
