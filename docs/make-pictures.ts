/**
 * Makes the pictures of the README: `npm run pictures -- [ADDRESS]`.
 * With the address of a running Corridor it takes the page's picture too.
 */
import { writeFileSync } from "node:fs"
import { chromium } from "playwright-core"
import { chromiumPath } from "../test/browser/ensureChromium.ts"
import { dataWay } from "./DataWay.ts"

const at = (file: string) => new URL(file, import.meta.url)

writeFileSync(at("./data-way.svg"), dataWay())

const address = process.argv[2]
if (address !== undefined) {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] })
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 1000 }, colorScheme: "light" })
    await page.goto(`${address}?view=map&lang=en&theme=light`)
    await page.locator("svg[data-picture=map]").waitFor()
    await page.screenshot({ path: at("./page.png").pathname })
  } finally {
    await browser.close()
  }
}
