/** `doctor` names what is wrong with a server that responds, and does not say that it is down. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConfigProvider, Effect } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import { writeOwnerOnlyFile } from "../../../infra/process/OwnerOnlyFile.ts"
import { identify } from "../../../infra/process/ProcessIdentity.ts"
import { forgetUnnamedProxy, noteUnnamedProxy } from "../../../infra/process/unnamedProxy.ts"
import { examine } from "../../../infra/stack/Doctor.ts"
import { proxies } from "../../../infra/stack/doctor/machine.ts"
import { writeEndpoints } from "../../../infra/stack/Endpoints.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const data = testFolder("doctor")

/** What the registry answers: its status, and whether a schema is compatible. */
let answer = { status: 200, isCompatible: true }
const registry = createServer(({ url }, response) => {
  response.writeHead(answer.status, { "content-type": "application/json" })
  response.end(url?.startsWith("/compatibility") ? JSON.stringify({ is_compatible: answer.isCompatible }) : "[]")
})
beforeAll(() => new Promise<void>((listening) => registry.listen(0, "127.0.0.1", listening)))
afterAll(() => {
  registry.close()
})

const ofRegistry = async () => {
  const CORRIDOR_REGISTRY_URL = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`
  const settings = ConfigProvider.layer(ConfigProvider.fromUnknown({ CORRIDOR_REGISTRY_URL }))
  const findings = await Effect.runPromise(examine(data).pipe(Effect.provide([settings, NodeServices.layer])))
  return findings.find(({ part }) => part === "registry") ?? assert.fail("no registry")
}

it("a registry with another schema under our subject, and one that refuses the token", async () => {
  assert.isTrue((await ofRegistry()).ok)
  answer = { status: 200, isCompatible: false }
  const other = await ofRegistry()
  assert.isFalse(other.ok)
  assert.match(other.found, /another schema under corridor\.\S+ that is not compatible/)
  assert.include(other.advice, "Delete that version")
  answer = { status: 401, isCompatible: true }
  const refused = await ofRegistry()
  assert.include(refused.found, "CORRIDOR_REGISTRY_TOKEN")
  assert.notInclude(refused.found, "does not respond")
})

it("a file that cannot be read is named, and everything else is still checked", async () => {
  const folder = mkdtempSync(join(data, "unreadable-"))
  mkdirSync(join(folder, "unnamed-proxy"))
  const findings = await Effect.runPromise(examine(folder).pipe(Effect.provide(NodeServices.layer)))
  const of = (name: string) => findings.find(({ part }) => part === name)
  assert.isFalse(of("proxies")?.ok)
  assert.match(of("proxies")?.found ?? "", /unnamed-proxy cannot be read: it is a folder\./)
  for (const part of ["keys", "disk", "processes"]) assert.isTrue(of(part)?.ok, part)
})

it("a folder that cannot be used is named, and everything else is still checked", async () => {
  const folder = mkdtempSync(join(data, "unusable-"))
  writeFileSync(join(folder, "state"), "")
  const findings = await Effect.runPromise(examine(folder).pipe(Effect.provide(NodeServices.layer)))
  const state = findings.find(({ part }) => part === "state")
  assert.isFalse(state?.ok)
  assert.match(state?.found ?? "", /The folder .*state cannot be used/)
  assert.isTrue(findings.some(({ part, ok }) => part === "disk" && ok))
})

it("a damaged state store is a file to repair, not a server to check", async () => {
  const folder = mkdtempSync(join(data, "damaged-state-"))
  mkdirSync(join(folder, "state"))
  writeFileSync(join(folder, "state", "state.sqlite"), "canary".repeat(1_000))
  const findings = await Effect.runPromise(examine(folder).pipe(Effect.provide(NodeServices.layer)))
  const state = findings.find(({ part }) => part === "state")
  assert.isFalse(state?.ok)
  assert.match(state?.found ?? "", /its file is damaged.*restore a backup/)
  assert.notMatch(`${state?.found} ${state?.advice}`, /server|CORRIDOR_|canary/)
})

it("a proxy that no setting names, until a server starts again", () => {
  const folder = mkdtempSync(join(data, "proxy-"))
  assert.deepStrictEqual(proxies(folder), [])
  noteUnnamedProxy(folder, "127.0.0.1")
  const [found] = proxies(folder)
  assert.deepInclude(found, { part: "proxies", ok: false })
  assert.match(found?.found ?? "", /from 127\.0\.0\.1, .*lock out/)
  assert.include(found?.advice, "CORRIDOR_TRUSTED_PROXIES=127.0.0.1")
  forgetUnnamedProxy(folder)
  assert.deepStrictEqual(proxies(folder), [])
})

it("each damaged file with a password of a running stack, and everything else", async () => {
  const folder = mkdtempSync(join(data, "damaged-"))
  const url = "http://127.0.0.1:1"
  writeEndpoints(folder, {
    pid: process.pid,
    started: identify(process.pid)?.started ?? "",
    kafka: { brokers: ["127.0.0.1:1"] },
    registry: { url },
    clickhouse: { url },
    page: { url, port: 1 },
    portal: { url }
  })
  for (const name of ["kafka", "registry", "clickhouse"])
    writeOwnerOnlyFile(join(folder, "secrets", `${name}.json`), '{"canary')
  const findings = await Effect.runPromise(
    examine(folder).pipe(Effect.provide([ConfigProvider.layer(ConfigProvider.fromUnknown({})), NodeServices.layer]))
  )
  for (const part of ["kafka", "registry", "warehouse"]) {
    const found = findings.find((finding) => finding.part === part)
    assert.match(found?.found ?? "", /secrets\/\w+\.json is damaged\. Stop the stack and delete the file/, part)
  }
  assert.notInclude(JSON.stringify(findings), "canary")
  assert.isTrue(findings.some(({ part, ok }) => part === "disk" && ok))
})
