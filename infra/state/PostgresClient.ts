/** Effect's `SqlClient` for PostgreSQL. */
import { PgClient } from "@effect/sql-pg"
import { Duration, Effect, Redacted } from "effect"
import { defaultTimeout, timedTransaction } from "./timedTransaction.ts"

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"])

/**
 * Connects to the database of the URL until the scope closes. Without `sslmode` in the URL, another machine must offer TLS with a certificate
 * that fits. A session only reads; transactions say that they write. The server ends a transaction that does nothing for `timeout`.
 */
export const openPostgres = Effect.fn("PostgresClient.open")(function* (
  url: Redacted.Redacted<string>,
  timeout: Duration.Input = defaultTimeout
) {
  const { searchParams, hostname } = new URL(Redacted.value(url))
  const client = yield* PgClient.make({
    url,
    ...(searchParams.has("sslmode") ? {} : { ssl: !loopback.has(hostname) }),
    applicationName: "corridor",
    maxConnections: 8,
    startupParameters: {
      default_transaction_read_only: "on",
      // A client that froze, or whose machine is gone, would keep the lock of all transactions.
      idle_in_transaction_session_timeout: String(Duration.toMillis(Duration.fromInputUnsafe(timeout)))
    }
  })
  return Object.assign(client, { withTransaction: timedTransaction(client, timeout) })
})
