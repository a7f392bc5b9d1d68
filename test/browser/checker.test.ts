/** The offline checker in a real browser: the command's verdict, no request, and usable by everyone on a phone too. */

import { execFile, execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import type { Browser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { accessibilityFaults, launchBrowser, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

const root = join(import.meta.dirname, "../..")
const folder = testFolder("disclosure-checker")
const at = (name: string) => join(folder, name)

const command = async (...args: ReadonlyArray<string>) => {
  const bin = join(root, "packages/disclosure/src/bin.ts")
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args, "--json"]).catch((error) => error)
  return JSON.parse(stdout)
}

/** The suppressed count follows by subtraction, and one published count is small. */
const leaking = `origin,destination,persons,state
BLR,DEU,41,published
BLR,POL,,suppressed
BLR,Total,45,published
MDA,DEU,25,published
MDA,POL,7,published
MDA,Total,32,published
Total,DEU,66,published
Total,POL,11,published
Total,Total,77,published
`

const counts = [
  "origin,destination,victims",
  ...["BLR,141,4,30,175", "MDA,25,60,33,118", "UKR,90,210,55,355", "Total,256,274,118,648"].flatMap((line) => {
    const [origin, ...cells] = line.split(",")
    return ["DEU", "POL", "ITA", "Total"].map((destination, i) => `${origin},${destination},${cells[i]}`)
  })
].join("\n")

let browser: Browser | undefined

beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  execFileSync(process.execPath, [join(root, "packages/disclosure/checker/build.ts"), at("checker.html")])
  writeFileSync(at("leaking.csv"), leaking)
  writeFileSync(at("counts.csv"), counts)
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const open = async (width: number) => {
  const page = await (browser as Browser).newPage({ viewport: { width, height: 800 } })
  const address = pathToFileURL(at("checker.html")).href
  const watched = watchPage(page, address)
  await page.goto(address)
  return { page, ...watched }
}

/** Drops a file on the page, as a person does with the mouse. */
const drop = async (page: Page, name: string, text: string) => {
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: "text/csv" }))
    return transfer
  })()`)
  await page.dispatchEvent("#drop", "drop", { dataTransfer: data })
}

const title = (page: Page) => page.locator("#result h2").textContent()

const isWide = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

describe.skipIf(!existsSync(chromiumPath))("the offline checker", { meta: { needs: "Chromium" } }, () => {
  it("finds what the command finds, and asks nothing of the network", async () => {
    const { page, outside, errors } = await open(360)
    await drop(page, "leaking.csv", leaking)
    await page.getByRole("button", { name: "See what it gives away" }).click()
    await page.locator("#result table").first().waitFor()
    const report = await command("audit", "--published", at("leaking.csv"))
    assert.deepStrictEqual([report.narrow, report.pinned, report.small.length], [1, 1, 1])
    assert.strictEqual(await title(page), "2 cells leak")
    const rows = await page.locator("#result tbody tr").allTextContents()
    assert.deepStrictEqual(rows, ["BLRPOLexactly 4", "MDAPOL"])
    assert.deepStrictEqual(await accessibilityFaults(page), [])
    assert.isFalse(await isWide(page))
    assert.deepStrictEqual([outside, errors], [[], []])
    await page.close()
  })

  it("makes the command's safe version", async () => {
    const { page, outside, errors } = await open(1280)
    await page.setInputFiles("#table", at("counts.csv"))
    await page.getByRole("button", { name: "Make a safe version" }).click()
    const [saved] = await Promise.all([page.waitForEvent("download"), page.getByText("Save counts-safe.csv").click()])
    const named = ["--count", "victims", "--dimensions", "origin,destination"]
    const report = await command("protect", "--input", at("counts.csv"), ...named, "--out", at("safe.csv"))
    assert.strictEqual(report.primary + report.secondary, 4)
    // Each run has a key of its own; the next best pattern of this table costs more than any key can make up for.
    assert.strictEqual(readFileSync(await saved.path(), "utf8"), readFileSync(at("safe.csv"), "utf8"))
    assert.deepStrictEqual([outside, errors], [[], []])
    await page.close()
  })

  it("takes files of one name from different folders for what they were chosen for", async () => {
    const { page, errors } = await open(1280)
    const buffer = (text: string) => ({ name: "same.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
    await page.setInputFiles("#table", buffer(counts))
    await page.getByText("More files").click()
    await page.setInputFiles("#hierarchy", buffer("dimension,child,parent\norigin,BLR,East\norigin,UKR,East\n"))
    await page.setInputFiles("#apriori", buffer("origin,destination,status,reason\nBLR,POL,publish,agreed\n"))
    await page.getByRole("button", { name: "Make a safe version" }).click()
    await page.getByText("Decisions that were followed").waitFor()
    assert.strictEqual(await title(page), "A safe version is ready")
    assert.deepStrictEqual(errors, [])
    await page.close()
  })

  it("refuses a table of more than 5,000 cells, and says why a table cannot be used", async () => {
    const { page } = await open(1280)
    await drop(page, "large.csv", `place,count\n${Array.from({ length: 5001 }, (_, i) => `P${i},20`).join("\n")}`)
    await page.locator("#result h2").waitFor()
    assert.include(await page.locator("#result").textContent(), "This table has 5001 rows")
    assert.isFalse(await page.locator("#audit").isVisible())
    await drop(page, "broken.csv", "place,count\nA,12\nB,many\nTotal,12")
    await page.getByRole("button", { name: "See what it gives away" }).click()
    await page.locator("#result tbody tr").waitFor()
    assert.strictEqual(
      await page.locator("#result tbody tr").textContent(),
      "3counta whole number of persons from 0 on, without separators, or nothing if it is suppressed"
    )
    await page.close()
  })
})
