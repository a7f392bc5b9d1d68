/** The corridors of a comparison as one picture, for where a link to it is shared: the same small series, with the figures that the page shows. */
import { type El, el } from "../drawings/El.ts"
import { folded } from "../drawings/folded.ts"
import type { Picture } from "../drawings/Picture.ts"
import { smallSeries, smallSize } from "../drawings/smallSeries.ts"
import { boldWidth, textWidth } from "../drawings/textWidth.ts"
import { type Comparison, latestWords, scaleNotes } from "./comparison.ts"
import type { PageContext } from "./PageContext.ts"

const [gap, nameSize, nameLine, figureSize, figureLine] = [20, 14, 18, 12, 16]

/** Returns a text in lines, from `top` on. */
const textIn = (lines: ReadonlyArray<string>, top: number, size: number, line: number, weight: number) =>
  lines.map((text, i) =>
    el("text", { x: 4, y: top + i * line + size, "font-size": size, "font-weight": weight, fill: "@ink" }, text)
  )

/** Returns what the picture shows, for readers who do not see it. */
export const compareSummary = (context: PageContext, comparison: Comparison): string => {
  const { series, caption } = comparison
  const figures = series.map((one) => `${one.name}: ${latestWords(context, comparison, one)}`).join("; ")
  return context.p("compareSummary", { n: series.length, caption, figures })
}

/** Returns the picture of a comparison at a width in CSS pixels: as many corridors in a row as have room. */
export const comparePicture = (context: PageContext, comparison: Comparison, width: number): Picture => {
  const { series, caption, write } = comparison
  const room = Math.max(1, Math.floor((width + gap) / (smallSize.width - gap)))
  // Rows of the same length.
  const columns = Math.ceil(series.length / Math.ceil(series.length / room))
  const own = (width - (columns - 1) * gap) / columns
  const parts = series.map((one) => ({
    names: folded(one.name, own - 8, (text) => boldWidth(text, nameSize)),
    figures: folded(latestWords(context, comparison, one), own - 8, (text) => textWidth(text, figureSize)),
    drawn: smallSeries({ years: one.years, most: comparison.most, write, width: own })
  }))
  const body: Array<El> = []
  let top = 0
  for (let first = 0; first < parts.length; first += columns) {
    const row = parts.slice(first, first + columns)
    const nameHeight = Math.max(...row.map(({ names }) => names.length)) * nameLine
    const head = nameHeight + Math.max(...row.map(({ figures }) => figures.length)) * figureLine
    row.forEach(({ names, figures, drawn }, i) => {
      body.push(
        el(
          "g",
          { transform: `translate(${(i * (own + gap)).toFixed(1)} ${top})` },
          ...textIn(names, 0, nameSize, nameLine, 600),
          ...textIn(figures, nameHeight, figureSize, figureLine, 400),
          el("g", { transform: `translate(0 ${head})` }, ...drawn)
        )
      )
    })
    top += head + smallSize.height + gap
  }
  return {
    name: "compare",
    title: caption,
    summary: compareSummary(context, comparison),
    width,
    height: Math.max(0, top - gap),
    body,
    signNotes: scaleNotes(context, comparison)
  }
}
