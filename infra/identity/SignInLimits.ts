/**
 * Slows guessing of passwords without locking anyone out.
 *
 * Attempts of one client are checked one after the other, and each attempt at an account that the client failed at several times waits. The
 * right password always works: passwords have 99 random bits, so what attempts must not do is occupy the server. A device that signed in to
 * the account before has its own line, so a flood from the same address does not delay it.
 */
import { Effect, Semaphore } from "effect"
import { TooMany } from "../../ports/identity/Identity.ts"
import { steadyMillis } from "../../ports/steadyTime.ts"

/** Failures at one account before the client waits, and the wait of each later attempt, in milliseconds. */
const [freeFailures, wait] = [6, 500]

/**
 * Failures of a client at all accounts together after which it is refused at the accounts at which it failed, and each attempt at another one waits, in
 * milliseconds: a program that tries with a wrong password does not lock out the others of its office, and occupies the server little.
 */
const [maxFailures, longWait] = [300, 2_000]

/** Accounts of which a client's failures are remembered. */
const maxAccounts = 1_000

/** Attempts of a client that may wait at once. */
const longestLine = 8

/** Failures count for this time after the last one, in milliseconds. */
const memory = 15 * 60_000

/** Clients that are remembered. Above this number, the client whose last failure is oldest is forgotten. */
const maxClients = 100_000

interface Client {
  readonly line: Semaphore.Semaphore
  waiting: number
  readonly failures: Map<string, number>
  total: number
  until: number
}

const tooMany = (seconds: number) =>
  new TooMany({ message: "Too many attempts to sign in. Wait and try again.", retryAfterSeconds: seconds })

/** `from`: the client, or the device that signed in to the account before. */
export const makeSignInLimits = () => {
  const clients = new Map<string, Client>()

  /** Clients are in the order of their last failure or first attempt. */
  const clientOf = (from: string, now: number): Client => {
    for (const [name, { until, waiting }] of clients) {
      if (until > now && clients.size < maxClients) break
      if (waiting === 0) clients.delete(name)
      else break
    }
    const known = clients.get(from)
    if (known !== undefined && (known.until > now || known.waiting > 0)) return known
    const made: Client = {
      line: Semaphore.makeUnsafe(1),
      waiting: 0,
      failures: new Map(),
      total: 0,
      until: now + memory
    }
    clients.delete(from)
    clients.set(from, made)
    return made
  }

  const countFailure = (from: string, client: Client, account: string, now: number) => {
    client.failures.set(account, (client.failures.get(account) ?? 0) + 1)
    if (client.failures.size > maxAccounts) client.failures.delete(client.failures.keys().next().value as string)
    client.total += 1
    client.until = now + memory
    clients.delete(from)
    clients.set(from, client)
  }

  /** Runs one attempt, which returns undefined if it failed. Fails with `TooMany` if the client has too many attempts at once or in all. */
  const attempt = Effect.fn("SignInLimits.attempt")(function* <A, E, R>(
    from: string,
    account: string,
    check: Effect.Effect<A | undefined, E, R>
  ): Effect.fn.Return<A | undefined, E | TooMany, R> {
    const now = yield* steadyMillis
    const client = clientOf(from, now)
    const isNoisy = client.total >= maxFailures
    if (isNoisy && client.failures.has(account)) return yield* tooMany(Math.ceil((client.until - now) / 1000))
    if (client.waiting >= longestLine)
      return yield* tooMany(Math.ceil((longestLine * (isNoisy ? longWait : wait)) / 1000))
    client.waiting += 1
    const inTurn = Effect.gen(function* () {
      if (isNoisy) yield* Effect.sleep(longWait)
      else if ((client.failures.get(account) ?? 0) >= freeFailures) yield* Effect.sleep(wait)
      const found = yield* check
      if (found === undefined) countFailure(from, client, account, yield* steadyMillis)
      else client.failures.delete(account)
      return found
    })
    return yield* client.line
      .withPermits(1)(inTurn)
      .pipe(Effect.ensuring(Effect.sync(() => (client.waiting -= 1))))
  })

  return { attempt }
}
