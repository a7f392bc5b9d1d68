/** The offline check of a partner's file: opened from a disk, without any request, and usable by everyone on a phone too. */

import { execFileSync } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { catalogues } from "../../ingest/portal/words/catalogues.ts"
import { xlsxTemplate } from "../../ingest/submit/templates/Template.ts"
import { languages } from "../../schemas/Languages.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { accessibilityFaults, launchBrowser, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

const folder = testFolder("offline")
const file = join(folder, "check.html")
const shots = process.env["PORTAL_SHOTS"]

const flawed = `Case number,Sex,Country of exploitation,Date registered,Agreed to use for statistics
CANARY-1,F,Russia,2024-05,yes
CANARY-2,M,Atlantis,2024-06,yes
`

let browser: Browser | undefined
beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  execFileSync(process.execPath, [join(import.meta.dirname, "../../ingest/portal/server/offlinePage.ts"), file])
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.skipIf(!existsSync(chromiumPath))("the offline check", { meta: { needs: "Chromium" } }, () => {
  it("is one file of less than 2 MB", () => {
    assert.isBelow(statSync(file).size, 2_000_000)
  })

  for (const [i, language] of languages.entries())
    it(`checks files in ${language} without a request, and stores nothing`, async () => {
      const width = i % 2 === 0 ? 1280 : 360
      const context = await (browser as Browser).newContext({
        locale: language,
        offline: true,
        viewport: { width, height: 800 }
      })
      const page = await context.newPage()
      const { outside, errors } = watchPage(page, pathToFileURL(file).href)
      await page.goto(pathToFileURL(file).href)
      assert.strictEqual(await page.locator("h1").textContent(), catalogues[language].offlineTitle)
      const give = (name: string, buffer: Buffer) =>
        page.locator("input.chooser").setInputFiles({ name, mimeType: "text/csv", buffer })
      await give("flawed.csv", Buffer.from(flawed))
      await page.locator("#report-title").waitFor()
      const text = (await page.locator("main").textContent()) ?? ""
      assert.include(text, "country-unknown")
      assert.notMatch(text, /CANARY|Atlantis/)
      assert.deepStrictEqual(await accessibilityFaults(page), [])
      assert.isTrue(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
      if (shots !== undefined)
        await page.screenshot({ path: join(shots, `offline-${language}-${width}.png`), fullPage: true })
      await give("template.xlsx", Buffer.from(xlsxTemplate("route", language)))
      await page.locator("main", { hasText: "file-empty" }).waitFor()
      assert.deepStrictEqual(outside, [])
      assert.deepStrictEqual(errors, [])
      assert.notInclude(JSON.stringify(await context.storageState()), "CANARY")
      await context.close()
    })
})
