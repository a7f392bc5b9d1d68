/** The gates: nginx as the user of the pods, over a read-only root, in front of the product with the settings of the manifests. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { request } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { gateConfig } from "../../infra/cluster/Gates.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { ensureDebian } from "../fixtures/ensureDebian.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"

const nginx = "/usr/sbin/nginx"
ensureDebian(nginx, "nginx for the tests of the gates", ["nginx-light"])
const canRun = existsSync(nginx) && process.getuid?.() === 0

/** The user of the product's pods. */
const user = 10_001

const readersUrl = "https://corridor.example.org"

/** Runs nginx in a mount namespace whose root is read-only but for /tmp, as in the pods. */
const startReadOnly = (config: string): ChildProcess =>
  spawn(
    "unshare",
    [
      "--mount",
      "sh",
      "-c",
      `mount --make-rprivate / && cd /tmp && exec 3< ${config} && mount -t tmpfs tmpfs /tmp && cat <&3 > /tmp/nginx.conf && mount -o remount,bind,ro / && exec setpriv --reuid ${user} --regid ${user} --clear-groups ${nginx} -c /tmp/nginx.conf -g 'daemon off;'`
    ],
    { stdio: ["ignore", "ignore", "pipe"] }
  )

describe.skipIf(!canRun)("a gate", () => {
  let folder = ""
  let served: ServedStore
  let port = 0
  let gate: ChildProcess
  let said = ""

  beforeAll(async () => {
    // Outside /tmp, which the gate does not share.
    folder = mkdtempSync(join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), "corridor-gate-"))
    chmodSync(folder, 0o755)
    const [certificate, key] = [join(folder, "tls.crt"), join(folder, "tls.key")]
    const made = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
    ])
    assert.strictEqual(made.status, 0, String(made.stderr))
    chmodSync(key, 0o644)
    served = await serveStore("gate", Effect.void, {
      settings: { CORRIDOR_URL: readersUrl, CORRIDOR_HOSTS: "127.0.0.1" }
    })
    port = await Effect.runPromise(Effect.scoped(freePort()))
    const config = join(folder, "nginx.conf")
    writeFileSync(config, gateConfig({ port, upstream: served.port, certificate, key }))
    gate = startReadOnly(config)
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

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    new Promise<{ status: number; text: string }>((resolve) => {
      const ca = readFileSync(join(folder, "tls.crt"))
      request({ host: "localhost", servername: "localhost", port, path, ca, headers }, (answer) => {
        let text = ""
        answer.on("data", (part) => {
          text += String(part)
        })
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }))
      })
        .on("error", () => resolve({ status: 0, text: "" }))
        .end()
    })

  it("starts without a right to write anywhere but in /tmp", async () => {
    assert.strictEqual(said, "")
    assert.deepStrictEqual(await get("/healthz"), { status: 200, text: "ok" })
  })

  it("answers under the readers' name and to probes, and to no page that rebinds its own name", async () => {
    const statuses = await Promise.all(
      [new URL(readersUrl).host, "127.0.0.1", "rebinding.example", `rebinding.example:${port}`].map(
        async (host) => (await get("/openapi.json", { host })).status
      )
    )
    assert.deepStrictEqual(statuses, [200, 200, 421, 421])
  })

  it("passes pages, and answers that do not fit into its memory", async () => {
    assert.include((await get("/?lang=en")).text, "<h1")
    const { text, status } = await get("/openapi.json")
    assert.strictEqual(status, 200)
    assert.isAbove(JSON.stringify(JSON.parse(text)).length, 50_000)
  })
})
