/** The gates: nginx as the user of the pods, over a read-only root, in front of the product with the settings of the manifests. */
import type { ChildProcess } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { request } from "node:https"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { gateConfig } from "../../infra/cluster/Gates.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { portalMaxBytes } from "../../ingest/portal/server/portalGuard.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"
import { canRunGates, gateFolder, selfSigned, startGate } from "./readOnlyGate.ts"

const readersUrl = "https://corridor.example.org"

describe.skipIf(!canRunGates)("a gate", { meta: { needs: "Debian's nginx" } }, () => {
  let folder = ""
  let served: ServedStore
  let port = 0
  let gate: ChildProcess
  let said = ""

  beforeAll(async () => {
    folder = gateFolder("gate")
    const { certificate, key } = selfSigned(folder)
    served = await serveStore("gate", Effect.void, {
      settings: { CORRIDOR_URL: readersUrl, CORRIDOR_HOSTS: "127.0.0.1" }
    })
    port = await Effect.runPromise(Effect.scoped(freePort()))
    const config = join(folder, "nginx.conf")
    writeFileSync(config, gateConfig({ port, upstream: served.port, certificate, key, maxBody: portalMaxBytes }))
    gate = startGate(config)
    gate.stderr?.on("data", (text) => {
      said += String(text)
    })
    while (said === "" && gate.exitCode === null && (await get("/healthz")).status === 0)
      await new Promise((resolve) => setTimeout(resolve, 50))
  })
  afterAll(async () => {
    gate?.kill("SIGQUIT")
    await served?.close()
    if (folder !== "") rmSync(folder, { recursive: true, force: true })
  })

  const get = (
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: Buffer,
    address: "127.0.0.1" | "::1" = "127.0.0.1"
  ) =>
    new Promise<{ status: number; text: string }>((resolve) => {
      const ca = readFileSync(join(folder, "tls.crt"))
      const method = body === undefined ? "GET" : "POST"
      request({ host: address, servername: "localhost", port, path, ca, headers, method }, (answer) => {
        let text = ""
        answer.on("data", (part) => {
          text += String(part)
        })
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }))
      })
        .on("error", () => resolve({ status: 0, text: "" }))
        .end(body)
    })

  it("starts without a right to write anywhere but in /tmp", async () => {
    assert.strictEqual(said, "")
    assert.deepStrictEqual(await get("/healthz"), { status: 200, text: "ok" })
  })

  it("listens on IPv6 too: a host may have no other address", async () => {
    assert.strictEqual((await get("/healthz", {}, undefined, "::1")).status, 200)
  })

  it("answers under the readers' name and to probes, and to no page that rebinds its own name", async () => {
    const statuses = await Promise.all(
      [new URL(readersUrl).host, "127.0.0.1", "rebinding.example", `rebinding.example:${port}`].map(
        async (host) => (await get("/openapi.json", { host })).status
      )
    )
    assert.deepStrictEqual(statuses, [200, 200, 421, 421])
  })

  it("leaves it to the program how large a body may be, up to the largest piece of a partner's file", async () => {
    const text = async (bytes: number) => (await get("/v1/releases", {}, Buffer.alloc(bytes))).text
    assert.notInclude(await text(Number(portalMaxBytes)), "nginx")
    assert.include(await text(Number(portalMaxBytes) + 1), "nginx")
  })

  it("passes pages, and answers that do not fit into its memory", async () => {
    assert.include((await get("/?lang=en")).text, "<h1")
    const { text, status } = await get("/openapi.json")
    assert.strictEqual(status, 200)
    assert.isAbove(JSON.stringify(JSON.parse(text)).length, 50_000)
  })
})
