import { escaped, tickStep } from "./svg.ts"

export interface IntervalRow {
  readonly label: string
  readonly value?: number
  readonly low: number
  readonly high: number
  /** The expectation of a model, drawn as a ring. */
  readonly expected?: number
}

export interface IntervalPicture {
  readonly title: string
  /** Label of the axis. */
  readonly axis: string
  readonly rows: ReadonlyArray<IntervalRow>
}

const [left, plot, rowHeight, top] = [270, 420, 24, 46]

const short = (text: string) => (text.length > 34 ? `${text.slice(0, 33)}…` : text)

/**
 * Draws numbers with their bounds as SVG: a dot for the number, a line for its bounds, a ring for its expectation. Infinite bounds extend to
 * the edge. Negative numbers are drawn at 0.
 */
export const intervalPicture = ({ title, axis, rows }: IntervalPicture): string => {
  const ends = rows
    .flatMap(({ value = 0, low, high, expected = 0 }) => [value, low, high, expected])
    .filter(Number.isFinite)
  const most = Math.max(...ends, 1e-9)
  const step = tickStep(most / 5)
  const end = Math.ceil(most / step) * step
  const x = (value: number) => (left + (plot * Math.min(Math.max(value, 0), end)) / end).toFixed(1)
  const bottom = top + rows.length * rowHeight
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => Number((i * step).toPrecision(12)))
  const lines = rows.map(({ label, value, low, high, expected }, i) => {
    const y = top + i * rowHeight + rowHeight / 2
    const dot = value === undefined ? "" : `<circle cx="${x(value)}" cy="${y}" r="4.5" class="dot"/>`
    const ring = expected === undefined ? "" : `<circle cx="${x(expected)}" cy="${y}" r="6.5" class="ring"/>`
    return `<text x="${left - 12}" y="${y + 4}" class="label">${escaped(short(label))}</text><line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" class="bounds"/>${dot}${ring}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${left + plot + 40}" height="${bottom + 54}" viewBox="0 0 ${left + plot + 40} ${bottom + 54}">
<title>${escaped(title)}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1c2733 }
.title { font-weight: 600; font-size: 14px }
.label { text-anchor: end }
.tick { text-anchor: middle; font-size: 11px; fill: #51606f }
.grid { stroke: #dde3e9 }
.bounds { stroke: #7a9cc0; stroke-width: 4; stroke-linecap: round }
.dot { fill: #14456f }
.ring { fill: none; stroke: #b35900; stroke-width: 2 }
</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="24" class="title">${escaped(title)}</text>
${ticks.map((tick) => `<line x1="${x(tick)}" x2="${x(tick)}" y1="${top}" y2="${bottom}" class="grid"/><text x="${x(tick)}" y="${bottom + 18}" class="tick">${tick.toLocaleString("en")}</text>`).join("\n")}
<text x="${left + plot / 2}" y="${bottom + 40}" class="tick">${escaped(axis)}</text>
${lines.join("\n")}
</svg>
`
}
