/** Pictures as data: what is drawn for a cell, what the picture's file contains, and that states can be distinguished. */

import type { CellState } from "@corridor/disclosure/tables/CellState"
import { assert, describe, it } from "vitest"
import points from "../../../schemas/map/points.json" with { type: "json" }
import { type Cell, toTable } from "../../../site/explorer/cells/Table.ts"
import { boundsLine, boundsText } from "../../../site/explorer/drawings/boundsLine.ts"
import { allOf, el, marked, toText } from "../../../site/explorer/drawings/El.ts"
import { eventAt } from "../../../site/explorer/drawings/events.ts"
import { arrowWidth } from "../../../site/explorer/drawings/flowMap.ts"
import { folded } from "../../../site/explorer/drawings/folded.ts"
import { heatMap, stepEnds, stepOf } from "../../../site/explorer/drawings/heatMap.ts"
import { palettes } from "../../../site/explorer/drawings/palette.ts"
import { pictureFile } from "../../../site/explorer/drawings/pictureFile.ts"
import { routeSankey } from "../../../site/explorer/drawings/routeSankey.ts"
import { stageFunnel } from "../../../site/explorer/drawings/stageFunnel.ts"
import { tileLayout } from "../../../site/explorer/drawings/tileLayout.ts"
import { timeSeries } from "../../../site/explorer/drawings/timeSeries.ts"
import { yearBars } from "../../../site/explorer/drawings/yearBars.ts"

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

  it("is dark where that is wanted, and breaks long lines", () => {
    assert.include(pictureFile(picture, { lines: [] }, palettes.dark), palettes.dark.origin)
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
    const bars = (state: CellState) =>
      yearBars({
        picture: "p",
        rows: [{ name: "", cells: [{ cell: cell(state), mark }] }],
        years: ["2004"],
        most: 5,
        width: 400
      })
    const heat = (state: CellState) =>
      heatMap({
        picture: "p",
        rows: [{ name: "", cells: [{ cell: cell(state), mark }] }],
        columns: [""],
        most: 5,
        width: 400
      })
    const funnel = (state: CellState) => stageFunnel("p", [{ name: "", words: state, cell: cell(state), mark }], 5, 400)
    const series = (state: CellState) =>
      timeSeries({
        picture: "p",
        years: [{ year: 2004, cell: cell(state), mark }],
        coverage: [],
        coverageName: "",
        events: [],
        slope: undefined,
        width: 400
      })
    for (const draw of [bars, heat, funnel, series]) {
      const drawn = states.map((state) =>
        draw(state)
          .body.map((one) => toText(one))
          .join("")
      )
      assert.strictEqual(new Set(drawn).size, states.length)
      assert.include(drawn[0] as string, "url(#p-suppressed)")
    }
  })

  it("bounds are read of suppressed cells alone, and are drawn from the least to the most, with an arrow where nothing bounds them", () => {
    const { cells } = yearTable([
      { year: 2004, state: "suppressed", low: 1, high: 9 },
      { year: 2005, state: "suppressed", low: 2 },
      { year: 2006, state: "suppressed", low: 2, high: 500 },
      { year: 2007, state: "suppressed" },
      { year: 2008, state: "published", victims: 12, low: 3, high: 4 }
    ])
    assert.deepStrictEqual(
      cells.map((one) => boundsText(one)),
      ["1–9", "≥ 2", "2–500", undefined, undefined]
    )
    const lines = cells.map((one) => boundsLine(one, { x: 50, y: (value) => 100 - value, top: 0, half: 10 }))
    assert.deepStrictEqual(
      lines.map((found) => found.length),
      [2, 2, 2, 0, 0]
    )
    const [closed, open, beyond] = lines.map((found) => String(found[1]?.attributes["d"]))
    assert.strictEqual(closed, "M43.0 99.0H57.0M50.0 99.0V91.0M43.0 91.0H57.0")
    assert.strictEqual(open, "M43.0 98.0H57.0M50.0 98.0V0.0M43.0 9.1L50.0 0.0L57.0 9.1")
    assert.strictEqual(beyond, open)
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
    assert.strictEqual(arrowWidth(400, 400) / arrowWidth(200, 400), 2)
    assert.strictEqual(arrowWidth(1, 10_000), 1)
  })

  it("colour steps end where the legend says", () => {
    const ends = stepEnds(356)
    for (const [i, end] of ends.entries()) {
      assert.strictEqual(stepOf(end, 356), i)
      if (i < 4) assert.strictEqual(stepOf(end + 1, 356), i + 1)
    }
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
    assert.strictEqual(routeSankey([], (place) => place, [], 600).body.flatMap(allOf).length, 2)
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

  it("an event of a year is drawn in its middle, one of a month in that month", () => {
    assert.strictEqual(eventAt("2004"), 2004)
    assert.closeTo(eventAt("2003-12") as number, 2003.46, 0.01)
    assert.isUndefined(eventAt(""))
  })
})

describe("tiles", () => {
  it("each place has its own tile; columns run west to east, rows north to south", () => {
    const all = Object.keys(points).filter((code) => /^[A-Z]{3}$/.test(code))
    const at = points as unknown as Record<string, readonly [number, number]>
    for (const places of [all.slice(0, 1), all.slice(0, 12), all]) {
      const tiles = tileLayout(places, at, 5)
      assert.strictEqual(tiles.at.size, places.length)
      assert.strictEqual(new Set([...tiles.at.values()].map(String)).size, places.length)
      for (const [a, [ac, ar]] of tiles.at)
        for (const [b, [bc, br]] of tiles.at) {
          if (ac < bc) assert.isAtMost((at[a] as [number, number])[0], (at[b] as [number, number])[0])
          if (ac === bc && ar < br) assert.isAtMost((at[a] as [number, number])[1], (at[b] as [number, number])[1])
        }
    }
  })
})
