/** How rows and columns of squares fit a width: as they are, turned, or tighter. */
import type { Cell } from "../cells/Table.ts"
import type { Mark } from "./El.ts"
import type { WriteFigure } from "./Picture.ts"
import { textWidth } from "./textWidth.ts"

export interface HeatCell {
  readonly cell: Cell
  readonly mark: Mark
}

export interface HeatMap {
  readonly picture: string
  readonly rows: ReadonlyArray<{ readonly name: string; readonly cells: ReadonlyArray<HeatCell> }>
  readonly columns: ReadonlyArray<string>
  /** The largest published figure of all years. */
  readonly most: number
  readonly width: number
  readonly write?: WriteFigure | undefined
  /** What the names of rows and of columns are, if they do not say it themselves. */
  readonly axes?: { readonly rows: string; readonly columns: string } | undefined
}

interface HeatLayout extends Pick<HeatMap, "rows" | "columns" | "axes"> {
  /** The room that the names of rows take at their left. */
  readonly left: number
  /** The least width of a square, which its figure needs. */
  readonly least: number
  /** The size of figures, in CSS pixels. */
  readonly figureSize: number
}

/** The size of names, in CSS pixels. */
export const nameSize = 12

const widestName = (rows: HeatMap["rows"]) => Math.max(0, ...rows.map(({ name }) => textWidth(name, nameSize)))

/** The width of names that are broken between words. */
const widestWord = (rows: HeatMap["rows"]) =>
  Math.max(0, ...rows.flatMap(({ name }) => name.split(" ").map((word) => textWidth(word, nameSize))))

/** Returns rows as columns, for a page that is too narrow for the columns but has room for the rows. */
const turned = ({ rows, columns, axes }: HeatMap): Pick<HeatMap, "rows" | "columns" | "axes"> => ({
  axes: axes === undefined ? undefined : { rows: axes.columns, columns: axes.rows },
  columns: rows.map(({ name }) => name),
  rows: columns.map((name, c) => ({ name, cells: rows.map(({ cells }) => cells[c] as HeatCell) }))
})

const widthOf = ({ left, columns, least }: HeatLayout) => left + columns.length * least + 4

/** Returns the first layout that fits, or the narrowest: a picture whose rows and columns are both too many scrolls. */
export const heatLayout = (given: HeatMap): HeatLayout => {
  const { most, width, write = String } = given
  const ways = [given, turned(given)]
  const figure = write(most)
  const roomy = ways.map(
    ({ rows, columns, axes }): HeatLayout => ({
      rows,
      columns,
      axes,
      left: Math.min(Math.max(width * 0.3, 12 + widestWord(rows)), 12 + widestName(rows)),
      least: Math.max(24, textWidth(figure, 12) + 6),
      figureSize: 12
    })
  )
  const tight = roomy.map(
    (one): HeatLayout => ({
      ...one,
      left: 12 + widestWord(one.rows),
      least: Math.max(22, textWidth(figure, 11) + 4),
      figureSize: 11
    })
  )
  const all = [...roomy, ...tight]
  return all.find((one) => widthOf(one) <= width) ?? (all.toSorted((a, b) => widthOf(a) - widthOf(b))[0] as HeatLayout)
}
