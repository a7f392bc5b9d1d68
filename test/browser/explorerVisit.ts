/** A page of the explorer in a browser, with everything that it asked for and complained of. For the explorer's tests. */

import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, assert, beforeAll } from "vitest"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { accessibilityFaults, launchBrowser, until, type Watched, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

/** With EXPLORER_SHOTS=FOLDER screenshots of every visited view are saved. */
const shots = process.env["EXPLORER_SHOTS"]
if (shots !== undefined) mkdirSync(shots, { recursive: true })

export { viewNames as views } from "../../site/explorer/state/State.ts"

/** What the tests of a file share, from before the first of them; nothing where there is no browser. */
export interface Stage {
  browser: Browser
  rig: ExplorerRig
}

/** An explorer and a browser for all tests of the file that calls this. */
export const openStage = (...explorer: Parameters<typeof startExplorer>): Stage => {
  const stage: Partial<Stage> = {}
  beforeAll(async () => {
    if (!existsSync(chromiumPath)) return
    stage.rig = await startExplorer(...explorer)
    stage.browser = await launchBrowser()
  })
  afterAll(async () => {
    await stage.browser?.close()
    await stage.rig?.close()
  })
  return stage as Stage
}

export interface Visit extends Watched {
  readonly page: Page
  readonly context: BrowserContext
  /** Texts of the API's answers so far, by address. */
  readonly answers: Map<string, Promise<string>>
}

export interface Visiting {
  readonly width?: number
  readonly isDark?: boolean
  readonly language?: string
  /** Prepares the browser before the page is requested. */
  readonly prepare?: (context: BrowserContext) => Promise<void>
}

export const visit = async (
  browser: Browser,
  address: string,
  path: string,
  { width = 1280, isDark = false, language = "en", prepare }: Visiting = {}
): Promise<Visit> => {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: language,
    colorScheme: isDark ? "dark" : "light",
    reducedMotion: "reduce",
    acceptDownloads: true
  })
  await prepare?.(context)
  const page = await context.newPage()
  const answers = new Map<string, Promise<string>>()
  const watched = watchPage(page, address)
  page.on("response", (answer) => {
    const api = `${address}v1/`
    if (answer.url().startsWith(api))
      answers.set(
        answer.url().slice(api.length),
        answer.text().catch(() => "")
      )
  })
  await page.goto(`${address}${path}`)
  await drawn(page)
  return { page, context, answers, ...watched }
}

/** Until the view that the address names is there. */
export const drawn = (page: Page) =>
  until(page, "document.getElementById('explorer')?.dataset.drawn === location.pathname + location.search")

/** Checks that apply to every view, and a screenshot of it. */
export const held = async ({ page }: Visit, name: string) => {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
  assert.deepStrictEqual(await accessibilityFaults(page), [], name)
  assert.isTrue(
    await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
    `${name}: wider than the page`
  )
}

export const close = async ({ context, outside, errors }: Visit) => {
  assert.deepStrictEqual(outside, [])
  assert.deepStrictEqual(errors, [])
  await context.close()
}

/** Rows of a table of the page: headers as text, cells as their figure, or their state with its bounds. */
export const rowsOfTable = (page: Page, table = 0): Promise<ReadonlyArray<ReadonlyArray<string>>> =>
  page.evaluate(
    `Array.from(document.querySelectorAll('main .wide table')[${table}].querySelectorAll('tbody tr'), (row) => Array.from(row.children, (cell) => cell.tagName === 'TH' || cell.dataset.state === 'published' || cell.dataset.state === undefined ? cell.textContent.trim() : [cell.dataset.state, ...Array.from(cell.querySelectorAll('.bounds'), (bounds) => bounds.textContent.trim())].join(' ')))`
  )

export type ApiCell = Readonly<Record<string, string | number>>

/** Cells of the API, requested by the test itself. */
export const cellsOfApi =
  (stage: Stage) =>
  async (table: string, parameters = ""): Promise<ReadonlyArray<ApiCell>> => {
    const answer = await fetch(`${stage.rig.address}v1/releases/1/tables/${table}?size=10000${parameters}`)
    return ((await answer.json()) as { cells: ReadonlyArray<ApiCell> }).cells
  }
