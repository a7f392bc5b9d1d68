/**
 * Makes the pictures of the documentation: `npm run pictures -- [ADDRESS]`.
 * With the address of a running Corridor it also takes a screenshot of the explorer.
 */
import { writeFileSync } from "node:fs"
import { chromium } from "playwright-core"
import { chromiumPath } from "../../test/browser/ensureChromium.ts"
import { diagrams } from "./diagrams.ts"

for (const [file, svg] of await diagrams()) writeFileSync(new URL(`../diagrams/${file}`, import.meta.url), svg)

const address = process.argv[2]
if (address !== undefined) {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] })
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 1000 }, colorScheme: "light" })
    await page.goto(`${address}?view=map&lang=en&theme=light`)
    await page.locator("svg[data-picture=map]").waitFor()
    await page.screenshot({ path: new URL("../page.png", import.meta.url).pathname })
  } finally {
    await browser.close()
  }
}
