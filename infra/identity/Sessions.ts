/**
 * Open sessions, in the memory of this process only: a restart ends them all. A session is identified by the hash of its secret. Only the
 * browser has the secret.
 */
import { hash, randomBytes } from "node:crypto"
import { Clock, Effect, Redacted } from "effect"
import type { OpenedSession, Secret, Session } from "../../ports/identity/Identity.ts"
import type { Principal } from "../../ports/identity/Principal.ts"

/** A session ends after 30 minutes without a request, and after ten hours in any case. */
export const idleMillis = 30 * 60_000
export const longestMillis = 10 * 3_600_000

/** Maximum number of sessions, more than all partners have people. Above it, the oldest sessions end. */
const most = 5_000

const nameOf = (secret: Secret) => hash("sha256", Redacted.value(secret))

export const makeSessions = () => {
  const open = new Map<string, Session>()

  const end = (secret: Secret | undefined): Session | undefined => {
    if (secret === undefined) return undefined
    const name = nameOf(secret)
    const session = open.get(name)
    open.delete(name)
    return session
  }

  return {
    /** Opens a session with a new secret. Ends the browser's previous session. */
    open: Effect.fn("Sessions.open")(function* (principal: Principal, earlier: Secret | undefined) {
      end(earlier)
      const now = yield* Clock.currentTimeMillis
      for (const [name, session] of open) if (session.idleEnd <= now || open.size >= most) open.delete(name)
      const secret = Redacted.make(randomBytes(32).toString("base64url"))
      const csrf = randomBytes(24).toString("base64url")
      const session: Session = { principal, csrf, idleEnd: now + idleMillis, lastEnd: now + longestMillis }
      open.set(nameOf(secret), session)
      return { secret, session } satisfies OpenedSession
    }),
    /** Returns the session and extends its idle time; undefined if it does not exist or has ended. */
    find: Effect.fn("Sessions.find")(function* (secret: Secret) {
      const name = nameOf(secret)
      const session = open.get(name)
      if (session === undefined) return undefined
      const now = yield* Clock.currentTimeMillis
      open.delete(name)
      if (session.idleEnd <= now || session.lastEnd <= now) return undefined
      const kept: Session = { ...session, idleEnd: Math.min(now + idleMillis, session.lastEnd) }
      open.set(name, kept)
      return kept
    }),
    /** Ends the session. Returns it if it was open. */
    end
  }
}
