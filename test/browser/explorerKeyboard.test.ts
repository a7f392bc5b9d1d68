/** Each view by keyboard alone: every control and every mark is reached, seen to be reached, left again; what can be kept is kept. */

import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import { Effect } from "effect"
import type { Page } from "playwright-core"
import { assert, describe, it } from "vitest"
import { Warehouse } from "../../ports/Warehouse.ts"
import { canaries } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { until } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { close, drawn, openStage, views, visit } from "./explorerVisit.ts"

const stage = openStage()

const open = (view: string) => visit(stage.browser, stage.rig.address, `?release=1&lang=en&view=${view}`)

/** What can be used and is seen, numbered in the order of the page; of a picture's marks the one that Tab stops at. */
const numberControls = (page: Page) =>
  page.evaluate(`(() => {
    const usable = Array.from(document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']"))
      .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)
    usable.forEach((one, i) => one.setAttribute("data-walk", String(i)))
    return usable.length
  })()`) as Promise<number>

interface Stop {
  readonly at: number
  readonly isSeen: boolean
}

const stopHere = (page: Page) =>
  page.evaluate(`(() => {
    const one = document.activeElement
    const style = getComputedStyle(one)
    return {
      at: Number(one.getAttribute("data-walk") ?? -1),
      isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    }
  })()`) as Promise<Stop>

const labelHere = (page: Page) =>
  page.evaluate("document.activeElement.getAttribute('aria-label')") as Promise<string | null>

const figureIn = (label: string) => Number(/: ([\d,]+) person/.exec(label)?.[1]?.replace(",", "") ?? -1)

/** Labels of the marks of a picture in the order of the arrow keys: that of the picture; on the map, the largest figures first. */
const labelsOf = async (page: Page, picture: number): Promise<ReadonlyArray<string>> => {
  const [name, labels] = (await page.evaluate(
    `(([svg]) => [svg.dataset.picture, Array.from(svg.querySelectorAll("[data-mark]"), (mark) => mark.getAttribute("aria-label"))])([document.querySelectorAll("svg[data-picture]")[${picture}]])`
  )) as [string, ReadonlyArray<string>]
  return name === "map"
    ? labels.toSorted((a, b) => (/suppressed/.test(b) ? -1 : figureIn(b)) - (/suppressed/.test(a) ? -1 : figureIn(a)))
    : labels
}

/** Arrow keys from the mark that Tab stops at, as often as there are marks. */
const walkMarks = async (page: Page, picture: number) => {
  const wanted = await labelsOf(page, picture)
  if (wanted.length === 0) return 0
  await page.locator("svg[data-picture]").nth(picture).locator("[tabindex='0']").focus()
  await page.keyboard.press("Home")
  const heard: Array<string | null> = []
  for (const _ of wanted) {
    heard.push(await labelHere(page))
    await page.keyboard.press("ArrowRight")
  }
  assert.deepStrictEqual(heard, [...wanted])
  // Round to the first again, and out by Tab.
  assert.strictEqual(await labelHere(page), wanted[0])
  await page.keyboard.press("Tab")
  assert.isFalse(
    await page.evaluate(`document.querySelectorAll("svg[data-picture]")[${picture}].contains(document.activeElement)`)
  )
  return wanted.length
}

describe.skipIf(!existsSync(chromiumPath))("by keyboard alone", { meta: { needs: "Chromium" } }, () => {
  for (const view of sample("views by keyboard", views, 2))
    it(`${view}: Tab comes to each control in the page's order and it is seen where that is, arrows to each mark`, async () => {
      const seen = await open(view)
      const { page } = seen
      const controls = await numberControls(page)
      assert.isAbove(controls, views.length + 4)
      const stops: Array<number> = []
      for (let i = 0; i < controls; i++) {
        await page.keyboard.press("Tab")
        const { at, isSeen } = await stopHere(page)
        stops.push(at)
        assert.isTrue(isSeen, `${view}: nothing shows that ${at} has the focus`)
      }
      assert.deepStrictEqual(
        stops,
        Array.from({ length: controls }, (_, i) => i)
      )
      // Not caught: one more leaves the page.
      await page.keyboard.press("Tab")
      assert.strictEqual((await stopHere(page)).at, -1)
      const pictures = await page.locator("svg[data-picture]").count()
      let marks = 0
      for (let picture = 0; picture < pictures; picture++) marks += await walkMarks(page, picture)
      if (!["season", "regions"].includes(view)) assert.isAbove(marks, 3)
      await close(seen)
    })

  it("each view is reached by its link, and each choice is made with arrow keys", async () => {
    const seen = await open("map")
    const { page } = seen
    for (const view of views.slice(1)) {
      await page.locator(`a[data-focus=view-${view}]`).focus()
      await page.keyboard.press("Enter")
      await drawn(page)
      assert.include(page.url(), `view=${view}`)
      const choices = page.locator("main select")
      for (let i = 0; i < (await choices.count()); i++) {
        const name = await choices.nth(i).getAttribute("data-focus")
        const before = page.url()
        const control = page.locator(`main select[data-focus=${name}]`)
        await control.focus()
        const at = (await page.evaluate(
          "[document.activeElement.selectedIndex, document.activeElement.options.length]"
        )) as [number, number]
        if (at[1] < 2) continue
        await page.keyboard.press(at[0] + 1 < at[1] ? "ArrowDown" : "ArrowUp")
        // The size of a saved picture is no part of what is shown.
        if (name === "size") continue
        await until(page, `location.href !== ${JSON.stringify(before)}`)
        await drawn(page)
        assert.strictEqual(await page.evaluate("document.activeElement.dataset.focus"), name, `${view}: ${name}`)
      }
    }
    await close(seen)
  })
})

type Row = Readonly<Record<string, string | null>>

const textsOf = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null || value === "" ? null : String(value)])
  )

const parquetRows = (bytes: Uint8Array): Promise<ReadonlyArray<Row>> => {
  const file = join(stage.rig.folder, "kept.parquet")
  writeFileSync(file, bytes)
  return stage.rig
    .inside(
      Effect.flatMap(Warehouse, (warehouse) =>
        warehouse.query<Record<string, unknown>>(`SELECT * FROM file('${file}', Parquet)`)
      )
    )
    .then((rows) => rows.map(textsOf))
}

/** Cells of the API that an address of a file is of. */
const cellsFor = async (address: string): Promise<ReadonlyArray<Readonly<Record<string, string | number>>>> => {
  const url = new URL(address, stage.rig.address)
  url.searchParams.set("format", "json")
  url.searchParams.set("size", "10000")
  return ((await (await fetch(url)).json()) as { cells: ReadonlyArray<Record<string, string | number>> }).cells
}

describe.skipIf(!existsSync(chromiumPath))("tables that are kept", { meta: { needs: "Chromium" } }, () => {
  it("each view's CSV and Parquet have the API's cells, and no figure for an unpublished cell", async () => {
    const looked = new Set<string>()
    for (const view of views) {
      const seen = await open(view)
      const links = (await seen.page.evaluate(
        "Array.from(document.querySelectorAll('.files a'), (link) => link.getAttribute('href'))"
      )) as ReadonlyArray<string>
      assert.isAtLeast(links.length, 2, view)
      // `Metadata.test.ts` reads the workbooks.
      for (const link of links.filter((one) => !looked.has(one) && /format=(csv|parquet)$/.test(one))) {
        looked.add(link)
        const bytes = new Uint8Array(await (await fetch(new URL(link, stage.rig.address))).arrayBuffer())
        const rows = link.endsWith("format=parquet")
          ? await parquetRows(bytes)
          : (parse(Buffer.from(bytes), { columns: true }) as ReadonlyArray<Row>).map(textsOf)
        const cells = await cellsFor(link)
        assert.strictEqual(rows.length, cells.length, link)
        for (const [i, cell] of cells.entries()) {
          const row = rows[i] as Row
          for (const [name, value] of Object.entries(cell))
            if (name !== "asOf") assert.strictEqual(row[name], String(value), `${link} ${name}`)
          const figure = "victims" in row ? "victims" : "persons"
          if (cell["state"] !== "published") assert.deepStrictEqual([row[figure], row["as_of"]], [null, null], link)
        }
        for (const canary of canaries) assert.notInclude(JSON.stringify(rows), String(canary))
      }
      await close(seen)
    }
    assert.isAbove(looked.size, 16)
  })

  it("a link followed with Enter returns exactly the bytes of the API", async () => {
    const seen = await open("victims")
    const link = seen.page.locator(".files a").first()
    await link.focus()
    const [download] = await Promise.all([seen.page.waitForEvent("download"), seen.page.keyboard.press("Enter")])
    const address = (await link.getAttribute("href")) as string
    const wanted = Buffer.from(await (await fetch(new URL(address, stage.rig.address))).arrayBuffer())
    assert.isTrue(readFileSync(await download.path()).equals(wanted))
    assert.match(download.suggestedFilename(), /^corridor-release1-victims.*\.csv$/)
    await close(seen)
  })
})
