/** Pictures as data: what is drawn for a cell, what the picture's file contains, and that states can be distinguished. */

import type { CellState } from "@corridor/disclosure/tables/CellState"
import { feature } from "topojson-client"
import type { GeometryCollection, Topology } from "topojson-specification"
import { assert, describe, it } from "vitest"
import points from "../../../schemas/map/points.json" with { type: "json" }
import map from "../../../schemas/map/world.topo.json" with { type: "json" }
import { type Cell, toTable } from "../../../site/explorer/cells/Table.ts"
import { placeLinks } from "../../../site/explorer/drawings/arc.ts"
import { mapBackground, type World } from "../../../site/explorer/drawings/background.ts"
import { boundsLine, boundsText } from "../../../site/explorer/drawings/boundsLine.ts"
import type { Box } from "../../../site/explorer/drawings/box.ts"
import { hiddenLine } from "../../../site/explorer/drawings/cellPaint.ts"
import { allOf, type El, el, marked, toText } from "../../../site/explorer/drawings/El.ts"
import { arrowWidth } from "../../../site/explorer/drawings/flowMap.ts"
import { folded } from "../../../site/explorer/drawings/folded.ts"
import { around, toGlobe } from "../../../site/explorer/drawings/globe.ts"
import { heatMap, stepOf, stepRanges } from "../../../site/explorer/drawings/heatMap.ts"
import { monthCycles } from "../../../site/explorer/drawings/monthCycles.ts"
import type { Point, Points } from "../../../site/explorer/drawings/Picture.ts"
import { palettes } from "../../../site/explorer/drawings/palette.ts"
import { drawnLargest, pictureFile } from "../../../site/explorer/drawings/pictureFile.ts"
import { placeNames } from "../../../site/explorer/drawings/placeNames.ts"
import { routeSankey } from "../../../site/explorer/drawings/routeSankey.ts"
import { smallSeries, smallSize } from "../../../site/explorer/drawings/smallSeries.ts"
import { stageFunnel } from "../../../site/explorer/drawings/stageFunnel.ts"
import { timeSeries } from "../../../site/explorer/drawings/timeSeries.ts"
import { yearBars } from "../../../site/explorer/drawings/yearBars.ts"
import { enlarged, moved, readZoom, whole, zoomWords } from "../../../site/explorer/drawings/zoom.ts"
import { signsIn } from "../../../site/explorer/parts/signsIn.ts"
import { countriesOnly } from "../../../site/explorer/server/countriesOnly.ts"
import { smallSignKeys } from "../../../site/explorer/views/smallSigns.ts"
import { eventAt } from "../../../site/explorer/views/trendParts.ts"

const cell = (state: CellState, value?: number): Cell => ({ labels: [], state, value, asOf: undefined })
const mark = { words: "described" }

/** A table of years in the form of the API's answer. */
const yearTable = (cells: Parameters<typeof toTable>[1]["cells"]) =>
  toTable("t", {
    table: "t",
    dimensions: ["year"],
    figure: "victims",
    unit: "",
    method: "suppression",
    cells
  })

/** WCAG 2: relative luminance and contrast, typed from the standard. */
const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

describe("the palette", () => {
  for (const [name, palette] of Object.entries(palettes)) {
    it(`${name}: text has 4.5 to 1, marks 3 to 1 on the ground, on land and on the sea`, () => {
      for (const text of ["ink", "quiet", "act", "warn"] as const)
        for (const ground of ["ground", "raised"] as const)
          assert.isAtLeast(contrast(palette[text], palette[ground]), 4.5, `${text} on ${ground}`)
      for (const role of ["origin", "transit", "destination", "hatch", "flow", "edge"] as const)
        assert.isAtLeast(contrast(palette[role], palette.ground), 3, role)
      for (const ground of ["land", "sea"] as const)
        assert.isAtLeast(contrast(palette.flow, palette[ground]), 3, ground)
      assert.isAtLeast(contrast(palette.ground, palette.warn), 4.5)
    })

    it(`${name}: figures can be read on every step of colour`, () => {
      for (const [i, step] of (["step1", "step2", "step3", "step4", "step5"] as const).entries())
        assert.isAtLeast(contrast(palette[i >= 3 ? "onDark" : "onLight"], palette[step]), 4.5, step)
    })
  }
})

describe("a file of a picture", () => {
  const picture = {
    name: "x",
    title: "Persons <b>",
    summary: "One & all",
    width: 320,
    height: 100,
    body: [marked(el("circle", { r: 4, fill: "@origin" }), { words: 'A → B: "5"', choose: { place: "UKR" } })]
  }

  it("is text of what is drawn, with colours instead of CSS names, and nothing else of the page", () => {
    const text = pictureFile(picture, { lines: ["Release 1", "http://127.0.0.1/?view=map"] })
    assert.include(text, 'fill="#b35900"')
    assert.include(text, "<title>A → B: &#34;5&#34;</title>")
    assert.include(text, "Persons &#60;b&#62;")
    assert.include(text, "Release 1")
    assert.notMatch(text, /data-|@|UKR|<script|onclick|style=/)
  })

  it("names the licence for programs, and needs none", () => {
    const text = pictureFile(picture, { lines: [], licence: "https://example.org/?a&b" })
    assert.include(text, '<cc:license rdf:resource="https://example.org/?a&#38;b"></cc:license>')
    assert.notInclude(pictureFile(picture, { lines: [] }), "metadata")
  })

  it("says what the signs of states mean that it has, and of no others", () => {
    const signs = (...texts: ReadonlyArray<string>) =>
      signsIn({ ...picture, body: texts.map((own) => el("text", {}, own)) }, (key) => key)
    assert.deepStrictEqual(signs("S", "12"), ["S: stateSuppressed"])
    assert.deepStrictEqual(signs("S 1–9", "–"), ["S: stateSuppressed; –: stateNotReported"])
    assert.deepStrictEqual(signs("Spain", "12–14"), [])
  })

  it("is dark where that is wanted, and breaks long lines", () => {
    assert.include(pictureFile(picture, { lines: [] }, { palette: palettes.dark }), palettes.dark.origin)
    assert.deepStrictEqual(folded("one two three", 7), ["one two", "three"])
    assert.deepStrictEqual(folded("abcdefghij", 4), ["abcd", "efgh", "ij"])
  })
})

describe("cells", () => {
  it("a figure next to a state other than `published` is never read", () => {
    const table = yearTable([
      { year: 2004, state: "suppressed", victims: 9 },
      { year: 2005, state: "published", victims: 12 }
    ])
    assert.deepStrictEqual(
      table.cells.map(({ value }) => value),
      [undefined, 12]
    )
  })

  it("look different in each state, by pattern and by sign, in every kind of picture", () => {
    const states = ["suppressed", "not_reported", "not_collected"] as const
    const rows = (state: CellState) => [{ name: "", cells: [{ cell: cell(state), mark }] }]
    const bars = (state: CellState, width: number) =>
      yearBars({ picture: "p", rows: rows(state), years: ["2004"], most: 5, width })
    const heat = (state: CellState, width: number) =>
      heatMap({ picture: "p", rows: rows(state), columns: [""], most: 5, width })
    const funnel = (state: CellState, width: number) =>
      stageFunnel("p", [{ name: "", words: "", cell: cell(state), mark }], 5, width)
    const many = (state: CellState) =>
      Array.from({ length: 72 }, (_, i) => ({
        year: 2004 + i,
        cell: i === 3 ? cell(state) : cell("published", 2),
        mark
      }))
    const series = (state: CellState, width: number) =>
      timeSeries({
        picture: "p",
        years: width < 400 ? many(state) : [{ year: 2004, cell: cell(state), mark }],
        coverage: [],
        coverageName: "",
        events: [],
        slope: undefined,
        width
      })
    const cycles = (state: CellState, width: number) =>
      monthCycles({ picture: "p", months: [{ name: "", years: [{ cell: cell(state), mark }] }], most: 5, width })
    const words = (found: { body: ReadonlyArray<El> }) => found.body.map((one) => toText(one)).join("")
    for (const width of [60, 400])
      for (const draw of [bars, heat, funnel, series, cycles]) {
        const drawn = states.map((state) => words(draw(state, width)))
        assert.strictEqual(new Set(drawn).size, states.length, `${width}`)
        // Not by colour alone: shapes differ too.
        const shapes = drawn.map((text) => text.replace(/(?:fill|stroke)="#[0-9a-f]+"/g, ""))
        assert.strictEqual(new Set(shapes).size, states.length, `shapes at ${width}`)
      }
  })

  it("of a suppressed state are never as large as a figure: the size of a badge is that of its room", () => {
    const heights = (most: number) =>
      yearBars({
        picture: "p",
        rows: [{ name: "", cells: [{ cell: { ...cell("suppressed"), low: 1, high: 4 }, mark }] }],
        years: ["2004"],
        most,
        width: 400
      })
        .body.flatMap(allOf)
        .filter(({ attributes }) => String(attributes["fill"]).startsWith("url("))
        .map(({ attributes }) => attributes["height"])
    assert.deepStrictEqual(heights(5), heights(5_000))
    assert.isBelow(Number(heights(5)[0]), 20)
  })

  it("bounds are drawn from the least to the most, with an arrow where nothing bounds them", () => {
    const { cells } = yearTable([
      { year: 2004, state: "suppressed", low: 1, high: 9 },
      { year: 2005, state: "suppressed", low: 2 },
      { year: 2006, state: "suppressed", low: 2, high: 500 },
      { year: 2007, state: "suppressed" },
      { year: 2008, state: "published", victims: 12 },
      { year: 2009, state: "suppressed", low: 0 },
      { year: 2010, state: "suppressed", low: 0, high: 9 }
    ])
    assert.deepStrictEqual(
      cells.map((one) => boundsText(one)),
      ["1–9", "≥ 2", "2–500", undefined, undefined, undefined, "0–9"]
    )
    const lines = cells.map((one) => boundsLine(one, { x: 50, y: (value) => 100 - value, top: 0, half: 10, foot: 100 }))
    assert.deepStrictEqual(
      lines.map((found) => found.length),
      [2, 2, 2, 0, 0, 0, 2]
    )
    const [closed, open, beyond] = lines.map((found) => String(found.at(-1)?.attributes["d"]))
    assert.strictEqual(closed, "M43.0 99.0H57.0M50.0 99.0V91.0M43.0 91.0H57.0")
    assert.strictEqual(open, "M43.0 98.0H57.0M50.0 98.0V0.0M43.0 9.1L50.0 0.0L57.0 9.1")
    assert.strictEqual(beyond, open)
  })

  it("a range begins and ends where bars of its bounds end, and a stem joins it to its year", () => {
    const cells = [
      cell("published", 40),
      { ...cell("suppressed"), low: 40, high: 60 },
      cell("published", 60),
      { ...cell("suppressed"), low: 1, high: 9 }
    ]
    const { body } = yearBars({
      picture: "p",
      rows: [{ name: "", cells: cells.map((one) => ({ cell: one, mark })) }],
      years: cells.map((_, i) => String(2004 + i)),
      most: 60,
      width: 400
    })
    const all = body.flatMap(allOf)
    // Also where the year's sign stands above a low line.
    const texts = all.filter(({ tag }) => tag === "text").map(({ children }) => children.join(""))
    for (const bounds of ["40–60", "1–9"]) assert.include(texts, bounds)
    const tops = all
      .filter(({ tag, attributes }) => tag === "rect" && attributes["fill"] === "@step4")
      .map(({ attributes }) => Number(attributes["y"]))
    const paths = all.filter(({ tag }) => tag === "path").map(({ attributes }) => attributes)
    const lines = paths.filter((one) => one["stroke"] === "@ink").map((one) => String(one["d"]))
    const [low, high] = [...(lines[0] ?? "").matchAll(/M[\d.]+ ([\d.]+)H/g)].map(([, y]) => Number(y))
    assert.deepStrictEqual(
      [low, high],
      tops.map((top) => Number(top.toFixed(1)))
    )
    const stems = paths.filter((one) => one["stroke-dasharray"] !== undefined).map((one) => String(one["d"]))
    assert.lengthOf(stems, 1)
    assert.isTrue(stems[0]?.endsWith(`V${low?.toFixed(1)}`))
  })

  it("zero is a figure", () => {
    const drawn = yearBars({
      picture: "p",
      rows: [{ name: "", cells: [{ cell: cell("published", 0), mark }] }],
      years: ["2004"],
      most: 5,
      width: 400
    })
    const text = drawn.body.map((one) => toText(one)).join("")
    assert.include(text, ">0</text>")
    assert.notInclude(text, 'fill="url(#p')
  })
})

describe("sizes", () => {
  it("arrows are as wide as persons are many, and never thinner than can be seen", () => {
    for (const width of [328, 1_000]) {
      assert.strictEqual(arrowWidth(400, 400, width) / arrowWidth(200, 400, width), 2)
      assert.strictEqual(arrowWidth(1, 10_000, width), 1)
    }
  })

  it.each([
    [11, 356],
    [0, 356],
    [1, 3],
    [12, 12],
    [40, 1_000],
    [900, 1_000]
  ])("the legend of colours names every figure from %i to %i once, and no other", (least, most) => {
    const named = stepRanges(least, most).flatMap(({ paint, from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i) => [from + i, paint])
    )
    const all = Array.from({ length: most - least + 1 }, (_, i) => [least + i, `@step${stepOf(least + i, most) + 1}`])
    assert.deepStrictEqual(named, all)
  })

  it("bands of routes are drawn of published routes alone, in columns by order of travel", () => {
    const { body, last } = routeSankey(
      [
        { places: ["UKR", "BLR", "RUS"], value: 30, mark },
        { places: ["UKR", "RUS"], value: 60, mark }
      ],
      (place) => place,
      ["UKR", "BLR", "RUS"],
      600
    )
    assert.strictEqual(last, 2)
    const widths = body
      .flatMap(allOf)
      .flatMap(({ tag, attributes }) => (tag === "path" ? [Number(attributes["stroke-width"])] : []))
    assert.strictEqual(widths.length, 3)
    assert.closeTo(Math.max(...widths) / Math.min(...widths), 2, 0.01)
    assert.deepStrictEqual(
      body.flatMap(allOf).flatMap(({ tag, children }) => (tag === "text" ? children : [])),
      ["UKR", "BLR", "RUS"]
    )
    assert.strictEqual(routeSankey([], (place) => place, [], 600).body.flatMap(allOf).length, 3)
  })

  it("a matrix says which of its names are of rows, also where a narrow page turns it", () => {
    const names = ["Tajikistan", "Uzbekistan", "Kyrgyzstan"]
    const columns = [
      "Germany",
      "Italy",
      "Poland",
      "Russia",
      "Spain",
      "Sweden",
      "Thailand",
      "Vietnam",
      "Finland",
      "Estonia"
    ]
    const rows = names.map((name) => ({ name, cells: columns.map(() => ({ cell: cell("published", 20), mark })) }))
    const axes = { rows: "Origin", columns: "Destination" }
    const textsOf = (width: number) =>
      heatMap({ picture: "p", rows, columns, most: 20, width, axes })
        .body.flatMap(allOf)
        .flatMap(({ tag, children }) => (tag === "text" ? children.map(String) : []))
    assert.include(textsOf(900), "Origin ↓  Destination →")
    assert.include(textsOf(260), "Destination ↓  Origin →")
  })

  it("a sign without a letter has a key, and a letter needs none", () => {
    const t = (name: string) => name
    const keysOf = (n: number) => {
      const years = Array.from({ length: n }, (_, i) => ({
        year: 2003 + i,
        cell: i === 2 ? cell("suppressed") : i === 4 ? cell("not_reported") : cell("published", 20),
        mark
      }))
      const none = { coverage: [], coverageName: "", events: [], slope: undefined }
      return smallSignKeys({ t }, timeSeries({ picture: "p", years, ...none, width: 330 })).map(({ words }) => words)
    }
    assert.deepStrictEqual(keysOf(7), [])
    assert.deepStrictEqual(keysOf(84), ["stateSuppressed", "stateNotReported"])
  })

  it("each suppressed year of a small series has its sign inside the picture, apart from the line of its range", () => {
    const bounds = [
      undefined,
      [0, 40],
      [1, 9],
      [0, 100],
      [3, 100],
      [60, 100],
      [99, 100],
      [0, undefined],
      [80, undefined]
    ] as const
    for (const one of bounds)
      for (const width of [smallSize.width, 560]) {
        const [low, high] = one ?? []
        const cell = { labels: [], asOf: undefined, state: "suppressed", value: undefined, low, high } as Cell
        const years = [
          { year: "2003", cell: { labels: [], asOf: undefined, state: "published", value: 100 } as Cell },
          { year: "2004", cell }
        ]
        const drawn = smallSeries({ years, most: 100, write: String, width }).flatMap(allOf)
        const signs = drawn.filter(({ tag, children }) => tag === "text" && children.join("") === "S")
        const told = JSON.stringify(one)
        assert.lengthOf(signs, 1, told)
        const [x, y] = [Number(signs[0]?.attributes["x"]), Number(signs[0]?.attributes["y"])]
        assert.isAtLeast(y, 10, told)
        assert.isAtMost(y, smallSize.height - 24, told)
        // The letter is 9 px high. A line of two ends or with an arrow is drawn from its foot up.
        for (const { attributes } of drawn.filter(
          ({ tag, attributes }) => tag === "path" && attributes["stroke"] === "@ink"
        )) {
          const heights = [...String(attributes["d"]).matchAll(/[ V](-?\d+(?:\.\d+)?)(?=[A-Z]|$)/g)].map(([, at]) =>
            Number(at)
          )
          assert.isAbove(heights.length, 1, told)
          assert.isTrue(Math.max(...heights) <= y - 8 || Math.min(...heights) >= y + 1, `${told} ${heights} ${x} ${y}`)
        }
      }
  })

  it("a line joins no two years with another between", () => {
    const years = [2003, 2004, 2005, 2006, 2007].map((year) => ({
      year,
      cell: year === 2005 ? cell("suppressed") : cell("published", 20),
      mark
    }))
    const drawn = timeSeries({
      picture: "p",
      years,
      coverage: [],
      coverageName: "",
      events: [],
      slope: undefined,
      width: 500
    })
    const lines = drawn.body
      .flatMap(allOf)
      .filter(
        ({ tag, attributes }) => tag === "path" && attributes["fill"] === "none" && attributes["stroke-width"] === 2
      )
    assert.strictEqual(String(lines[0]?.attributes["d"]).match(/M/g)?.length, 2)
  })

  it("the beginning of a range above all figures is in the picture", () => {
    const hidden = { ...cell("suppressed"), low: 127, high: 214 }
    const drawn = timeSeries({
      ...{ picture: "p", coverage: [], coverageName: "", events: [], slope: undefined, width: 500 },
      years: [cell("published", 54), cell("published", 72), hidden].map((one, i) => ({
        year: 2003 + i,
        cell: one,
        mark
      }))
    })
    const ticks = drawn.body.flatMap(allOf).flatMap(({ tag, children }) => (tag === "text" ? children.map(Number) : []))
    assert.isAtLeast(Math.max(...ticks.filter((tick) => tick < 1_000).concat(0)), 127)
  })

  it("a range within the axis has two ends: an arrow means that it has none, or one outside the picture", () => {
    for (const high of [204, 241, 271, 296, 299, 300, 399]) {
      const hidden = { ...cell("suppressed"), low: 200, high }
      const drawn = timeSeries({
        ...{ picture: "p", coverage: [], coverageName: "", events: [], slope: undefined, width: 500 },
        years: [cell("published", 266), hidden].map((one, i) => ({ year: 2003 + i, cell: one, mark }))
      })
      const ranges = drawn.body
        .flatMap(allOf)
        .flatMap(({ tag, attributes }) => (tag === "path" && attributes["stroke"] === "@ink" ? [attributes["d"]] : []))
      assert.lengthOf(ranges, 1)
      assert.notMatch(String(ranges[0]), /L/, String(high))
    }
  })

  it("an event of a year is drawn in its middle, one of a month in that month", () => {
    assert.strictEqual(eventAt("2004"), 2004)
    assert.closeTo(eventAt("2003-12") as number, 2003.46, 0.01)
    assert.isUndefined(eventAt(""))
  })
})

describe("names on the map", () => {
  const xOf = (names: ReadonlyArray<El>, name: string) =>
    names.find(({ children }) => children.includes(name))?.attributes["x"]

  it("leave heads and lines of arrows free where there is room elsewhere, and are there all the same where there is none", () => {
    const place = { name: "Poland", point: [200, 100] as Point }
    const none = { heads: [], lines: [] }
    assert.strictEqual(xOf(placeNames([place], none, 400, 200), "Poland"), 212)
    const head = { heads: [[210, 95, 220, 105] as Box], lines: [] }
    assert.strictEqual(xOf(placeNames([place], head, 400, 200), "Poland"), 188)
    const full = { heads: [], lines: [[0, 0, 400, 200] as Box] }
    assert.strictEqual(xOf(placeNames([place], full, 400, 200), "Poland"), 212)
  })

  it("move inwards above or below a place at the edge", () => {
    const places = [
      { name: "Spain", point: [91, 100] as Point },
      { name: "United States", point: [22, 99] as Point }
    ]
    const names = placeNames(places, { heads: [], lines: [[30, 90, 300, 110] as Box] }, 640, 300)
    assert.lengthOf(names, 2)
    for (const { children, attributes } of names) {
      assert.strictEqual(attributes["text-anchor"], "middle")
      assert.isAbove(Number(attributes["x"]), children.includes("Spain") ? 90 : 22)
    }
  })

  it("give way to one that would have no room", () => {
    // At the edge, and the first name stands where the second one alone has room.
    const places = [
      { name: "Spain", point: [80, 100] as Point },
      { name: "United States", point: [14, 96] as Point }
    ]
    const lines = { heads: [], lines: [[85, 90, 140, 105] as Box] }
    assert.lengthOf(placeNames(places, lines, 400, 200), 2)
  })
})

describe("a picture in a frame", () => {
  const drawnAt = (ratio: (width: number) => number, lines = 3) =>
    drawnLargest(
      (width) => ({ name: "p", title: "Title", summary: "", width, height: Math.round(ratio(width)), body: [] }),
      () => Array.from({ length: lines }, () => "line"),
      { width: 1_200, height: 630 }
    ).width

  it("fills it where its text stays large", () => {
    // A series is as high at each width.
    assert.strictEqual(
      drawnAt(() => 400),
      1_000
    )
    // A map is higher the wider it is.
    assert.strictEqual(
      drawnAt((width) => (width < 560 ? 0.72 : 0.58) * width),
      600
    )
    // Many lines below leave less room.
    assert.strictEqual(
      drawnAt(() => 400, 9),
      1_180
    )
    // Of pictures that fill it alike, the one with the largest text.
    assert.strictEqual(
      drawnAt((width) => width / 2),
      480
    )
  })
})

describe("the map", () => {
  const at = points as unknown as Points
  const world = countriesOnly(map as unknown as Topology) as unknown as World
  const eurasia = ["RUS", "UKR", "BLR", "MDA", "DEU", "POL", "FIN", "SWE", "KAZ", "UZB", "KGZ", "TJK", "TUR"]
  const background = (places: ReadonlyArray<string>, width = 1_000) => mapBackground(world, at, places, width)

  it("shows the part of the world where most places are; the others are at its edge, in their direction", () => {
    const near = background(eurasia)
    assert.deepStrictEqual([...near.far], [])
    for (const width of [328, 1_000]) {
      const { far, at: placed, width: wide, height } = background([...eurasia, "USA", "THA"], width)
      assert.deepStrictEqual([...far].sort(), ["THA", "USA"])
      for (const [x, y] of placed.values()) assert.isTrue(x > 0 && y > 0 && x < wide && y < height)
      const [usa, tha] = [placed.get("USA"), placed.get("THA")] as [Point, Point]
      assert.isBelow(usa[0], 30)
      assert.isAbove(tha[1], height / 2)
      // What most places have in common is as large as without the far ones.
      const span = (of: ReadonlyMap<string, Point>) => (of.get("KGZ") as Point)[0] - (of.get("DEU") as Point)[0]
      assert.closeTo(span(placed), span(background(eurasia, width).at), 1)
    }
  })

  it("keeps a world-wide release on the whole world", () => {
    const all = ["USA", "BRA", "NGA", "IND", "AUS", "RUS", "CHN", "ZAF", "MEX", "JPN"]
    for (const width of [328, 1_000]) {
      const { at: placed, far } = background(all, width)
      assert.isAtMost(far.size, 2)
      // West is left of east, as on a map and not as on a globe seen from one side, and the whole width is used.
      const inOrder = ["MEX", "USA", "BRA", "NGA", "ZAF", "RUS", "IND", "CHN", "JPN"].filter((one) => !far.has(one))
      const xs = inOrder.map((one) => (placed.get(one) as Point)[0])
      assert.deepStrictEqual(
        xs,
        xs.toSorted((a, b) => a - b)
      )
      assert.isAbove(Math.max(...xs) - Math.min(...xs), 0.6 * width)
    }
  })

  it("has Russia where its people are, west of the Urals, and north of Kazakhstan", () => {
    const [longitude, latitude] = toGlobe(at["RUS"] as Point)
    assert.isTrue(longitude > 30 && longitude < 60 && latitude > 50, `${longitude} ${latitude}`)
    const placed = background(eurasia).at
    assert.isBelow((placed.get("RUS") as Point)[1], (placed.get("KAZ") as Point)[1])
    assert.isAbove((placed.get("RUS") as Point)[0], (placed.get("UKR") as Point)[0])
  })

  it("has true distances from its middle: Moscow to Kyiv and to Minsk", () => {
    // Kilometres along the great circle, from coordinates of the cities: 755 and 676. Moscow's point is that of its area, to the south-west.
    const project = around(toGlobe(at["RU-MOW"] as Point))
    const distance = (code: string) => 2 * 6_371 * Math.asin(Math.hypot(...project(at[code] as Point)) / 2)
    assert.closeTo(distance("UA-30"), 755, 40)
    assert.closeTo(distance("BY-HM"), 676, 40)
  })

  it("has all arcs of the countries and none of the regions", () => {
    const whole = map as unknown as Topology
    const shape = (of: Topology) =>
      JSON.stringify(
        feature(of, of.objects["countries"] as GeometryCollection).features.map(({ geometry }) => geometry)
      )
    assert.strictEqual(shape(world as unknown as Topology), shape(whole))
    assert.isBelow(world.arcs.length, whole.arcs.length)
    assert.notProperty(world.objects, "regions")
  })

  it("can be enlarged around a point, which then stays where it is, and never shows what is outside", () => {
    const twice = enlarged(whole, 2, [0.25, 0.75])
    // The point at (0.25, 0.75) of the picture, before and after.
    assert.closeTo(twice.x + (0.25 - 0.5) / twice.scale, 0.25, 1e-9)
    assert.closeTo(twice.y + (0.75 - 0.5) / twice.scale, 0.75, 1e-9)
    const corner = moved(enlarged(whole, 4), -9, -9)
    assert.deepStrictEqual(corner, { scale: 4, x: 0.125, y: 0.125 })
    assert.deepStrictEqual(enlarged(corner, 1 / 100), whole)
    const { x, y, scale } = readZoom(zoomWords(corner))
    assert.deepStrictEqual([scale, x, y], [4, 0.125, 0.125])
    for (const odd of ["", "4", "4,2,0", "4,0.5", "NaN,0,0", "9e9,0.5,0.5", "4,0.5,0.5,1"])
      assert.deepStrictEqual(readZoom(odd), whole, odd)
  })
})

describe("arrows", () => {
  const hub: Point = [0, 0]
  const links = Array.from({ length: 8 }, (_, i) => ({
    from: [400 + i, 300 + i * 3] as Point,
    to: hub,
    width: 6,
    hasHead: true
  }))

  it("that come from one direction end side by side", () => {
    const ends = placeLinks(links, 10, 40).map(({ end }) => end)
    for (const [i, a] of ends.entries())
      for (const b of ends.slice(i + 1)) assert.isAbove(Math.hypot(a[0] - b[0], a[1] - b[1]), 9)
  })

  it("of the two directions between two places do not cover each other", () => {
    const [there, back] = placeLinks(
      [
        { from: [0, 0], to: [200, 0], width: 4, hasHead: true },
        { from: [200, 0], to: [0, 0], width: 4, hasHead: true }
      ],
      10,
      30
    )
    assert.isBelow(there?.start[1] as number, -2)
    assert.isAbove(back?.start[1] as number, 2)
  })

  it("look different in each state, by their line and not by colour alone", () => {
    const lines = (["suppressed", "not_reported", "not_collected"] as const).map((state) =>
      JSON.stringify(hiddenLine(state))
    )
    assert.strictEqual(new Set(lines).size, 3)
  })
})
