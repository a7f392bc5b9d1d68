/** No text of any page overlaps another, is cut off, or leaves its box, at any width, in any look, in the shortest and the longest language. */

import { existsSync } from "node:fs"
import fc from "fast-check"
import type { Browser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import type { Cell } from "../../site/explorer/cells/Table.ts"
import { toText } from "../../site/explorer/drawings/El.ts"
import { type TimeSeries, timeSeries } from "../../site/explorer/drawings/timeSeries.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { everySight, look, type PageName, pageNames, sightName } from "./everyPage.ts"
import { type TextFault, textFaults } from "./textFaults.ts"

vi.mock("../../site/explorer/pages/Story.ts", async () =>
  (await import("../fixtures/storiesAnywhere.ts")).storiesAnywhere()
)

/** Each page is seen once, or six times in a full run, drawn of all widths, looks and both languages. */
const sightsOf = (name: PageName) =>
  sample(
    `sights of ${name}`,
    everySight.filter((one) => one.name === name),
    1,
    6
  )

const figure = fc.oneof(fc.nat(12), fc.integer({ min: 150, max: 200 }), fc.nat(40_000))
const published = fc.record({ state: fc.constant("published" as const), value: figure })
const hidden = fc.record({
  state: fc.constantFrom("suppressed" as const, "not_reported" as const, "not_collected" as const),
  value: fc.constant(undefined)
})
const bounded = fc.record({
  state: fc.constant("suppressed" as const),
  value: fc.constant(undefined),
  low: figure,
  high: fc.option(fc.nat(90), { nil: undefined })
})
const bare = { labels: [], asOf: undefined }
const mark = { words: "described" }
const shownYear = fc.record({
  cell: fc.oneof({ weight: 3, arbitrary: published }, hidden, bounded).map((one): Cell => {
    if (!("low" in one)) return { ...bare, ...one }
    return { ...bare, ...one, high: one.high === undefined ? undefined : one.low + one.high }
  }),
  // Most panels are near the figure of all partners: that is where one covers the other.
  ofPanel: fc.option(fc.oneof(fc.nat(3), fc.nat(30)), { nil: undefined }),
  partners: fc.nat(120)
})

/** Series of one to twenty years, with a panel, policy events and changes of level, on a phone and on a screen. */
const anySeries = fc
  .record({
    years: fc.array(shownYear, { minLength: 1, maxLength: 20 }),
    hasPanel: fc.boolean(),
    events: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
    breaks: fc.uniqueArray(fc.nat(18), { maxLength: 3 }),
    width: fc.constantFrom(296, 560)
  })
  .map(({ years, hasPanel, events, breaks, width }): TimeSeries => {
    const base = years.find(({ cell }) => cell.value !== undefined)?.cell.value ?? 20
    return {
      picture: "p",
      years: years.map(({ cell }, i) => ({ year: 2000 + i, cell, mark })),
      panel: hasPanel
        ? years.map(({ cell, ofPanel }, i) => ({
            year: 2000 + i,
            mark,
            cell:
              ofPanel === undefined
                ? { ...bare, state: "suppressed", value: undefined }
                : { ...bare, state: "published", value: Math.max(0, (cell.value ?? cell.low ?? base) - ofPanel) }
          }))
        : [],
      coverage: years.map(({ partners }, i) => ({
        year: 2000 + i,
        cell: { ...bare, state: "published", value: partners },
        mark
      })),
      coverageName: "Partners that report",
      events: events.map((at, i) => ({ at: 1999.5 + at * years.length, number: i + 1 })),
      breaks: breaks
        .filter((at) => at > 0 && at < years.length)
        .map((at, i) => ({ at: 2000 + at, low: 2000 + at, high: 2000 + at, letter: "ABC"[i] ?? "" })),
      slope: undefined,
      width
    }
  })

/** Figures and signs of charts that meet the sign of another year or of another series: points, squares of the panel, badges. */
const coveredFigures = `(() => {
  const signs = (svg) => svg.querySelectorAll("circle, rect[fill^='url('], rect[width='8'][height='8']")
  return Array.from(document.querySelectorAll("svg")).flatMap((svg) => Array.from(svg.querySelectorAll("text"), (text) => {
    const own = text.getBBox()
    const [top, bottom] = [own.y + own.height * 0.2, own.y + own.height * 0.8]
    const middle = [own.x + own.width / 2, (top + bottom) / 2]
    return Array.from(signs(svg)).some((sign) => {
      const { x, y, width, height } = sign.getBBox()
      // A badge and an event contain their own sign.
      const isOwn = (sign.parentElement === text.parentElement || sign.nextElementSibling === text) && Math.abs(x + width / 2 - middle[0]) < 1 && Math.abs(y + height / 2 - middle[1]) < 3
      const across = Math.min(own.x + own.width, x + width) - Math.max(own.x, x)
      return !isOwn && across > 1 && Math.min(bottom, y + height) - Math.max(top, y) > 1
    }) ? text.textContent : undefined
  }).filter((text) => text !== undefined))
})()`

/** The captions of tables that a phone would have to scroll sideways. */
const scrollingTables = `Array.from(document.querySelectorAll("main .wide"))
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
  .map((table) => table.querySelector("caption")?.textContent)`

/** Colours of a picture's squares that no key explains. A picture of one colour has no scale of colours. */
const unexplainedColours = `Array.from(document.querySelectorAll("#explorer svg[data-picture]")).flatMap((svg) => {
  const colours = (within) => new Set(Array.from(within.querySelectorAll("rect"), (one) => /step\\d/.exec(one.getAttribute("fill") ?? "")?.[0]).filter((one) => one !== undefined))
  const used = [...colours(svg)]
  const isOnly = document.querySelectorAll("#explorer svg[data-picture]").length === 1
  const keys = (isOnly ? document : svg.closest("figure")).querySelector(".legend .keys")
  const explained = keys === null ? new Set() : colours(keys)
  return used.length < 2 ? [] : used.filter((one) => !explained.has(one)).map((one) => svg.dataset.picture + " " + one)
})`

/** Gives all text the spacing of WCAG 1.4.12, as readers do with a style sheet of their own. */
const widerSpacing = `(() => {
  const own = new CSSStyleSheet()
  own.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }")
  document.adoptedStyleSheets = [own]
})()`

/** The names of pictures that are wider than their place. */
const scrollingPictures = `Array.from(document.querySelectorAll("main .picture"))
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
  .map((picture) => picture.querySelector("svg")?.dataset.picture)`

/** Pictures with a column for each of many places, which may scroll as tables may. */
const twoDimensional: ReadonlySet<string> = new Set(["matrix"])

/** Checks a page at 320 by 256 px, which is a window of 1,280 by 1,024 px at a zoom of 400 % (WCAG 1.4.10). Data in two dimensions may scroll there. */
const isReadAtZoom = async (page: Page, name: string) => {
  await page.setViewportSize({ width: 320, height: 256 })
  // A view is drawn again for its new width.
  await vi.waitFor(async () =>
    assert.deepStrictEqual(
      ((await page.evaluate(scrollingPictures)) as ReadonlyArray<string>).filter((one) => !twoDimensional.has(one)),
      [],
      name
    )
  )
  assert.deepStrictEqual(await textFaults(page), [], name)
  assert.isAtMost(Number(await page.evaluate("document.documentElement.scrollWidth")), 320, name)
}

describe.skipIf(!existsSync(chromiumPath))("text that can be read", { meta: { needs: "Chromium" } }, () => {
  let browser: Browser
  let blank: Page
  beforeAll(async () => {
    browser = await launchBrowser()
    blank = await browser.newPage({ viewport: { width: 600, height: 400 } })
  })
  afterAll(() => browser?.close())

  const faultsOf = async (html: string): Promise<ReadonlyArray<TextFault["kind"]>> => {
    await blank.setContent(`<body style="margin:20px;font:16px sans-serif">${html}</body>`)
    return [...new Set((await textFaults(blank)).map(({ kind }) => kind))]
  }

  const svg = (body: string, more = "") => `<svg width="300" height="120" ${more}>${body}</svg>`

  it.each([
    ["names on each other", svg('<text x="20" y="50">Finland</text><text x="50" y="54">Sweden</text>'), "overlaps"],
    ["paragraphs on each other", '<p>one line of text</p><p style="margin-top:-40px">another line</p>', "overlaps"],
    [
      "a leaning name on another",
      svg('<text transform="translate(40 80) rotate(-60)">Kazakhstan</text><text x="35" y="60">Kyrgyzstan</text>'),
      "overlaps"
    ],
    [
      "a button on a name",
      `<button style="position:absolute;left:30px;top:30px">+</button>${svg('<text x="14" y="24">Norway</text>')}`,
      "overlaps"
    ],
    ["a name past the edge of a picture", svg('<text x="270" y="50">Turkmenistan</text>'), "is cut off"],
    ["a name above a picture", svg('<text x="20" y="4">Turkmenistan</text>'), "is cut off"],
    [
      "a line that its box hides",
      '<div style="overflow:hidden;width:60px;white-space:nowrap">a line that is longer</div>',
      "is cut off"
    ],
    [
      "a choice that a closed list has no room for",
      '<select style="width:90px"><option>A long name of a choice</option></select>',
      "is cut off"
    ],
    [
      "a cell wider than its column",
      '<table style="table-layout:fixed;width:80px"><tr><td>Untergrundbahn</td></tr></table>',
      "leaves its box"
    ],
    [
      "a line wider than the page",
      '<p style="width:900px;white-space:nowrap">a line that goes on past the edge of the page, further and further, where nobody reads it any more</p>',
      "leaves the page"
    ]
  ] as const)("finds %s", async (_, html, kind) => {
    assert.include(await faultsOf(html), kind)
  })

  it.each([
    ["names beside each other", svg('<text x="20" y="50">Finland</text><text x="90" y="50">Sweden</text>')],
    [
      "leaning names side by side",
      svg(
        ["Kazakhstan", "Kyrgyzstan", "Uzbekistan"]
          .map((name, i) => `<text font-size="12" transform="translate(${60 + i * 26} 100) rotate(-60)">${name}</text>`)
          .join("")
      )
    ],
    ["lines close to each other", '<p style="line-height:1">one line of text<br>another line</p>'],
    [
      "a table that scrolls",
      '<div style="overflow-x:auto;width:200px"><table><tr><td style="white-space:nowrap">a line that is longer than the box that scrolls</td></tr></table></div><p>below</p>'
    ],
    [
      "a choice whose title has it in full",
      '<h2>A long name of a choice, 2008</h2><select style="width:90px"><option>A long name of a choice</option></select>'
    ],
    [
      "words for screen readers only",
      '<p>seen<span class="unseen" style="position:absolute;width:1px;height:1px;overflow:hidden">not seen</span></p>'
    ]
  ])("has nothing against %s", async (_, html) => {
    assert.deepStrictEqual(await faultsOf(html), [])
  })

  it("a trend of any figures covers no figure and no sign", async () => {
    for (const series of fc.sample(anySeries, { numRuns: 80, seed: 24 })) {
      const { width, height, body } = timeSeries(series)
      const html = body.map((one) => toText(one)).join("")
      await blank.setContent(
        `<body style="margin:20px;font:16px sans-serif"><svg width="${width}" height="${height}">${html}</svg>`
      )
      const told = JSON.stringify(series)
      await blank.setViewportSize({ width: 620, height: 500 })
      assert.deepStrictEqual(await textFaults(blank), [], told)
      assert.deepStrictEqual(await blank.evaluate(coveredFigures), [], told)
    }
  })

  it("a trend with room for every figure leaves none out, and writes one of both lines once", async () => {
    const yearOf = (year: number, value: number) => ({
      year,
      cell: { ...bare, state: "published" as const, value },
      mark
    })
    const { body } = timeSeries({
      picture: "p",
      years: [yearOf(2000, 168), yearOf(2001, 163), yearOf(2002, 190)],
      panel: [yearOf(2000, 168), yearOf(2001, 160), yearOf(2002, 150)],
      coverage: [],
      coverageName: "",
      events: [],
      slope: undefined,
      width: 296
    })
    await blank.setContent(`<svg>${body.map((one) => toText(one)).join("")}</svg>`)
    const texts = await blank.locator("svg text:not([aria-hidden])").allTextContents()
    assert.deepStrictEqual(texts, ["168", "163", "190", "160", "150"])
  })

  describe("of every page", () => {
    let rig: ExplorerRig
    beforeAll(async () => {
      rig = await startExplorer()
    })
    afterAll(() => rig?.close())

    it.each(pageNames)("%s", async (name) => {
      for (const sight of sightsOf(name)) {
        const page = await look(browser, rig.address, sight)
        assert.deepStrictEqual(await textFaults(page), [], sightName(sight))
        // On a tablet, a table with a column for each month or destination may scroll: it does not stack there, and has as many columns as there are.
        const mayScroll = sight.width === 768 && (name === "season" || name === "matrix")
        if (sight.look !== "print" && !mayScroll)
          assert.deepStrictEqual(await page.evaluate(scrollingTables), [], sightName(sight))
        if (sight.look !== "print") assert.deepStrictEqual(await page.evaluate(scrollingPictures), [], sightName(sight))
        assert.deepStrictEqual(await page.evaluate(unexplainedColours), [], sightName(sight))
        await page.evaluate(widerSpacing)
        assert.deepStrictEqual(await textFaults(page), [], `${sightName(sight)} with the reader's spacing`)
        if (sight.look !== "print") {
          await page.evaluate("document.adoptedStyleSheets = []")
          await isReadAtZoom(page, `${sightName(sight)}, zoomed to 320 px`)
        }
        await page.context().close()
      }
    })
  })
})
