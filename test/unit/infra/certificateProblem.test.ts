/** A server whose certificate is refused: each client's error says so, and does not look like a server that does not respond. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:https"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ClickHouseLogLevel, createClient } from "@clickhouse/client"
import { Kafka, logLevel } from "kafkajs"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { toEventLogError } from "../../../infra/kafka/KafkaFailure.ts"
import { certificateProblem } from "../../../infra/process/certificateProblem.ts"
import { toWarehouseError } from "../../../infra/warehouse/WarehouseFailure.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-certificate-"))
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

describe.runIf(openssl.status === 0)("a certificate of an unknown authority", () => {
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
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
    assert.strictEqual(certificateProblem(await failureOf(() => fetch(`https://127.0.0.1:${port}`))), words)
  })
})

it("other reasons have words of their own, and other errors none", () => {
  assert.match(certificateProblem({ cause: { code: "CERT_HAS_EXPIRED" } }) ?? "", /expired/)
  assert.match(certificateProblem({ code: "CERT_NOT_YET_VALID" }) ?? "", /clocks/)
  assert.isUndefined(certificateProblem({ code: "ECONNREFUSED" }))
  assert.isUndefined(certificateProblem("CERT_HAS_EXPIRED"))
})
