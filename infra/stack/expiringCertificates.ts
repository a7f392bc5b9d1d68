/** Certificates that expire soon, of the servers and clients that the settings name: when one has expired, nothing connects any more. */
import { X509Certificate } from "node:crypto"
import { isIP } from "node:net"
import { connect } from "node:tls"
import { Clock, Effect } from "effect"
import { millisOfDay } from "../../ports/days.ts"
import { readInput } from "../../ports/files/InputFile.ts"
import type { Settings } from "../settings/Settings.ts"

/** The settings that name servers, and the client's own certificate. */
type Connections = Partial<Pick<Settings, "kafka" | "registry" | "clickhouse" | "publicUrl">>

/** Days before the end in which a certificate is named. */
const daysAhead = 14

interface Certificate {
  readonly of: string
  /** When it ends, in milliseconds since 1970. */
  readonly end: number
}

const timeout = 5_000

/** Returns when the certificate of a server ends; undefined if the server shows none. It is only read; its clients check whether it is trusted. */
const endOfServer = (host: string, port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const name = isIP(host) === 0 ? { servername: host } : {}
    const socket = connect({ host, port, ...name, rejectUnauthorized: false, timeout })
    const done = (end: number | undefined) => {
      socket.destroy()
      resolve(end)
    }
    socket.on("secureConnect", () => done(Date.parse(socket.getPeerCertificate().valid_to) || undefined))
    for (const event of ["error", "timeout", "close"]) socket.on(event, () => done(undefined))
  })

const endOfFile = (path: string): number | undefined => {
  try {
    return Date.parse(new X509Certificate(readInput(path)).validTo)
  } catch {
    // What uses the file says why it cannot.
    return undefined
  }
}

/** Servers that are called over TLS from the first byte on. PostgreSQL's begins in the clear and is not among them. */
const serversOf = ({
  kafka,
  registry,
  clickhouse,
  publicUrl
}: Connections): ReadonlyArray<readonly [string, number]> => {
  const urls = [registry?.url, clickhouse?.url, publicUrl?.href].flatMap((url) =>
    url === undefined ? [] : new URL(url)
  )
  const https = urls.filter(({ protocol }) => protocol === "https:")
  const brokers =
    kafka === undefined || kafka.tls === false ? [] : kafka.brokers.map((broker) => new URL(`https://${broker}`))
  return [...https, ...brokers].map(({ hostname, port }) => [hostname.replace(/^\[|\]$/g, ""), Number(port || 443)])
}

/** Returns a sentence for each certificate that ends within `daysAhead`. Those that have ended are named by the part that cannot connect. */
export const expiringCertificates = Effect.fn("expiringCertificates")(function* (found: Connections) {
  const now = yield* Clock.currentTimeMillis
  const servers = yield* Effect.forEach(
    serversOf(found),
    ([host, port]) =>
      Effect.map(
        Effect.promise(() => endOfServer(host, port)),
        (end) => ({ of: `${host}:${port}`, end })
      ),
    { concurrency: 4 }
  )
  const tls = found.kafka?.tls || undefined
  const files = [tls?.ca, tls?.certificate].flatMap((path) =>
    path === undefined ? [] : [{ of: `the file ${path}`, end: endOfFile(path) }]
  )
  const isSoon = (one: { readonly end: number | undefined }): one is Certificate =>
    one.end !== undefined && one.end > now && one.end < now + daysAhead * millisOfDay
  return [...servers, ...files]
    .filter(isSoon)
    .map(({ of, end }) => `the certificate of ${of} expires on ${new Date(end).toISOString().slice(0, 10)}`)
})
