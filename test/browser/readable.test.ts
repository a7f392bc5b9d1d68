/** No text of any page overlaps another, is cut off, or leaves its box, at any width, in any look, in the shortest and the longest language. */
import { existsSync } from "node:fs"
import type { Browser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { full } from "../fixtures/fullRun.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { everySight, launch, look, pageNames, sightName, widths } from "./everyPage.ts"
import { type TextFault, textFaults } from "./textFaults.ts"

/** In an ordinary run each page is seen at two widths, and all looks and both languages are seen. */
const sights = full
  ? everySight
  : pageNames.flatMap((name, i) =>
      [i % 2 === 0 ? 0 : 1, i % 3 === 0 ? 3 : 2].map((w, j) => {
        const language = (i + j) % 2 === 0 ? "ru" : "en"
        const own = (["light", "print", "dark"] as const)[(i + j) % 3]
        const found = everySight.find(
          (one) => one.name === name && one.width === widths[w] && one.language === language && one.look === own
        )
        if (found === undefined) throw new Error("there is no such sight")
        return found
      })
    )

describe.skipIf(!existsSync(chromiumPath))("text that can be read", { meta: { needs: "Chromium" } }, () => {
  let browser: Browser
  let blank: Page
  beforeAll(async () => {
    browser = await launch()
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

  describe("of every page", () => {
    let rig: ExplorerRig
    beforeAll(async () => {
      rig = await startExplorer()
    })
    afterAll(() => rig?.close())

    it.each(pageNames)("%s", async (name) => {
      for (const sight of sights.filter((one) => one.name === name)) {
        const page = await look(browser, rig.address, sight)
        assert.deepStrictEqual(await textFaults(page), [], sightName(sight))
        await page.context().close()
      }
    })
  })
})
