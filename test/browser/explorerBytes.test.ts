/** What a view of the explorer loads over the wire. How long that takes on a phone is the subject of `explorerBudget.test.ts`. */
import { existsSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { countBytes } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { drawn, openStage, views } from "./explorerVisit.ts"

const stage = openStage()

describe.skipIf(!existsSync(chromiumPath))("the bytes of the explorer", { meta: { needs: "Chromium" } }, () => {
  it.each(views)("are less than 124 kB for the view %s", async (view) => {
    const page = await stage.browser.newPage({ viewport: { width: 360, height: 800 }, locale: "en" })
    const bytes = await countBytes(await page.context().newCDPSession(page))
    await page.goto(`${stage.rig.address}?view=${view}&release=1&lang=ru`)
    await drawn(page)
    assert.isBelow(bytes(), 124_000)
    assert.isAbove(bytes(), 20_000)
    await page.close()
  })
})
