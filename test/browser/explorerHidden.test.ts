/**
 * What the release hides shows through nowhere: the page, its attributes, its answers and the files of its pictures are looked through for
 * the hidden counts, and are the same, byte for byte, over another store that differs in these alone.
 */
import { existsSync, readFileSync } from "node:fs"
import { isDeepStrictEqual } from "node:util"
import type { BrowserContext, Page } from "playwright-core"
import { assert, describe, it } from "vitest"
import { canaries, otherCanaries, startExplorer } from "../fixtures/explorerRig.ts"
import { full, sample } from "../fixtures/fullRun.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { close, drawn, openStage, visit } from "./explorerVisit.ts"

const stage = openStage(0, canaries)

const allPages = [
  ...[2005, 2006].map((year) => `view=map&year=${year}`),
  "view=map&year=2005&place=TJK",
  ...[2005, 2006].flatMap((year) => [`view=routes&year=${year}`, `view=matrix&year=${year}`]),
  ...["TJK~TUR", "UKR~RUS"].map((label) => `view=trend&series=flows&label=${label}`),
  ...["assistance", "proceedings", "risk_groups", "region_roles_origin"].map((series) => `view=trend&series=${series}`),
  "view=season",
  "view=regions",
  "view=victims",
  "view=victims&question=risk_groups",
  "view=proceedings&year=2006",
  "view=assistance"
]

/** In an ordinary run some of them: charts and files of all of them are compared as the server draws them. */
const pages = sample("pages of the explorer", allPages, 7)

/** Pages that the server writes, of places with hidden figures and without. */
const serverPages = [
  "corridor/TJK/TUR",
  "corridor/UKR/RUS",
  "corridor/FRA/ESP",
  "country/TJK",
  "country/TUR",
  "country/RUS",
  "region/RU-KR",
  "region/RU-MOS",
  "compare",
  "compare?corridor=TJK~TUR&corridor=UKR~RUS&unit=origin",
  "search?q=Tajikistan+Turkey",
  "search?q=TJK",
  "request?from=TJK&to=TUR&asked=1",
  "request?subject=victims&in=RUS&asked=1"
].map((path) => `${path}${path.includes("?") ? "&" : "?"}lang=en`)

/** Each store's own: its port, its moments, its vintage's hash. */
const own = /127\.0\.0\.1:\d+|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|[0-9a-f]{64}|W?\/?"[0-9a-f]{32}[^"]*"/g

/** All pictures of a page as files. */
const filesOf = async (page: Page, ending: "svg" | "png"): Promise<ReadonlyArray<Buffer>> => {
  const buttons = page.locator(`button[data-file$='.${ending}']`)
  const files: Array<Buffer> = []
  for (let i = 0; i < (await buttons.count()); i++) {
    const [download] = await Promise.all([page.waitForEvent("download"), buttons.nth(i).click()])
    files.push(readFileSync(await download.path()))
  }
  return files
}

/** Pages on which something is hidden, one for each kind of picture. */
const painted = [
  "view=map&year=2005",
  "view=routes&year=2005",
  "view=matrix&year=2005",
  "view=trend&series=flows&label=TJK~TUR",
  "view=season",
  "view=regions",
  "view=victims",
  "view=proceedings&year=2006"
]

/** In an ordinary run some kinds: the text and the SVG of all of them are compared too. */
const paintedNow = sample("pictures compared by pixel", painted, 1)
const comparisons = ["page=compare&corridor=TJK~TUR&corridor=UKR~RUS"]
const previewedNow = sample("pages whose preview is compared", allPages, 3)

/** Pixels by page. Whatever of an answer is the store's own is made the same before the page has it: pixels cannot be put right later. */
const paint = async (): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const found = new Map<string, ReadonlyArray<string>>()
  const prepare = async (context: BrowserContext) => {
    await context.route("**/v1/**", async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(own, (text) =>
        text.replace(/[0-9a-f]/g, "0").replace(/^0{4}-00-00/, "2026-01-01")
      )
      await route.fulfill({ response: answer, body })
    })
  }
  for (const path of paintedNow) {
    const seen = await visit(stage.browser, stage.rig.address, `?release=1&lang=en&${path}`, { width: 900, prepare })
    const files = await filesOf(seen.page, "png")
    assert.isAbove(files.length, 0, path)
    found.set(
      path,
      files.map((file) => file.toString("base64"))
    )
    await close(seen)
  }
  return found
}

/** Whether this is an answer of the API that a page asked for. */
const isAnswer = (path: string) => path.includes(": ")

interface Looked {
  readonly path: string
  readonly text: string
}

/** Looks through everything; `also` is done on each page of the explorer. */
const look = async (also?: (path: string, page: Page) => Promise<void>): Promise<ReadonlyArray<Looked>> => {
  const found: Array<Looked> = []
  for (const path of pages) {
    const seen = await visit(stage.browser, stage.rig.address, `?release=1&lang=en&${path}`, { width: 900 })
    await drawn(seen.page)
    await also?.(path, seen.page)
    const files = (await filesOf(seen.page, "svg")).map((file) => file.toString("utf8"))
    const html = await seen.page.content()
    found.push({ path, text: [html, ...files].join("\n").replace(own, "own") })
    for (const [address, answer] of seen.answers)
      found.push({ path: `${path}: ${address}`, text: (await answer).replace(own, "own") })
    await close(seen)
  }
  const embeds = allPages.map((path) => `embed?release=1&lang=en&${path}`)
  for (const path of ["plain", "v1/releases/1", "", ...serverPages, ...embeds])
    found.push({ path, text: (await (await fetch(`${stage.rig.address}${path}`)).text()).replace(own, "own") })
  for (const path of [...previewedNow, ...comparisons].map((one) => `preview.png?release=1&lang=en&${one}`)) {
    const answer = await fetch(`${stage.rig.address}${path}`)
    assert.strictEqual(answer.headers.get("content-type"), "image/png", path)
    found.push({ path, text: Buffer.from(await answer.arrayBuffer()).toString("base64") })
  }
  return found
}

/** Numbers in a text as they are written, without their separators. */
const numbersIn = (text: string): ReadonlyArray<number> =>
  (text.match(/\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+(?:\.\d+)?/g) ?? []).map((one) =>
    Number(one.replace(/[,\u00a0\u202f]/g, ""))
  )

/** Figures that the API publishes, and the bounds of those that it does not. */
const publishedFigures = async () => {
  const ask = async (path: string) => (await fetch(`${stage.rig.address}v1/${path}`)).json()
  const { tables } = (await ask("releases/1")) as { tables: ReadonlyArray<{ name: string; figure: string }> }
  const published = new Set<number>()
  const bounds = new Set<number>()
  for (const { name, figure } of tables) {
    const { cells } = (await ask(`releases/1/tables/${name}?size=10000`)) as {
      cells: ReadonlyArray<Record<string, string | number>>
    }
    for (const cell of cells) {
      if (cell["state"] === "published") published.add(Number(cell[figure]))
      else assert.notProperty(cell, figure)
      for (const bound of ["low", "high"]) if (bound in cell) bounds.add(Number(cell[bound]))
    }
  }
  const trend = (await ask("trends?table=arrivals_by_month&release=1")) as {
    reporting: ReadonlyArray<{ partners: number | null }>
  }
  for (const { partners } of trend.reporting) published.add(partners ?? Number.NaN)
  return { published, bounds }
}

describe.skipIf(!existsSync(chromiumPath))("what is hidden", { meta: { needs: "Chromium" } }, () => {
  it("appears nowhere, and changes nothing; every figure in a cell, a mark or a text of a picture is published", async () => {
    const { published, bounds } = await publishedFigures()
    let [exactFigures, hiddenCells] = [0, 0]
    const looked = await look(async (path, page) => {
      const figures = (await page.evaluate(
        `[...Array.from(document.querySelectorAll('td[data-state=published]'), (cell) => cell.textContent),
          ...Array.from(document.querySelectorAll('svg [role=img]'), (mark) => (mark.getAttribute('aria-label').match(/: ([\\d,]+) persons?/) ?? [])[1] ?? ''),
          ...Array.from(document.querySelectorAll('svg [role=img] text'), (text) => text.textContent)]`
      )) as ReadonlyArray<string>
      for (const text of figures)
        for (const number of numbersIn(text)) {
          exactFigures++
          // Of a suppressed cell the picture writes the bounds: "S 1–9", "≥ 1".
          assert.isTrue((/[S≥–]|suppressed/.test(text) ? bounds : published).has(number), `${path}: ${text}`)
        }
      const hidden = (await page.evaluate(
        "Array.from(document.querySelectorAll('td[data-state]:not([data-state=published])'), (cell) => cell.textContent)"
      )) as ReadonlyArray<string>
      hiddenCells += hidden.length
      for (const text of hidden)
        for (const number of numbersIn(text)) assert.isTrue(bounds.has(number), `${path}: ${text}`)
    })
    assert.isAbove(exactFigures, full ? 600 : 60)
    if (full) assert.isAbove(hiddenCells, 100)
    const pictures = await paint()
    // One store at a time in a process.
    await stage.rig.close()
    stage.rig = await startExplorer(stage.rig.port, otherCanaries)
    const other = await look()
    let answers = 0
    for (const { path, text } of looked) {
      // The bytes of a picture may have any digits; they are compared below.
      if (path.startsWith("preview.png")) {
        assert.strictEqual(text, other.find((one) => one.path === path)?.text, path)
        continue
      }
      // Outlines are pairs of coordinates: those are compared below.
      const words = text.replace(/\bd="[^"]*"/g, "")
      for (const canary of canaries)
        for (const written of [String(canary), new Intl.NumberFormat("en").format(canary)])
          assert.notInclude(words, written, path)
      const same = other.find((one) => one.path === path)?.text
      // The browser loads tables ahead: a page may be drawn before an answer that it does not show.
      if (isAnswer(path) && (same === undefined || same === "" || text === "")) continue
      assert.strictEqual(text, same, path)
      if (isAnswer(path)) answers++
    }
    assert.isAtLeast(answers, pages.length)
    const others = await paint()
    for (const path of paintedNow)
      assert.isTrue(isDeepStrictEqual(pictures.get(path), others.get(path)), `${path}: pixels`)
  })
})
