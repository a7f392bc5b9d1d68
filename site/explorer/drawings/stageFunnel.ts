/**
 * The stages that cases reached in a year, as bars on one scale.
 *
 * A suppressed stage is a line from its lower to its upper bound, after the badge of its state. An arrow means that there is no upper bound
 * or that it is outside the picture. Without bounds there is the badge alone.
 */
import type { Cell } from "../cells/Table.ts"
import { badgeHeight, hiddenStateOf, patterns, stateBadge } from "./cellPaint.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { folded } from "./folded.ts"
import { textWidth } from "./textWidth.ts"

interface Stage {
  readonly name: string
  readonly words: string
  readonly cell: Cell
  readonly mark: Mark
}

const [rowHeight, high, badge, textSize, lineHeight] = [46, 26, 30, 13, 17]

/** Returns a line between two values on a horizontal scale. */
const rangeLine = (
  { low, high: top }: Cell,
  x: (value: number) => number,
  end: number,
  y: number
): ReadonlyArray<El> => {
  if (low === undefined) return []
  const isOpen = top === undefined || x(top) > end
  const to = isOpen ? end : x(top)
  const across = (at: number) => `M${at.toFixed(1)} ${(y - 7).toFixed(1)}V${(y + 7).toFixed(1)}`
  const arrow = `M${(to - 8).toFixed(1)} ${(y - 6).toFixed(1)}L${to.toFixed(1)} ${y.toFixed(1)}L${(to - 8).toFixed(1)} ${(y + 6).toFixed(1)}`
  const d = `${across(x(low))}M${x(low).toFixed(1)} ${y.toFixed(1)}H${to.toFixed(1)}${isOpen ? arrow : across(to)}`
  return [el("path", { d, fill: "none", stroke: "@ink", "stroke-width": 2 })]
}

export const stageFunnel = (picture: string, stages: ReadonlyArray<Stage>, most: number, width: number) => {
  const own = Math.min(width, 720)
  const left = 4
  const lines = stages.map(({ name, words }) =>
    folded(`${name}: ${words}`, own - 8, (line) => textWidth(line, textSize))
  )
  const tops = lines.map((_, i) => lines.slice(0, i).reduce((sum, one) => sum + rowHeight + one.length * lineHeight, 0))
  return {
    width: own,
    height: (tops.at(-1) ?? 0) + (lines.at(-1)?.length ?? 0) * lineHeight + rowHeight,
    body: [
      patterns(picture),
      ...stages.map(({ cell, mark }, i) => {
        const text = lines[i] as ReadonlyArray<string>
        const top = tops[i] as number
        const y = top + text.length * lineHeight + 6
        const isShown = cell.state === "published" && cell.value !== undefined
        const from = isShown ? left : left + badge + 8
        const x = (value: number) => from + (value / most) * (own - 8 - from)
        return marked(
          el(
            "g",
            {},
            el("rect", { x: 0, y: top, width: own, height: y + high - top, fill: "none", "pointer-events": "all" }),
            ...text.map((line, l) =>
              el("text", { x: left, y: top + 13 + l * lineHeight, "font-size": textSize, fill: "@ink" }, line)
            ),
            ...(isShown
              ? [
                  el("rect", {
                    x: from,
                    y,
                    width: cell.value === 0 ? 0 : Math.max(2, x(cell.value ?? 0) - from),
                    height: high,
                    fill: "@step4"
                  })
                ]
              : [
                  ...stateBadge(
                    picture,
                    hiddenStateOf(cell.state),
                    left + badge / 2,
                    y + (high + badgeHeight) / 2,
                    badge
                  ),
                  ...rangeLine(cell, x, own - 4, y + high / 2)
                ]),
            el("line", { x1: left, x2: left, y1: y - 2, y2: y + high + 2, stroke: "@edge" })
          ),
          mark
        )
      })
    ]
  }
}
