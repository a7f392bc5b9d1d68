/**
 * The accounts whose requests a browser may see again. After a form, the browser is sent to an address that a cookie opens for some minutes, so that Back
 * and Reload do not send the form again. This server stores the account, never the token; another server asks for the token.
 */
import { randomBytes } from "node:crypto"
import { Clock, Duration, Effect } from "effect"
import { requestsLifetime } from "../../../ports/identity/SessionCookies.ts"
import type { SignedInPrincipal } from "../../../ports/identity/SignedIn.ts"
import type { Note } from "../pages/request/requestsPage.ts"

interface Visit {
  readonly viewer: SignedInPrincipal
  readonly note: Note | undefined
  /** Milliseconds since 1970. */
  readonly end: number
}

const lifetime = Duration.toMillis(requestsLifetime)

/** The oldest is forgotten first. */
const mostVisits = 1_000

export const makeRequestVisits = () => {
  const visits = new Map<string, Visit>()

  /** Returns the value of the cookie. */
  const begin = (viewer: SignedInPrincipal, note: Note | undefined): Effect.Effect<string> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      for (const [secret, { end }] of visits) if (end <= now || visits.size >= mostVisits) visits.delete(secret)
      const secret = randomBytes(32).toString("base64url")
      visits.set(secret, { viewer, note, end: now + lifetime })
      return secret
    })

  /** Returns the account, and the note if the page was not shown before. */
  const find = (secret: string): Effect.Effect<Omit<Visit, "end"> | undefined> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const visit = visits.get(secret)
      if (visit === undefined || visit.end <= now) return undefined
      visits.set(secret, { ...visit, note: undefined })
      return visit
    })

  return { begin, find }
}
