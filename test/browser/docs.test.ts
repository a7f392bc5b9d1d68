/** Pages of lineage in a real browser: nothing from outside, readable by everyone, by keyboard and on a phone. */

import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import { serveFolder } from "@corridor/dbt-ts/command/serveFolder"
import { writeDocs } from "@corridor/dbt-ts/docs/WriteDocs"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, ManagedRuntime, Scope } from "effect"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { freePort } from "../../infra/process/FreePort.ts"
import type { Json } from "../../packages/dbt-ts/test/conformance/selection/manifestFromDbt.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { accessibilityFaults, launchBrowser, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

const folder = testFolder("docs")
const runtime = ManagedRuntime.make(Layer.mergeAll(NodeServices.layer, Layer.effect(Scope.Scope, Effect.scope)))

/** Real dbt's manifest of a project, with what a build and the privacy lineage add to one model. */
const prepared = (): Json => {
  const fixture = new URL("../../packages/dbt-ts/test/conformance/fixtures/selection-manifest.json", import.meta.url)
  const manifest = JSON.parse(readFileSync(fixture, "utf8")) as Json
  const flows = manifest["nodes"]["model.choosing.flows"]
  flows.compiled_code = "select origin from t where a < 1 -- </code><script>window.broken = 1</script>"
  flows.description = 'Flows <img src=x onerror="window.broken = 1"> of persons. One row per month.'
  flows.columns.origin.meta = { corridor_privacy: { class: "dimension", path: ["flows.origin", "int_legs.origin"] } }
  return manifest
}

let browser: Browser | undefined
let address = ""
let port = 0

beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(prepared()))
  writeFileSync(
    join(folder, "run_results.json"),
    JSON.stringify({ results: [{ unique_id: "test.choosing.flows_add_up", status: "warn" }] })
  )
  address = await runtime.runPromise(
    Effect.gen(function* () {
      const made = yield* writeDocs(folder)
      port = yield* freePort(0)
      yield* serveFolder(made.folder, port)
      return `http://127.0.0.1:${port}/`
    })
  )
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await runtime.dispose()
})

const open = async (path = "", width = 1200) => {
  const page = await (browser as Browser).newPage({ viewport: { width, height: 800 } })
  const watched = watchPage(page, address)
  await page.goto(address + path)
  return { page, ...watched }
}

const flowsPage = "model.choosing.flows.html"

describe.skipIf(!existsSync(chromiumPath))("pages of lineage", { meta: { needs: "Chromium" } }, () => {
  for (const [path, width] of [
    ["", 1200],
    ["", 390],
    [flowsPage, 1200],
    [flowsPage, 390]
  ] as const) {
    it(`are readable and load nothing from other servers: ${path || "index"} at ${width}`, async () => {
      const { page, outside, errors } = await open(path, width)
      for (const details of await page.locator("summary").all()) await details.click()
      assert.deepStrictEqual(await accessibilityFaults(page), [])
      assert.deepStrictEqual(outside, [])
      assert.deepStrictEqual(errors, [])
      assert.isAtMost(await page.evaluate<number>("document.documentElement.scrollWidth"), width)
      await page.close()
    })
  }

  it("show columns with types, classes of privacy, tests with their last result, and SQL as text", async () => {
    const { page } = await open(flowsPage)
    const origin = page.locator("tr", { has: page.locator('th:text-is("origin")') }).first()
    assert.match(
      (await origin.textContent()) ?? "",
      /Country of origin.*dimension.*flows\.origin.*int_legs\.origin.*not_null, relationships/s
    )
    assert.match((await page.locator("tr", { hasText: "flows_add_up" }).textContent()) ?? "", /warn.*warn/s)
    await page.locator("summary", { hasText: "Compiled" }).click()
    assert.include(await page.locator("#compiled").textContent(), "</code><script>")
    assert.isUndefined(await page.evaluate("window.broken"), "what a project says is never HTML")
    await page.close()
  })

  it("are walked by keyboard, from the field to a model and along its lineage", async () => {
    const { page } = await open()
    await page.keyboard.press("/")
    await page.keyboard.type("sums of origin")
    assert.strictEqual(await page.locator("#found").textContent(), "Nothing is called that.")
    await page.locator("#search").fill("ORIGIN country")
    assert.match((await page.locator("#found").textContent()) ?? "", /^1 of \d+$/)
    assert.isFalse(await page.locator("h2", { hasText: "Seeds" }).isVisible())
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.waitForURL(`**/${flowsPage}`)
    await page.locator(".picture a", { hasText: "int_legs" }).last().focus()
    await page.keyboard.press("Enter")
    await page.waitForURL("**/model.choosing.int_legs.html")
    assert.strictEqual(await page.locator("h1").textContent(), "int_legs")
    await page.close()
  })

  it("have all their content without a script", async () => {
    const context = await (browser as Browser).newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(address)
    assert.strictEqual(await page.locator("[data-words]").count(), 28)
    assert.isFalse(await page.locator("#search").isVisible())
    await context.close()
  })

  it("are answered on the loopback address alone, with a policy that lets nothing in", async () => {
    const answer = await fetch(address)
    assert.include(answer.headers.get("content-security-policy") ?? "", "default-src 'none'")
    const status = await new Promise((resolve) => {
      request({ port, host: "127.0.0.1", headers: { host: "rebound.example" } }, ({ statusCode }) =>
        resolve(statusCode)
      ).end()
    })
    assert.strictEqual(status, 403)
    assert.strictEqual((await fetch(`${address}%2e%2e/manifest.json`)).status, 404)
  })
})
