/** An edition of the whole world: a view loads and draws what it shows, and the rest when it is asked for. */
import { existsSync } from "node:fs"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { startWorld } from "../fixtures/worldEdition.ts"
import { launchBrowser, until } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { close, drawn, held, rowsOfTable, visit } from "./explorerVisit.ts"

const [corridors, years] = [300, 12]

describe.skipIf(!existsSync(chromiumPath))("an edition of the whole world", { meta: { needs: "Chromium" } }, () => {
  let browser: Browser
  let world: Awaited<ReturnType<typeof startWorld>>
  beforeAll(async () => {
    world = await startWorld(corridors, years)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  it.each(["map", "matrix"])("shows a year without loading the others: %s", async (view) => {
    const own = await visit(browser, world.address, `?view=${view}&lang=en`)
    const { page, answers } = own
    const flows = () => [...answers.keys()].filter((path) => path.includes("/flows"))
    assert.strictEqual(flows()[0], "releases/1/tables/flows?year=2012&size=10000")
    // Then the year that a reader may choose next is loaded.
    await until(page, "performance.getEntriesByType('resource').some(({ name }) => name.includes('year=2011'))")
    assert.isFalse(flows().some((path) => !path.includes("year=")))
    await held(own, `world-${view}`)
    const slider = page.locator("input[data-focus=year]")
    await slider.focus()
    await slider.press("Home")
    await page.locator("h2:has-text('2001')").first().waitFor()
    await drawn(page)
    assert.isFalse(flows().some((path) => !path.includes("year=")))
    assert.isTrue(await page.evaluate("document.activeElement.dataset.focus === 'year'"))
    await close(own)
  })

  it("shows the first rows of a long table, all of them when asked, and keeps them for another year", async () => {
    const own = await visit(browser, world.address, "?view=map&lang=en")
    const { page } = own
    const first = await rowsOfTable(page)
    assert.lengthOf(first, 100)
    const button = page.getByRole("button", { name: "Show all rows" })
    await button.focus()
    await page.keyboard.press("Enter")
    const all = await rowsOfTable(page)
    assert.isAbove(all.length, 280)
    assert.deepStrictEqual(all.slice(0, 100), first)
    assert.isTrue(
      await page.evaluate("document.activeElement.matches('.wide') && document.activeElement.scrollTop === 0")
    )
    assert.strictEqual(await button.count(), 0)
    await page.locator("input[data-focus=year]").press("ArrowLeft")
    await page.locator("h2:has-text('2011')").first().waitFor()
    await drawn(page)
    assert.lengthOf(await rowsOfTable(page), all.length)
    await close(own)
  })

  it("shows one series of many, and the figures of the API", async () => {
    const own = await visit(browser, world.address, "?view=trend&lang=en")
    const { page, answers } = own
    const flows = [...answers].filter(([path]) => path.includes("/tables/flows"))
    assert.lengthOf(flows, 1)
    const { cells } = JSON.parse((await flows[0]?.[1]) as string)
    assert.lengthOf(cells, years)
    const rows = await rowsOfTable(page)
    const write = new Intl.NumberFormat("en").format
    assert.deepStrictEqual(
      rows.map(([year, figure]) => [year, figure]),
      cells.map(({ year, victims }: { year: number; victims: number }) => [String(year), write(victims)])
    )
    assert.isAbove(await page.locator("select[data-focus=label] option").count(), 280)
    await close(own)
  })

  it("has an overview of published tables only", async () => {
    const statuses = [
      "overview/1/flows",
      "overview/1/flows/series",
      "overview/1/nothing",
      "overview/2/flows",
      "overview/1/%2e%2e"
    ]
    const found = await Promise.all(statuses.map(async (path) => (await fetch(world.address + path)).status))
    assert.deepStrictEqual(found, [200, 200, 404, 404, 404])
  })
})
