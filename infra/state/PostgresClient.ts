/** Effect's `SqlClient` for PostgreSQL. */
import { PgClient } from "@effect/sql-pg"
import { Effect, Redacted } from "effect"

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"])

/**
 * Connects to the database of the URL until the scope closes. Without `sslmode` in the URL, another machine must offer TLS with a certificate
 * that fits. A session only reads; transactions say that they write.
 */
export const openPostgres = Effect.fn("PostgresClient.open")(function* (url: Redacted.Redacted<string>) {
  const { searchParams, hostname } = new URL(Redacted.value(url))
  return yield* PgClient.make({
    url,
    ...(searchParams.has("sslmode") ? {} : { ssl: !loopback.has(hostname) }),
    applicationName: "corridor",
    maxConnections: 8,
    startupParameters: { default_transaction_read_only: "on" }
  })
})
