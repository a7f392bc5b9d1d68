/**
 * What stays on one sheet when a page is printed.
 *
 * A browser breaks columns by the rules by which it breaks sheets, and says where each part is. So a page is laid out in columns of the size of A4
 * within its margins.
 */
import { existsSync } from "node:fs"
import type { Browser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { look, pageNames } from "./everyPage.ts"

vi.mock("../../site/explorer/pages/Story.ts", async () =>
  (await import("../fixtures/storiesAnywhere.ts")).storiesAnywhere()
)

/** A4 in CSS pixels, without margins of 14 by 12 mm. */
const [wide, high] = [703, 1_016]

/** Returns what sheets tear that are lower than A4 by some pixels: a table's head from its rows, a row, a picture, an answer, a title from what it titles. */
const torn = (page: Page, less: number) =>
  page.evaluate(
    ([width, height]) => {
      const sheets = new CSSStyleSheet()
      sheets.replaceSync(
        `html { height: ${height}px !important; width: ${width}px !important } body { columns: ${width}px; column-gap: 20px; column-fill: auto; height: ${height}px; width: ${width}px; margin: 0 }`
      )
      document.adoptedStyleSheets = [sheets]
      const left = document.body.getBoundingClientRect().left
      const sheetsOf = (one: Element) => {
        const rects = [...one.getClientRects()].filter((rect) => rect.height > 1)
        return [...new Set(rects.map((rect) => Math.floor((rect.left - left + 1) / (width + 20))))]
      }
      const name = (one: Element) => `${one.tagName.toLowerCase()} ${(one.textContent ?? "").trim().slice(0, 40)}`
      const faults: Array<string> = []
      for (const table of document.querySelectorAll("table")) {
        const rows = [...table.querySelectorAll(":scope > tbody > tr")].filter((row) => sheetsOf(row).length > 0)
        const first = rows.at(0)
        const [head] = [table.caption, table.tHead].flatMap((one) =>
          one === null || sheetsOf(one).length === 0 ? [] : [one]
        )
        if (first === undefined) continue
        if (head !== undefined && !sheetsOf(first).includes(sheetsOf(head)[0] as number))
          faults.push(`head without rows: ${name(table)}`)
        const second = rows.at(1)
        if (second !== undefined && sheetsOf(second)[0] !== sheetsOf(first)[0])
          faults.push(`one row alone: ${name(table)}`)
      }
      for (const one of document.querySelectorAll("tr, figure, svg, .answer"))
        if (sheetsOf(one).length > 1 && one.getBoundingClientRect().height < height) faults.push(`torn: ${name(one)}`)
      for (const title of document.querySelectorAll("h1, h2, h3")) {
        let next = title.nextElementSibling ?? title.parentElement?.nextElementSibling
        while (next && sheetsOf(next).length === 0) next = next.nextElementSibling
        if (next && sheetsOf(title).length > 0 && sheetsOf(next)[0] !== sheetsOf(title)[0])
          faults.push(`title alone: ${name(title)}`)
      }
      return faults
    },
    [wide, high - less] as const
  )

const printed = (["en", "ru"] as const).flatMap((language) =>
  pageNames.filter((name) => !name.startsWith("embed")).map((name) => ({ name, language }))
)

describe.skipIf(!existsSync(chromiumPath))("pages on paper", { meta: { needs: "Chromium" } }, () => {
  let browser: Browser
  let rig: ExplorerRig
  beforeAll(async () => {
    rig = await startExplorer()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await rig?.close()
  })

  it("tears no table, row, picture, answer or title", async () => {
    const faults: Array<string> = []
    for (const { name, language } of sample("pages on paper", printed, 8, printed.length)) {
      const page = await look(browser, rig.address, { name, language, look: "print", width: 768 })
      // Where a sheet ends depends on the machine's letters.
      for (const less of [0, 90, 180, 270])
        faults.push(...(await torn(page, less)).map((fault) => `${name} in ${language}, ${less} px less: ${fault}`))
      await page.context().close()
    }
    assert.deepStrictEqual(faults, [])
  })
})
