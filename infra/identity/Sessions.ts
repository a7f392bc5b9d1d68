/**
 * Open sessions of browsers, in the state store: a restart keeps them, and servers that share the store share them. A session is identified by
 * the hash of its secret. Only the browser has the secret.
 */
import { createHmac, hash, randomBytes } from "node:crypto"
import { Clock, Effect, Redacted } from "effect"
import type { Secret } from "../../ports/identity/Identity.ts"
import { StateStore } from "../../ports/StateStore.ts"

/** A session ends after 30 minutes without a request, and after ten hours in any case. */
export const idleMillis = 30 * 60_000
export const longestMillis = 10 * 3_600_000

/** The end without further requests is stored again when it moved by a minute: not with every request. */
const stepMillis = 60_000

/** Maximum number of sessions of an account, more than a person has devices. Above it, the account's own oldest sessions end, and no others. */
export const maxSessions = 20

export interface OpenSession {
  readonly account: string
  /** When it ends without further requests, and when it ends at the latest, in milliseconds since 1970. */
  readonly idleEnd: number
  readonly lastEnd: number
}

const nameOf = (secret: Secret) => hash("sha256", Redacted.value(secret))

/** Returns the CSRF token of a session. It follows from the secret, so it is not stored. */
export const csrfOf = (secret: Secret): string =>
  createHmac("sha256", Redacted.value(secret)).update("corridor csrf token").digest("base64url")

/** Ends the session. Returns it if it was open. */
export const endSession = Effect.fn("Sessions.end")(function* (secret: Secret) {
  const [ended] = yield* StateStore.transaction(
    StateStore.query<{ account: string }>("DELETE FROM open_session WHERE secret_hash = ? RETURNING account", [
      nameOf(secret)
    ])
  )
  return ended
})

/** Ends sessions whose time is over, and the account's oldest ones until there is room for another. */
const endOld = Effect.fn("Sessions.endOld")(function* (account: string, now: number) {
  yield* StateStore.query("DELETE FROM open_session WHERE idle_end <= ? OR last_end <= ?", [now, now])
  yield* StateStore.query(
    `DELETE FROM open_session WHERE account = ? AND secret_hash NOT IN
       (SELECT secret_hash FROM open_session WHERE account = ? ORDER BY idle_end DESC, last_end DESC LIMIT ?)`,
    [account, account, maxSessions - 1]
  )
})

/** Opens a session with a new secret. Ends the browser's previous session. */
export const openSession = Effect.fn("Sessions.open")(function* (account: string, earlier: Secret | undefined) {
  const now = yield* Clock.currentTimeMillis
  const secret = Redacted.make(randomBytes(32).toString("base64url"))
  const session: OpenSession = { account, idleEnd: now + idleMillis, lastEnd: now + longestMillis }
  yield* StateStore.transaction(
    Effect.gen(function* () {
      if (earlier !== undefined) yield* endSession(earlier)
      yield* endOld(account, now)
      yield* StateStore.query(
        "INSERT INTO open_session (secret_hash, account, idle_end, last_end) VALUES (?, ?, ?, ?)",
        [nameOf(secret), account, session.idleEnd, session.lastEnd]
      )
    })
  )
  return { secret, session }
})

/** Returns the session and extends its idle time; undefined if it does not exist or has ended. */
export const findSession = Effect.fn("Sessions.find")(function* (secret: Secret) {
  const [session] = yield* StateStore.query<OpenSession>(
    `SELECT account, idle_end AS "idleEnd", last_end AS "lastEnd" FROM open_session WHERE secret_hash = ?`,
    [nameOf(secret)]
  )
  const now = yield* Clock.currentTimeMillis
  if (session === undefined || session.idleEnd <= now || session.lastEnd <= now) return undefined
  // The clock was set back since it was opened: it would last longer by as much.
  if (session.lastEnd - now > longestMillis + stepMillis) return undefined
  const idleEnd = Math.min(now + idleMillis, session.lastEnd)
  if (Math.abs(idleEnd - session.idleEnd) >= stepMillis)
    yield* StateStore.transaction(
      StateStore.query("UPDATE open_session SET idle_end = ? WHERE secret_hash = ?", [idleEnd, nameOf(secret)])
    )
  return { ...session, idleEnd } satisfies OpenSession
})
