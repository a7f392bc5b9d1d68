/** A server whose certificate is refused: each client's error says so, and does not look like a server that does not respond. */
import { spawnSync } from "node:child_process"
import { X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import http from "node:http"
import { createServer } from "node:https"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { ClickHouseLogLevel, createClient } from "@clickhouse/client"
import { Effect, Redacted, Schema } from "effect"
import { TestClock } from "effect/testing"
import { Kafka, logLevel } from "kafkajs"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { toEventLogError } from "../../../infra/kafka/KafkaFailure.ts"
import { expiringCertificates } from "../../../infra/stack/expiringCertificates.ts"
import { toWarehouseError } from "../../../infra/warehouse/WarehouseFailure.ts"
import { PartyClient } from "../../../ingest/linkage/PartyClient.ts"
import { PortalClient } from "../../../ingest/portal/api/PortalClient.ts"
import { enrolAt } from "../../../ingest/portal/node/enrolAt.ts"
import { ask } from "../../../ingest/portal/node/sendToServer.ts"
import { certificateProblem } from "../../../ports/certificateProblem.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("certificate")
const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")]
const openssl = spawnSync(
  "openssl",
  `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${key} -out ${cert} -days 1 -subj /CN=localhost`.split(
    " "
  )
)
const server = createServer(openssl.status === 0 ? { key: readFileSync(key), cert: readFileSync(cert) } : {})
let port = 0

const failureOf = (attempt: () => Promise<unknown>): Promise<unknown> =>
  attempt().then(
    () => assert.fail("the certificate was accepted"),
    (error) => error
  )

describe.runIf(openssl.status === 0)("a certificate of an unknown authority", { meta: { needs: "OpenSSL" } }, () => {
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.close()
  })

  it("is named by Kafka, ClickHouse and what uses fetch", async () => {
    const words = "its certificate is not of an authority that is trusted here"
    const kafka = new Kafka({
      brokers: [`127.0.0.1:${port}`],
      ssl: true,
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 }
    })
    const ofKafka = toEventLogError("connect", await failureOf(() => kafka.admin().connect()))
    assert.strictEqual(ofKafka.message, `Kafka could not connect: ${words} (KafkaJSConnectionError)`)
    const client = createClient({ url: `https://127.0.0.1:${port}`, log: { level: ClickHouseLogLevel.OFF } })
    const ofStore = toWarehouseError("query", await failureOf(() => client.query({ query: "SELECT 1" })))
    assert.strictEqual(ofStore.message, `ClickHouse could not be asked for the query: ${words}`)
    assert.isTrue(ofStore.retryable)
    await client.close()
    const url = `https://127.0.0.1:${port}`
    assert.strictEqual(certificateProblem(await failureOf(() => fetch(url))), words)
    const enrolled = enrolAt(url, "cor_a_b", "alpha", Redacted.make(new Uint8Array(32)))
    assert.include((await Effect.runPromise(Effect.flip(enrolled))).message, words)
    const asked = Effect.runPromise(Effect.flip(ask(new PortalClient(url, "cor_a_b").receipts)))
    assert.include((await asked).message, words)
    const party = new PartyClient("holder-1", { address: url, token: "t" }).call("GET", "/", Schema.Unknown)
    assert.include(((await failureOf(() => party)) as Error).message, `holder-1 cannot be asked: ${words}.`)
  })
})

describe.runIf(openssl.status === 0)("a certificate that ends soon", { meta: { needs: "OpenSSL" } }, () => {
  it("is named with its day, of a server and of a file; one that ends later, and a server without one, are not", async () => {
    const [soon, later] = [createServer({ key: readFileSync(key), cert: readFileSync(cert) }), http.createServer()]
    await Promise.all([soon, later].map((one) => new Promise<void>((done) => one.listen(0, "127.0.0.1", done))))
    const portOf = (one: typeof soon | typeof later) => (one.address() as AddressInfo).port
    const found = (settings: Parameters<typeof expiringCertificates>[0]) =>
      Effect.runPromise(expiringCertificates(settings))
    const registry = (port: number) => ({ registry: { url: `https://127.0.0.1:${port}`, token: undefined } })
    const end = new Date(new X509Certificate(readFileSync(cert)).validTo).toISOString().slice(0, 10)
    assert.deepStrictEqual(await found(registry(portOf(soon))), [
      `the certificate of 127.0.0.1:${portOf(soon)} expires on ${end}`
    ])
    assert.deepStrictEqual(await found(registry(portOf(later))), [])
    const tls = { ca: cert, certificate: join(folder, "missing.pem"), key: undefined }
    const kafka = { brokers: [], tls, username: "", password: Redacted.make("") }
    assert.deepStrictEqual(await found({ kafka }), [`the certificate of the file ${cert} expires on ${end}`])
    const then = await Effect.runPromise(
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.now() - 60 * 86_400_000)
        return yield* expiringCertificates({ kafka })
      }).pipe(Effect.provide(TestClock.layer()))
    )
    assert.deepStrictEqual(then, [])
    soon.close()
    later.close()
  })
})

it("other reasons have words of their own, and other errors none", () => {
  assert.match(certificateProblem({ cause: { code: "CERT_HAS_EXPIRED" } }) ?? "", /expired/)
  assert.match(certificateProblem({ code: "CERT_NOT_YET_VALID" }) ?? "", /clocks/)
  assert.match(certificateProblem({ code: "INVALID_PURPOSE" }) ?? "", /not for servers/)
  assert.match(certificateProblem({ code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" }) ?? "", /TLS 1.2/)
  assert.isUndefined(certificateProblem({ code: "ECONNREFUSED" }))
  assert.isUndefined(certificateProblem("CERT_HAS_EXPIRED"))
})
