/** Each view of the explorer in a real browser: equal to the API, readable by everyone, used by keyboard alone, kept as files. */
import { existsSync, readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { assert, describe, it } from "vitest"
import { countryName } from "../../schemas/CountryNames.ts"
import { sample } from "../fixtures/fullRun.ts"
import { until } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import {
  cellsOfApi,
  close,
  drawn,
  held,
  openStage,
  type ApiCell as Row,
  rowsOfTable,
  views,
  visit
} from "./explorerVisit.ts"

const stage = openStage()

const cellsOf = cellsOfApi(stage)

/** The bounds of a suppressed figure as the API has them. */
const boundsOf = ({ low, high }: Row) => {
  const write = (bound: unknown) => new Intl.NumberFormat("en").format(Number(bound))
  // "At least 0" and "at least 1" tell next to nothing, and are never written.
  if (low === undefined || (Number(low) <= 1 && high === undefined)) return ""
  return high === undefined ? ` ≥ ${write(low)}` : ` ${write(low)}–${write(high)}`
}

const figureOf = (cell: Row | undefined) => {
  if (cell === undefined) return "not_reported"
  if (cell["state"] !== "published") return `${cell["state"]}${boundsOf(cell)}`
  return new Intl.NumberFormat("en").format(Number(cell["victims"] ?? cell["persons"]))
}

/** A figure of `figureOf` as a mark shows it. */
const wordsOf = (figure: string) => {
  const [, state, low, high] = /^(suppressed) (?:≥ )?([\d,]+)(?:–([\d,]+))?$/.exec(figure) ?? []
  if (state === undefined) return /^\d/.test(figure) ? `${figure} persons` : figure
  const persons = (bound: string) => `${bound} ${bound === "1" ? "person" : "persons"}`
  return high === undefined ? `${state}: at least ${persons(low as string)}` : `${state}: ${low} to ${persons(high)}`
}

const name = (code: unknown) => countryName("en", String(code))

const sorted = (rows: ReadonlyArray<ReadonlyArray<string>>) => rows.map((row) => row.join(" | ")).sort()

const years = [2003, 2004, 2005, 2006, 2007, 2008]

/** `2003-01` as the page writes it. */
const monthInWords = (month: string) =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" })

describe.skipIf(!existsSync(chromiumPath))("the explorer", { meta: { needs: "Chromium" } }, () => {
  const open = (query: string, more = {}) => visit(stage.browser, stage.rig.address, `?release=1&${query}`, { ...more })

  it("shows flows of a year as the API has them: as a table, and each as a mark of the map", async () => {
    const seen = await open("view=map&year=2005&lang=en")
    const cells = await cellsOf("flows", "&from=2005&to=2005")
    const wanted = cells.map((cell) => [name(cell["origin"]), name(cell["destination"]), figureOf(cell)])
    assert.deepStrictEqual(
      sorted(await rowsOfTable(seen.page)),
      sorted(wanted.map(([from, to, figure]) => [`${from} → ${to}`, figure ?? ""]))
    )
    assert.strictEqual(await seen.page.locator("main .wide tbody th a[href^='/corridor/UKR/RUS?']").count(), 1)
    assert.isTrue(wanted.some((row) => row.some((text) => text?.startsWith("suppressed"))))
    const marks = (await seen.page.evaluate(
      "Array.from(document.querySelectorAll('svg[data-picture=map] [role=img]'), (mark) => mark.getAttribute('aria-label'))"
    )) as ReadonlyArray<string>
    const flows = marks.filter((mark) => mark.includes("→"))
    assert.deepStrictEqual(
      [...flows].sort(),
      wanted.map(([from, to, figure]) => `${from} → ${to}, 2005: ${wordsOf(figure as string)}`).sort()
    )
    await close(seen)
  })

  it("shows routes of a year as the API has them, a band for each published one", async () => {
    const seen = await open("view=routes&year=2005&lang=en")
    const cells = await cellsOf("corridors", "&from=2005&to=2005")
    const wanted = cells.map((cell) => [String(cell["corridor"]).split(" > ").map(name).join(" → "), figureOf(cell)])
    assert.deepStrictEqual(sorted(await rowsOfTable(seen.page)), sorted(wanted))
    const bands = await seen.page.locator("svg[data-picture=routes] path[role=img]").count()
    const legs = cells
      .filter(({ state }) => state === "published")
      .reduce((sum, cell) => sum + String(cell["corridor"]).split(" > ").length - 1, 0)
    assert.strictEqual(bands, legs)
    await close(seen)
  })

  it("shows every pair of countries", async () => {
    const seen = await open("view=matrix&year=2006&lang=en")
    const cells = await cellsOf("flows")
    const heads = (await seen.page.evaluate(
      "Array.from(document.querySelectorAll('main .wide thead th'), (head) => head.textContent).slice(1)"
    )) as ReadonlyArray<string>
    const rows = await rowsOfTable(seen.page)
    assert.strictEqual(rows.length, new Set(cells.map(({ origin }) => origin)).size)
    assert.strictEqual(heads.length, new Set(cells.map(({ destination }) => destination)).size)
    for (const [from, ...figures] of rows)
      for (const [i, figure] of figures.entries()) {
        const cell = cells.find(
          (one) => one["year"] === 2006 && name(one["origin"]) === from && name(one["destination"]) === heads[i]
        )
        assert.strictEqual(figure, figureOf(cell), `${from} → ${heads[i]}`)
      }
    await close(seen)
  })

  it("shows a series with the partners that reported and the API's verdict", async () => {
    const seen = await open("view=trend&series=flows&label=TJK~TUR&lang=en")
    const cells = await cellsOf("flows")
    assert.deepStrictEqual(
      await rowsOfTable(seen.page),
      years.map((year) => [
        String(year),
        figureOf(cells.find((one) => one["year"] === year && one["origin"] === "TJK")),
        "6"
      ])
    )
    assert.include(await seen.page.locator(".verdict").textContent(), "It cannot be said whether the number changed")
    await seen.page.locator("select[data-focus=label]").selectOption("UKR~RUS")
    await drawn(seen.page)
    const trend = (await (
      await fetch(`${stage.rig.address}v1/trends?table=flows&release=1&origin=UKR&destination=RUS`)
    ).json()) as { verdict: { slope: { value: number }; published: number } }
    const notes = (await seen.page.locator(".notes").textContent()) as string
    assert.include(notes, `Sen's slope: ${Math.round(trend.verdict.slope.value * 10) / 10} persons a year`)
    assert.include(notes, `Published years: ${trend.verdict.published}`)
    assert.match(notes, /articles 127‑1 and 127‑2 \(December\s2003\)/)
    await close(seen)
  })

  it("shows who the victims were, what help they got, and how far cases went", async () => {
    const seen = await open("view=victims&lang=en")
    const victims = await cellsOf("victims")
    const form = {
      SexualExploitation: "Sexual exploitation",
      ForcedLabourServitudeSlavery: "Forced labour, servitude, slavery"
    }
    const age = { "18AndOver": "18 and over", Under18: "under 18" }
    const profiles = Map.groupBy(
      victims,
      (cell) =>
        `${form[cell["form"] as keyof typeof form]}, ${age[cell["age_group"] as keyof typeof age]}, ${String(cell["sex"]).toLowerCase()}`
    )
    assert.deepStrictEqual(
      sorted(await rowsOfTable(seen.page)),
      sorted(
        [...profiles].map(([head, own]) => [
          head,
          ...years.map((year) => figureOf(own.find((cell) => cell["year"] === year)))
        ])
      )
    )
    await seen.page.goto(`${stage.rig.address}?view=assistance&release=1&lang=en`)
    await drawn(seen.page)
    const help = await cellsOf("assistance")
    const helped = await rowsOfTable(seen.page)
    assert.strictEqual(helped.length, 5)
    assert.deepStrictEqual(
      helped.find(([head]) => head === "Legal aid")?.slice(1),
      years.map((year) => figureOf(help.find((cell) => cell["year"] === year && cell["assistance_type"] === "Legal")))
    )
    assert.deepStrictEqual(
      helped.find(([head]) => head === "Education and training")?.slice(1),
      years.map((year) =>
        figureOf(help.find((cell) => cell["year"] === year && cell["assistance_type"] === "Education"))
      )
    )
    await seen.page.goto(`${stage.rig.address}?view=proceedings&release=1&lang=en`)
    await drawn(seen.page)
    const stages = await rowsOfTable(seen.page)
    assert.deepStrictEqual(
      stages.map(([head]) => head),
      ["Detected", "Investigated", "Prosecuted", "Convicted"]
    )
    const proceedings = await cellsOf("proceedings")
    for (const [stage, ...figures] of stages)
      assert.deepStrictEqual(
        figures,
        years
          .slice(1)
          .map((year) => figureOf(proceedings.find((one) => one["year"] === year && one["stage"] === stage)))
      )
    await close(seen)
  })

  it("shows arrivals by month of each year, and the same months side by side", async () => {
    const seen = await open("view=season&lang=en")
    const cells = await cellsOf("arrivals_by_month")
    const figure = (when: string) => figureOf(cells.find((one) => String(one["year"]) === when))
    const wanted = years.map((year) => [
      String(year),
      ...Array.from({ length: 12 }, (_, m) => figure(`${year}-${String(m + 1).padStart(2, "0")}`)),
      figure(`${year}-NotKnown`)
    ])
    assert.deepStrictEqual(await rowsOfTable(seen.page), wanted)
    assert.match(wanted[2]?.at(-1) ?? "", /^suppressed/)
    const marks = (picture: string) =>
      seen.page.evaluate(
        `Array.from(document.querySelectorAll('svg[data-picture="${picture}"] [role=img]'), (mark) => mark.getAttribute('aria-label'))`
      ) as Promise<ReadonlyArray<string>>
    const [squares, points] = [await marks("season"), await marks("season-cycles")]
    assert.include(squares, `June 2005: ${wanted[2]?.[6]} persons`)
    assert.deepStrictEqual([squares.length, points.length], [78, 72])
    assert.includeMembers([...squares], [...points])
    assert.include(await seen.page.locator(".notes").textContent(), "S says nothing about the size")
    await close(seen)
  })

  it("shows the roles of a pilot region compared with the expected one, and where a release has no region", async () => {
    const seen = await open("view=regions&region=RU-AST&lang=en")
    assert.include(await seen.page.locator("main").textContent(), "Expected role of Astrakhan Oblast: transit.")
    const transit = await cellsOf("first_level_transit", `&corridor=${encodeURIComponent("via RU-AST")}`)
    assert.strictEqual(transit.length, 6)
    assert.deepStrictEqual(await rowsOfTable(seen.page), [
      ["Origin", ...years.map(() => "not_reported")],
      ["Transit (expected)", ...transit.map(figureOf)],
      ["Destination", ...years.map(() => "not_reported")]
    ])
    const last = async (table: string, label: string) =>
      figureOf((await cellsOf(table, `&year=2008&${label}`)).find(() => true))
    assert.deepStrictEqual((await rowsOfTable(seen.page, 1))[0], [
      "Karelia",
      "Origin",
      await last("first_level_origin", "origin=RU-KR"),
      "not_reported",
      "not_reported"
    ])
    await close(seen)
  })

  it("shows a series of months with its changes of level and events of policy", async () => {
    const seen = await open("view=trend&series=arrivals_by_month&lang=en")
    const cells = (await cellsOf("arrivals_by_month")).filter(({ year }) => /-\d\d$/.test(String(year)))
    assert.deepStrictEqual(
      await rowsOfTable(seen.page),
      cells.map((cell) => [monthInWords(String(cell["year"])), figureOf(cell), "6"])
    )
    const { verdict } = (await (
      await fetch(`${stage.rig.address}v1/trends?table=arrivals_by_month&release=1`)
    ).json()) as {
      verdict: { direction: string; breaks: ReadonlyArray<{ at: string; low: string; high: string }> }
    }
    assert.strictEqual(verdict.direction === "change of level", verdict.breaks.length > 0)
    const notes = (await seen.page.locator(".notes").textContent()) as string
    if (/no detectable|cannot/.test(verdict.direction))
      assert.include(notes, "No change of level can be distinguished from chance")
    for (const { at, low, high } of verdict.breaks)
      assert.include(
        notes,
        `the level changes in ${monthInWords(at)} (95 % confidence interval: ${monthInWords(low)} to ${monthInWords(high)})`
      )
    assert.match(notes, /articles 127‑1 and 127‑2 \(December\s2003\)/)
    await close(seen)
  })

  const settings = [
    ["en", 1280, false],
    ["ru", 360, true],
    ["ru", 1280, false],
    ["uk", 360, false],
    ["ro", 1280, true]
  ] as const
  for (const view of sample("views that axe reads", views, 4))
    it(`${view} is readable by everyone`, async () => {
      for (const [language, width, isDark] of sample(`settings of ${view}`, settings, 1)) {
        const seen = await open(`view=${view}&lang=${language}`, { width, isDark, language })
        assert.strictEqual(await seen.page.evaluate("document.documentElement.lang"), language)
        await held(seen, `${view}-${language}-${width}${isDark ? "-dark" : ""}`)
        await close(seen)
      }
    })

  it("is readable with the colours that the reader chose, and on paper", async () => {
    const seen = await open("view=matrix&year=2005&lang=ru&theme=dark", { language: "ru" })
    const ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert.strictEqual(await seen.page.evaluate(ground), "rgb(20, 22, 24)")
    await seen.page.emulateMedia({ media: "print" })
    assert.strictEqual(await seen.page.evaluate(ground), "rgb(255, 255, 255)")
    assert.isFalse(await seen.page.locator("nav").isVisible())
    assert.isTrue(await seen.page.locator(".citation").isVisible())
    await held(seen, "matrix-ru-print")
    await close(seen)
  })

  it("is used by keyboard alone", async () => {
    const seen = await open("view=map&year=2005&lang=en")
    const { page } = seen
    const active = (of: string) => page.evaluate(`document.activeElement.${of}`)
    await page.keyboard.press("Tab")
    assert.strictEqual(await active("className"), "skip")
    await page.keyboard.press("Enter")
    assert.strictEqual(await active("id"), "content")
    for (let i = 0; i < 14 && (await active("hasAttribute('data-mark')")) !== true; i++)
      await page.keyboard.press("Tab")
    const first = await active("getAttribute('aria-label')")
    await page.keyboard.press("ArrowRight")
    const second = (await active("getAttribute('aria-label')")) as string
    assert.notStrictEqual(second, first)
    // The largest flow is first, the next one second; each leads to the page of its corridor.
    const values = [first, second].map((words) => Number(/: (\d+) persons/.exec(String(words))?.[1]))
    assert.isAtLeast(values[0] as number, values[1] as number)
    assert.match(String(await active("getAttribute('href')")), /^\/corridor\/[A-Z]{3}\/[A-Z]{3}\?release=1&lang=en$/)
    assert.include(await page.locator(".description").textContent(), second)
    assert.strictEqual(await page.locator(".tip").textContent(), second)
    assert.isTrue(await page.locator(".tip").isVisible())
    await page.keyboard.press(" ")
    await page.keyboard.press("Tab")
    assert.include(await page.locator(".description").textContent(), second)
    await page.keyboard.press("Shift+Tab")
    assert.strictEqual(await active("getAttribute('aria-label')"), second)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Tab")
    assert.notInclude(await page.locator(".description").textContent(), second)
    assert.notStrictEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none")
    await page.locator("input[data-focus=year]").focus()
    await page.keyboard.press("ArrowRight")
    await drawn(page)
    assert.include(page.url(), "year=2006")
    assert.strictEqual(await active("dataset.focus"), "year")
    await page.locator("a[data-focus=view-victims]").focus()
    await page.keyboard.press("Enter")
    await drawn(page)
    assert.include(page.url(), "view=victims")
    assert.strictEqual(await active("id"), "content")
    await page.goBack()
    await drawn(page)
    assert.include(page.url(), "view=map")
    await close(seen)
  })

  it("marks a pressed link at once, before it makes the view", async () => {
    const seen = await open("view=map&release=1")
    const { page } = seen
    const shown = await page.evaluate(`(() => {
      const [link, heading] = [document.querySelector("a[data-focus=view-season]"), document.querySelector("h1")]
      link.click()
      return [link.getAttribute("aria-current"), heading.isConnected]
    })()`)
    assert.deepStrictEqual(shown, ["page", true])
    await drawn(page)
    assert.include(page.url(), "view=season")
    await close(seen)
  })

  it("goes back to what was chosen before in a list, and keeps the focus on it", async () => {
    const seen = await open("view=trend&release=1")
    const { page } = seen
    const list = page.locator("main select").first()
    const valueOf = () => list.inputValue()
    const first = [page.url(), await valueOf()]
    const values = await list.locator("option").evaluateAll((all) => all.map((one) => one.getAttribute("value") ?? ""))
    const [one = "", two = ""] = values.filter((value) => value !== first[1])
    const choose = async (value: string) => {
      await list.focus()
      await list.selectOption(value)
      await drawn(page)
    }
    await choose(one)
    await page.waitForTimeout(1_100)
    await choose(two)
    await page.goBack()
    await drawn(page)
    assert.strictEqual(await valueOf(), one)
    assert.isTrue(await page.evaluate("document.activeElement.tagName === 'SELECT'"))
    await page.goBack()
    await drawn(page)
    assert.deepStrictEqual([page.url(), await valueOf()], first)
    // Arrow keys pass every entry of a list: that is one step.
    await list.evaluate(
      (own, chosen) => {
        for (const value of chosen) {
          Object.assign(own, { value })
          own.dispatchEvent(new Event("change", { bubbles: true }))
        }
      },
      [one, two, one]
    )
    await drawn(page)
    await page.goBack()
    await drawn(page)
    assert.deepStrictEqual([page.url(), await valueOf()], first)
    await close(seen)
  })

  it("shows the same in another language", async () => {
    const seen = await open("view=map&year=2003&lang=en")
    await seen.page.locator("input[data-focus=year]").fill("2")
    await drawn(seen.page)
    await seen.page.locator("header summary").click()
    await Promise.all([seen.page.waitForURL(/lang=uk/), seen.page.locator("a[data-language=uk]").click()])
    await drawn(seen.page)
    assert.include(seen.page.url(), "year=2005")
    assert.strictEqual(await seen.page.locator("h1").textContent(), "Карта потоків")
    await close(seen)
  })

  it("has one Tab stop in a picture, for any number of marks", async () => {
    const seen = await open("view=matrix&year=2005&lang=en")
    assert.strictEqual(await seen.page.locator("svg [tabindex='0']").count(), 1)
    assert.isAbove(await seen.page.locator("svg [tabindex='-1']").count(), 30)
    await close(seen)
  })

  it("begins on a phone with a figure, and unfolds its choices with the keyboard without moving anything else", async () => {
    for (const view of views) {
      const seen = await visit(stage.browser, stage.rig.address, `?view=${view}&release=1&lang=en`, {
        width: 360,
        prepare: async (context) => {
          await context.addInitScript({
            content:
              "globalThis.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value }).observe({ type: 'layout-shift', buffered: true })"
          })
        }
      })
      const { page } = seen
      const answer = page.locator(".verdict .sentence, .first, figcaption p").first()
      const { y = 900, height = 0 } = (await answer.boundingBox()) ?? {}
      assert.isBelow(y + height, 640, `${view}: what it says is on the first screen of a small phone`)
      assert.match((await answer.textContent()) ?? "", /\d|expected|rises|No large change/i, view)
      const summary = page.locator("summary[data-focus=choose]")
      if ((await summary.count()) > 0) {
        assert.strictEqual(await page.locator(".controls select:visible, .controls input:visible").count(), 0, view)
        await summary.press("Enter")
        const control = page.locator(".controls select, .controls input").first()
        assert.isTrue(await control.isVisible(), view)
        const before = page.url()
        await control.press((await control.getAttribute("type")) === "range" ? "ArrowLeft" : "ArrowDown")
        await page.waitForURL((url) => url.href !== before)
        await drawn(page)
        assert.isTrue(await control.isVisible(), `${view}: the choices stay unfolded`)
        assert.strictEqual(await page.evaluate("document.activeElement.closest('.controls') !== null"), true, view)
      }
      assert.isBelow((await page.evaluate("shift")) as number, 0.02, `${view}: nothing moves by itself`)
      await close(seen)
    }
  })

  it("plays the years only on request, and stops on request", async () => {
    const seen = await open("view=map&year=2003&lang=en")
    await seen.page.waitForTimeout(1_800)
    assert.include(seen.page.url(), "year=2003")
    await seen.page.locator("[data-focus=play]").click()
    await until(seen.page, "location.search.includes('year=2004')")
    await seen.page.locator("button", { hasText: "Stop" }).click()
    const stopped = seen.page.url()
    await seen.page.waitForTimeout(1_800)
    assert.strictEqual(seen.page.url(), stopped)
    await close(seen)
  })

  it("puts the release into the address, and passes over what means nothing", async () => {
    const seen = await visit(stage.browser, stage.rig.address, "?view=map&lang=en&year=1066")
    assert.include(seen.page.url(), "release=1")
    assert.notInclude(seen.page.url(), "1066")
    assert.include(await seen.page.locator("main").textContent(), "is not valid")
    // A filter that the view has no control for.
    const unused = await open("view=season&place=UKR&year=2005&lang=en")
    assert.notMatch(unused.page.url(), /UKR|2005/)
    assert.include(await unused.page.locator("main").textContent(), "means nothing for this view")
    await close(unused)
    // What another choice makes impossible is no fault of the address.
    const series = await open("view=trend&series=flows&label=UKR~RUS&lang=en")
    await series.page.locator("select[data-focus=series]").selectOption("assistance")
    await drawn(series.page)
    assert.notInclude(series.page.url(), "UKR")
    assert.notInclude(await series.page.locator("main").textContent(), "is not valid")
    await close(series)
    const odd = await visit(stage.browser, stage.rig.address, "?view=spy&release=1&lang=en")
    assert.include(await odd.page.locator("main").textContent(), "is not valid")
    await close(seen)
    await close(odd)
  })

  const saved = async (page: Page, file: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(`button[data-file="${file}"]`).click()
    ])
    return readFileSync(await download.path())
  }

  /** The share of a PNG's pixels that differ from those of the rendered SVG; 1 if sizes differ. */
  const otherPixels = (svg: string, png: Buffer) => `(async () => {
    const draw = async (address, scale) => {
      const image = new Image()
      image.src = address
      await image.decode()
      const canvas = document.createElement("canvas")
      canvas.width = image.naturalWidth * scale
      canvas.height = image.naturalHeight * scale
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
      return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    }
    const a = await draw(URL.createObjectURL(new Blob([${JSON.stringify(svg)}], { type: "image/svg+xml" })), 2)
    const b = await draw("data:image/png;base64,${png.toString("base64")}", 1)
    if (a.width !== b.width || a.height !== b.height) return 1
    const [one, other] = [a, b].map(({ data }) => new Uint32Array(data.buffer))
    let differ = 0
    for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) differ++
    return differ / one.length
  })()`

  /** Names of a PNG's chunks: text would be a chunk. */
  const partsOf = (png: Buffer): ReadonlyArray<string> => {
    const found: Array<string> = []
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
      found.push(png.toString("latin1", at + 4, at + 8))
    return [...new Set(found)]
  }

  it("saves pictures as files: SVG of what is drawn and nothing else, PNG with the same pixels", async () => {
    // The explorer's own policy lets no text be parsed.
    const blank = await stage.browser.newPage()
    const pictures = [
      ["map", "map"],
      ["routes", "routes"],
      ["matrix", "matrix"],
      ["trend", "trend"],
      ["season", undefined],
      ["regions", undefined],
      ["victims", undefined],
      ["proceedings", "funnel"],
      ["assistance", "assistance"]
    ] as const
    // All pixels are made by one function: an ordinary run compares those of one view.
    const compared = sample("views whose pixels are compared", pictures, 1)
    for (const one of pictures) {
      const [view, picture] = one
      const seen = await open(`view=${view}&lang=en`)
      const first = (await seen.page.locator("button[data-file$='.svg']").first().getAttribute("data-file")) as string
      if (picture !== undefined) assert.strictEqual(first, `${picture}.svg`)
      const svg = (await saved(seen.page, first)).toString()
      assert.match(svg, /^<svg xmlns=/)
      assert.notMatch(svg, /data-|<script|javascript|on\w+=|var\(|="@|NaN|undefined/, view)
      assert.include(svg, "Invented data")
      assert.include(svg, "release=1")
      assert.isTrue(
        await blank.evaluate(
          `new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml").querySelector("parsererror") === null`
        )
      )
      if (compared.includes(one)) {
        const png = await saved(seen.page, first.replace(".svg", ".png"))
        assert.deepStrictEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47])
        assert.isAbove(png.length, 5_000)
        assert.includeMembers(["IHDR", "sRGB", "tEXt", "IDAT", "IEND"], [...partsOf(png)], view)
        const licence = "Copyright\0https://creativecommons.org/licenses/by/4.0/"
        assert.strictEqual(png.toString("latin1", 41, 41 + png.readUInt32BE(33)), licence, view)
        assert.isBelow((await blank.evaluate(otherPixels(svg, png))) as number, 0.001, view)
      }
      await close(seen)
    }
  })

  it("saves tables as files of the API, filtered like the view", async () => {
    const seen = await open("view=map&year=2005&lang=en")
    const links = (await seen.page.evaluate(
      "Array.from(document.querySelectorAll('.files a'), (link) => link.getAttribute('href'))"
    )) as ReadonlyArray<string>
    assert.deepStrictEqual(links, [
      "/v1/releases/1/tables/flows?from=2005&to=2005&format=csv",
      "/v1/releases/1/tables/flows?from=2005&to=2005&format=xlsx",
      "/v1/releases/1/tables/flows?from=2005&to=2005&format=parquet",
      "/v1/releases/1/tables/flows?from=2005&to=2005&format=json",
      "/v1/releases/1/tables/flows?format=csv",
      "/v1/releases/1/tables/flows?format=xlsx",
      "/v1/releases/1/tables/flows?format=parquet",
      "/v1/releases/1/tables/flows?format=json"
    ])
    for (const link of links) assert.strictEqual((await fetch(`${stage.rig.address}${link.slice(1)}`)).status, 200)
    const text = (await seen.page.locator(".citation").textContent()) as string
    assert.isBelow(text.length, 200)
    assert.include(text, "Edition 1")
    assert.isFalse(await seen.page.locator(".full").isVisible())
    assert.include((await seen.page.locator(".full").textContent()) as string, "release 1 (vintage 1")
    assert.include(text, seen.page.url())
    await seen.page.locator(".how summary").click()
    await seen.page.locator(".how pre", { hasText: "How release 1 was made" }).waitFor()
    await close(seen)
  })

  it("leads to the plain page where there are no scripts", async () => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false, locale: "uk" })
    const page = await context.newPage()
    await page.goto(`${stage.rig.address}?view=map`)
    assert.strictEqual(await page.locator("h1").textContent(), "Карта потоків")
    await page.locator("noscript a[href^='/plain']").click()
    assert.isAbove(await page.locator("tbody tr").count(), 10)
    assert.include(await page.locator("caption").textContent(), "Кількість людей за коридорами")
    await context.close()
  })
})
