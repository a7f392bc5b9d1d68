/** The plain page of flows in a real browser: equal to the API, nothing from outside, readable by everyone, no suppressed value. */

import { existsSync } from "node:fs"
import { Effect, Layer, ManagedRuntime, Scope } from "effect"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { accessibilityFaults, launchBrowser, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

/** A mart: corridor, year, persons, partners. The bounds are 11 persons and 3 partners. */
const mart: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 11, 3],
  ["UKR", "RUS", 2005, 10, 5],
  ["MDA", "RUS", 2004, 7777, 2],
  ["RUS", "FIN", 2005, 40, 4]
]

const folder = testFolder("page")
const runtime = ManagedRuntime.make(Layer.mergeAll(embeddedStores(folder), Layer.effect(Scope.Scope, Effect.scope)))

let browser: Browser | undefined
let address = ""

const prepare = Effect.gen(function* () {
  yield* migrate()
  yield* setRoutesMart(mart, 1)
  assert.isTrue(yield* releaseDemonstration())
  assert.isFalse(yield* releaseDemonstration())
  const port = yield* freePort(0)
  yield* servePage(port)
  return `http://127.0.0.1:${port}/`
})

beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  address = await runtime.runPromise(prepare)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await runtime.dispose()
})

const open = async (width: number) => {
  const page = await (browser as Browser).newPage({ viewport: { width, height: 800 } })
  const watched = watchPage(page, address)
  await page.goto(`${address}plain?lang=en`)
  return { page, ...watched }
}

interface Answer {
  readonly invented: boolean
  readonly cells: ReadonlyArray<{
    origin: string
    destination: string
    year: number
    state: string
    victims?: number
    low?: number
  }>
}

describe.skipIf(!existsSync(chromiumPath))("the plain page of flows", { meta: { needs: "Chromium" } }, () => {
  it("publishes sufficiently large counts of enough partners, and nothing else", async () => {
    const text = await (await fetch(`${address}v1/flows`)).text()
    const { cells, invented } = JSON.parse(text) as Answer
    assert.isTrue(invented)
    assert.deepStrictEqual(cells, [
      { origin: "MDA", destination: "RUS", year: 2004, state: "suppressed", low: 1 },
      { origin: "RUS", destination: "FIN", year: 2005, state: "published", victims: 40 },
      { origin: "UKR", destination: "RUS", year: 2004, state: "published", victims: 11 },
      { origin: "UKR", destination: "RUS", year: 2005, state: "suppressed", low: 1 }
    ])
    assert.notMatch(text, /7777|"victims":10\b/)
    assert.notInclude(await (await fetch(`${address}plain`)).text(), "7777")
  })

  for (const width of [360, 1280])
    it(`at ${width} pixels: equal to the API, nothing from outside, no violation, no sideways scrolling of the page`, async () => {
      const { page, outside, errors } = await open(width)
      const rows = await page.evaluate(
        "Array.from(document.querySelectorAll('tbody tr'), (tr) => Array.from(tr.children, (cell) => cell.textContent.replace(/\\s+/g, ' ').trim()))"
      )
      assert.deepStrictEqual(rows, [
        ["Russia → Finland", "– not reported", "40"],
        ["Ukraine → Russia", "11", "S suppressed"],
        ["Moldova → Russia", "S suppressed", "– not reported"]
      ])
      assert.include(await page.locator("[role=note]").textContent(), "Invented data")
      assert.match(await page.title(), /^Invented data/)
      assert.isTrue(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
      assert.deepStrictEqual(await accessibilityFaults(page), [])
      assert.deepStrictEqual(outside, [])
      assert.deepStrictEqual(errors, [])
      await page.close()
    })
})
