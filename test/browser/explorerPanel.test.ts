/** Ukraine to Russia in the demonstration, on the page: reporting grew in May 2005, the panel is shown, and no change is stated. */

import { existsSync } from "node:fs"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { startDemonstration } from "../fixtures/demonstrationRig.ts"
import type { ExplorerRig } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { close, drawn, held, rowsOfTable, visit } from "./explorerVisit.ts"

const verdicts = {
  en: [
    "Different partners report than before",
    "Reporting grew in May 2005: 12 partners instead of 11.",
    "The 11 partners"
  ],
  ru: [
    "Отчитываются другие партнёры",
    "Отчитывающихся партнёров стало больше (май 2005): 12 вместо 11.",
    "11 партнёров"
  ],
  uk: ["Звітують інші партнери", "Партнерів, що звітують, стало більше (травень 2005): 12 замість 11.", "11 партнерів"],
  ro: [
    "Raportează alți parteneri",
    "Numărul partenerilor care raportează a crescut în mai 2005: 12 în loc de 11.",
    "Cei 11 parteneri"
  ]
} as const

describe.skipIf(!existsSync(chromiumPath))("the demonstration on the page", { meta: { needs: "Chromium" } }, () => {
  let rig: ExplorerRig
  let browser: Browser
  beforeAll(async () => {
    rig = await startDemonstration()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await rig?.close()
  })

  it.each(Object.entries(verdicts))(
    "says first that other partners report, then what the panel shows: %s",
    async (language, words) => {
      for (const width of sample(`widths in ${language}`, [360, 1280], 1)) {
        const path = `?view=trend&release=1&series=flows&label=UKR~RUS&lang=${language}`
        const seen = await visit(browser, rig.address, path, { width, language })
        const [sentence = "", grew = "", panel = ""] = await seen.page.locator(".verdict p").allTextContents()
        for (const [text, start] of [sentence, grew, panel].map((text, i) => [text, words[i] ?? ""] as const))
          assert.isTrue(text.startsWith(start), `${text} | ${start}`)
        assert.deepStrictEqual(
          (await rowsOfTable(seen.page)).map(([year, , constant]) => [year, constant]),
          [168, 163, 173, 179, 165, 171].map((value, i) => [String(2003 + i), String(value)])
        )
        assert.deepStrictEqual(
          (await rowsOfTable(seen.page)).map((row) => row.at(-1)),
          ["11", "11", "12", "12", "12", "12"]
        )
        // The bounds of all partners in the same year may name it, too.
        assert.isAtLeast(await seen.page.locator("svg[data-picture=trend] [role=img][aria-label*='171']").count(), 1)
        await held(seen, `panel-${language}-${width}`)
        const link = seen.page.locator(".verdict a")
        assert.strictEqual(await link.getAttribute("href"), `/verdicts?lang=${language}`)
        await link.click()
        await seen.page.locator("#wrong").waitFor()
        await held(seen, `verdicts-${language}-${width}`)
        await close(seen)
      }
    }
  )

  it("shows who reported below the months, and never the persons in records as coverage", async () => {
    const seen = await visit(browser, rig.address, "?view=season&release=1&lang=en")
    const marks = (await seen.page.evaluate(
      `Array.from(document.querySelectorAll('svg[data-picture="season-partners"] [role=img]'), (mark) => mark.getAttribute('aria-label'))`
    )) as ReadonlyArray<string>
    assert.strictEqual(marks.length, 72)
    assert.include(marks, "Partners reporting, April 2005: 11")
    assert.include(marks, "Partners reporting, May 2005: 12")
    assert.notMatch((await seen.page.locator("main").textContent()) ?? "", /coverage/i)
    await held(seen, "season-partners")
    await close(seen)
  })

  it("says of a series whose panel is not published that it is not", async () => {
    const seen = await visit(browser, rig.address, "?view=trend&release=1&series=arrivals_by_month&lang=en")
    await drawn(seen.page)
    assert.include((await seen.page.locator(".verdict").textContent()) as string, "is not published")
    await held(seen, "panel-absent")
    await close(seen)
  })
})
