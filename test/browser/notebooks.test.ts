/**
 * Every cell of every notebook, in Chromium against a served release: no error, nothing from elsewhere, figures and tables that hold what
 * the API gives. With CORRIDOR_SCREENSHOTS=FOLDER pictures are left for people to look at.
 */

import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import type { Browser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { buildNotebooks, notebooks } from "../../notebooks/build.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { countryName } from "../../schemas/CountryNames.ts"
import { setCoverage } from "../fixtures/coverageMart.ts"
import { canaries, type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { serveStore } from "../fixtures/servedStore.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { accessibilityFaults, countBytes, launchBrowser, type Watched, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { textFaults } from "./textFaults.ts"

const pictures = process.env["CORRIDOR_SCREENSHOTS"]
const folder = testFolder("notebooks")
let rig: ExplorerRig | undefined
let browser: Browser | undefined

beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  await buildNotebooks(folder)
  rig = await startExplorer(0, canaries, folder)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await rig?.close()
})

const address = () => (rig as ExplorerRig).address
const cellsIn = (file: string) => {
  const source = readFileSync(join(import.meta.dirname, "../../notebooks", file), "utf8")
  return [...source.matchAll(/<script id="(\d+)" type="text\/x-typescript"/g)].map(([, id]) => id as string)
}

interface Opened extends Watched {
  readonly page: Page
  /** Paths of the API. */
  readonly asked: Array<string>
  /** Of everything that was loaded, as it was sent. */
  readonly bytes: () => number
}

const open = async (file: string, { from = address(), width = 800 } = {}): Promise<Opened> => {
  const page = await (browser as Browser).newPage({ viewport: { width, height: 900 } })
  const asked: Array<string> = []
  const bytes = await countBytes(await page.context().newCDPSession(page))
  const watched = watchPage(page, from)
  page.on("request", (request) => {
    const url = request.url()
    if (url.includes("/v1/")) asked.push(url.slice(from.length - 1))
  })
  await page.goto(`${from}notebooks/${file}`)
  // A cell is done when it shows something; `display` is the last that each does.
  for (const id of cellsIn(file)) await page.locator(`#cell-${id} > *`).first().waitFor({ state: "attached" })
  await page.waitForLoadState("networkidle")
  return { page, ...watched, asked, bytes }
}

/** A file is looked at on a desk, and on a phone. */
const widths = [1280, 360]

/** Cells with more lines than words, of which a hash is several: a column so narrow that its words are broken. */
const brokenWords = `[...document.querySelectorAll("td, th, caption")].filter((one) => {
  const range = document.createRange()
  range.selectNodeContents(one)
  const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
  return lines > one.textContent.trim().split(/[\\s-]+/).reduce((sum, word) => sum + Math.ceil(word.length / 12), 0)
}).map((one) => one.textContent)`

const rowsOf = (page: Page, caption: string) =>
  page.evaluate(
    `[...document.querySelectorAll("table")].find((one) => one.caption?.textContent.startsWith(${JSON.stringify(caption)}))?.innerText.replace(/^[^\\n]*\\n/, "")`
  ) as Promise<string | undefined>

/** A table of a page of which other cells may lack their tables. */
const shown = async (file: string, caption: string, from: string) => {
  const page = await (browser as Browser).newPage()
  try {
    await page.goto(`${from}notebooks/${file}`)
    await page.locator("caption", { hasText: caption }).waitFor()
    return await rowsOf(page, caption)
  } finally {
    await page.close()
  }
}

describe.skipIf(!existsSync(chromiumPath))("notebooks", { meta: { needs: "Chromium" } }, () => {
  for (const file of sample("notebooks", notebooks, 4))
    it.each(sample(`widths of ${file}`, widths, 1))(
      `${file} at %i: every cell runs, from the API only, and shows nothing hidden or unreadable`,
      async (width) => {
        const { page, outside, errors, asked, bytes } = await open(file, { width })
        try {
          assert.deepStrictEqual([outside, errors], [[], []])
          assert.isAbove(bytes(), 5_000)
          assert.isBelow(bytes(), 200_000)
          assert.strictEqual(await page.locator(".observablehq--error").count(), 0)
          assert.isAtLeast(asked.length, 1)
          for (const path of asked)
            assert.match(
              path,
              /^\/v1\/(?:[a-z0-9-]+\?.*|editions\/main\/latest\/tables\/\w+\?.*|coverage|releases\/\d+|releases\/\d+\/tables\/\w+\?.*)$/
            )
          const html = await page.content()
          for (const canary of canaries)
            assert.notMatch(html.replace(/[\s,\u202f]/g, ""), new RegExp(`(?<![0-9a-f])${canary}(?![0-9a-f])`))
          assert.match(html, /fictitious records of a demonstration/)
          assert.match(html, /Release 1/)
          for (const svg of await page.locator("figure > svg[role=img]").all()) {
            const marks = await svg.locator("path, circle, rect, line").count()
            assert.isAbove(marks, 2, file)
          }
          assert.deepStrictEqual(await accessibilityFaults(page), [])
          const faults = (await textFaults(page)).filter(({ other }) => other !== "pre")
          if (file !== "index.html") assert.deepStrictEqual(faults, [])
          const wide = "[...document.querySelectorAll('.wide')].filter((one) => one.scrollWidth > one.clientWidth + 1)"
          assert.deepStrictEqual(await page.evaluate(brokenWords), [])
          if (width >= 800) assert.deepStrictEqual(await page.evaluate(`${wide}.map((one) => one.ariaLabel)`), [])
          const labels = (await page.locator("figure svg text").allTextContents()).join(" ")
          assert.notMatch(labels, /\b(?:UKR|RUS|MDA|LabourMigrants|not_reported)\b/)
          const cells = (await page.locator("td").allTextContents()).join("\n")
          assert.notMatch(cells, /^(?:UKR|RUS|TJK → TUR|LabourMigrants|not_reported|at least 0|0 or more)$/m)
          if (pictures !== undefined)
            await page.screenshot({ path: join(pictures, file.replace(".html", `-${width}.png`)), fullPage: true })
        } finally {
          await page.close()
        }
      }
    )

  it("a column of states alone has whole words, on a phone too", async () => {
    const { page } = await open("corridors.html", { width: 360 })
    const years = Array.from({ length: 7 }, (_, i) => 2003 + i)
    const rows = ["Kyrgyzstan → Russia", "Ukraine → Russia"].map(
      (name) => `<tr><td>${name}</td>${years.map(() => "<td class=words>suppressed</td>").join("")}</tr>`
    )
    const table = `<div class=wide><table><caption><span>Persons by corridor and year, as published</span></caption><tr><th>series</th>${years.map((year) => `<th class=words>${year}</th>`).join("")}</tr>${rows.join("")}</table></div>`
    await page.evaluate(`document.querySelector("main").insertAdjacentHTML("beforeend", ${JSON.stringify(table)})`)
    assert.deepStrictEqual(await page.evaluate(brokenWords), [])
    const caption = "document.querySelector('main > .wide:last-child caption span').getBoundingClientRect().right"
    assert.isAtMost(Number(await page.evaluate(caption)), 360)
    await page.close()
  })

  it("the first is ten lines with the published client, which print the API's figures", async () => {
    const source = readFileSync(join(import.meta.dirname, "../../notebooks/first-hour.html"), "utf8")
    const [, code = ""] = /```ts\n([\s\S]*?)\n *```/.exec(source) ?? []
    const lines = code.split("\n").filter((line) => line.trim() !== "")
    assert.strictEqual(lines.length, 10)
    assert.include(lines[0], 'from "corridor/client"')
    const { stdout: printed } = await promisify(execFile)(
      process.execPath,
      [
        "--input-type=module-typescript",
        "-e",
        lines.join("\n").replace("http://localhost:8080", address().slice(0, -1))
      ],
      { cwd: join(import.meta.dirname, "../.."), encoding: "utf8" }
    )
    const { cells } = (await (await fetch(`${address()}v1/flows?origin=UKR`)).json()) as {
      cells: ReadonlyArray<{ destination: string; year: number; state: string; victims?: number }>
    }
    assert.isAbove(cells.length, 5)
    for (const { destination, year, state, victims } of cells)
      assert.include(
        printed,
        `Ukraine → ${destination} ${year} ${victims === undefined ? state.replace("_", " ") : `${victims} persons`}`
      )
    assert.include(printed, "release 1")
  })

  it("tables have the API's figures, cell by cell", async () => {
    const { page } = await open("first-hour.html")
    const shown = (await rowsOf(page, "Persons from Ukraine by destination and year")) as string
    const { cells } = (await (await fetch(`${address()}v1/flows?origin=UKR`)).json()) as {
      cells: ReadonlyArray<{ destination: string; year: number; state: string; victims?: number }>
    }
    const [head = "", ...lines] = shown.trim().split("\n")
    const years = head.trim().split(/\s+/).slice(1)
    for (const { destination, year, state, victims } of cells) {
      const row = lines.find((line) => line.startsWith(countryName("en", destination)))?.split("\t") ?? []
      assert.strictEqual(
        row[1 + years.indexOf(String(year))],
        victims === undefined ? state.replace("_", " ") : String(victims)
      )
    }
    assert.strictEqual(lines.length, new Set(cells.map(({ destination }) => destination)).size)
    await page.close()
  })

  it("a hidden cell is not a zero: sums are lower bounds", async () => {
    const { page } = await open("suppression.html")
    assert.match((await rowsOf(page, "How many persons in all corridors")) ?? "", /2005\t[\d]+\t[\d]+ or more\t[1-9]/)
    await page.close()
  })

  it("the law's notebook fits a change where all years are published, bounds it where some are hidden, and lists corridors without a result", async () => {
    const years = Array.from({ length: 14 }, (_, i) => 1997 + i)
    // A process has one embedded store at a time, and the last tests have their own.
    await rig?.close()
    rig = undefined
    const late = (year: number) => (year < 2004 ? 0 : 1)
    const served = await serveStore(
      "law",
      Effect.gen(function* () {
        yield* setRoutesMart(
          years.flatMap(
            (year, i): ReadonlyArray<RouteRow> => [
              ["UKR", "RUS", year, 100 + 5 * i + 60 * late(year) + (i % 2), 6],
              // Too few partners in 2003: hidden, whatever the count.
              ["MDA", "RUS", year, year === 2003 ? 7_331 : 90 + 2 * i, year === 2003 ? 2 : 6],
              ...(year > 2001 ? [["BLR", "RUS", year, 80 + i, 6] as const] : [])
            ]
          ),
          1
        )
        yield* releaseDemonstration()
      }),
      { notebooks: folder }
    )
    const { page, outside, errors } = await open("law.html", { from: `http://127.0.0.1:${served.port}/` })
    try {
      assert.deepStrictEqual([outside, errors], [[], []])
      const fitted = (await rowsOf(page, "Change from 2004 on (interval")) ?? ""
      const [, level = "", low = "", high = ""] =
        /Ukraine → Russia\t(-?[\d.]+) \((-?[\d.]+) to (-?[\d.]+)\)/.exec(fitted) ?? []
      assert.isTrue(
        Math.abs(Number(level) - 60) < 2 && Number(low) < Number(level) && Number(high) > Number(level),
        fitted
      )
      // Of 14 years the method computes a change, and the verdict states none.
      assert.match(fitted, /0\.000\tCannot say: at least 24 counts/)
      const bounded = (await rowsOf(page, "Bounds of the change from 2004")) ?? ""
      assert.match(bounded, /Moldova → Russia\t1\tat most -?[\d.]+\tat (?:most|least) -?[\d.]+/)
      assert.notInclude(bounded, "Ukraine")
      assert.match(
        (await rowsOf(page, "Corridors without a result")) ?? "",
        /Belarus → Russia\t.*there are 2 before and 7 from/
      )
      assert.notInclude((await page.content()).replace(/[\s,]/g, ""), "7331")
      if (pictures !== undefined) await page.screenshot({ path: join(pictures, "law-fitted.png"), fullPage: true })
    } finally {
      await page.close()
      await served.close()
    }
  })

  it("say when reporting paused, and state no change where other partners reported", async () => {
    const years = Array.from({ length: 14 }, (_, i) => 1997 + i)
    const partners = ["p01", "p02", "p03", "p04", "p05", "p06"]
    await rig?.close()
    rig = undefined
    const served = await serveStore(
      "paused",
      Effect.gen(function* () {
        yield* setRoutesMart(
          years.map((year, i): RouteRow => ["UKR", "RUS", year, 100 + 20 * i, year === 2004 ? 5 : 6])
        )
        yield* setCoverage({ partners, years, silent: { partner: "p06", from: "2004-01", to: "2005-06" } })
        yield* createVintage()
        const { release } = yield* Releases.createRelease({
          author: analyst("Ada Author"),
          profile: defaultProfile,
          choices: ["flows", "coverage"].map((table) => choiceOf({ table }))
        })
        for (const by of ["Bo Reviewer", "Cy Reviewer"])
          yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
      }),
      { notebooks: folder }
    )
    const from = `http://127.0.0.1:${served.port}/`
    try {
      const ways = await shown("suppression.html", "Which corridors", from)
      assert.match(ways ?? "", /^rising\t0\t0\t0\n(?:.*\n)*cannot say\t1\t1\t1/m)
      const coverage = await shown("unseen.html", "Coverage: partners that reported", from)
      assert.include(coverage, "\tfrom 2004-01 to 2005-06: 6 partners before, then 5, 6 after\t5")
    } finally {
      await served.close()
    }
  })
})
