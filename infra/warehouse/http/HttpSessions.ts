/** Sessions of ClickHouse's HTTP protocol: connections that keep their temporary tables and settings between requests. */
import { Effect, Exit, Scope } from "effect"
import { steadyMillis } from "../../../ports/steadyTime.ts"
import type { ChdbEngine, EngineConnection } from "../ChdbEngine.ts"
import { clickHouseError } from "../clickHouseError.ts"

interface Session {
  readonly connection: EngineConnection
  readonly scope: Scope.Closeable
  busy: boolean
  /** `steadyMillis` at which an idle session expires. */
  ends: number
  seconds: number
}

const maxSessions = 64

/** Returns a function that runs requests in sessions. Sessions end when the scope closes; the engine must stay open longer. */
export const makeSessions = Effect.fn("HttpSessions.make")(function* (engine: ChdbEngine) {
  const sessions = new Map<string, Session>()
  const close = (key: string, session: Session) => {
    sessions.delete(key)
    return Scope.close(session.scope, Exit.void)
  }
  const sweep = Effect.flatMap(steadyMillis, (time) =>
    Effect.forEach(
      [...sessions].filter(([, session]) => !session.busy && session.ends < time),
      ([key, session]) => close(key, session),
      { discard: true }
    )
  )
  yield* Effect.addFinalizer(() =>
    Effect.forEach([...sessions], ([key, session]) => close(key, session), { discard: true })
  )
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep("5 seconds"), sweep)))

  const open = Effect.fnUntraced(function* (key: string, seconds: number, check: boolean) {
    const found = sessions.get(key)
    if (found !== undefined) return found
    if (check) return yield* Effect.fail(clickHouseError(372, "Session not found", "SESSION_NOT_FOUND"))
    if (sessions.size >= maxSessions)
      return yield* Effect.fail(clickHouseError(202, "Too many sessions", "TOO_MANY_SIMULTANEOUS_QUERIES"))
    const scope = yield* Scope.make()
    const connection = yield* Scope.provide(engine.session, scope)
    const session: Session = { connection, scope, busy: false, ends: 0, seconds }
    sessions.set(key, session)
    return session
  })

  /** Runs `use` in the session with this user and id. Fails if another request is running in it. */
  return <A>(
    user: string,
    wanted: { readonly id: string; readonly seconds: number; readonly check: boolean },
    use: (connection: EngineConnection) => Promise<A>
  ): Effect.Effect<A, unknown> =>
    Effect.gen(function* () {
      const session = yield* open(`${user}\0${wanted.id}`, wanted.seconds, wanted.check)
      if (session.busy)
        return yield* Effect.fail(clickHouseError(373, "Session is locked by a concurrent client", "SESSION_IS_LOCKED"))
      session.busy = true
      return yield* Effect.tryPromise({ try: () => use(session.connection), catch: (error) => error }).pipe(
        Effect.ensuring(
          Effect.map(steadyMillis, (time) => {
            session.busy = false
            session.ends = time + wanted.seconds * 1000
          })
        ),
        // The connection is still in use after the client has disconnected.
        Effect.uninterruptible
      )
    })
})
