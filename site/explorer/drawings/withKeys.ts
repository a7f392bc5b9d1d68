import { el } from "./El.ts"
import type { Key, Picture } from "./Picture.ts"
import { textWidth } from "./textWidth.ts"

const size = 12
const [rowHeight, gap, margin] = [26, 18, 4]

const signWidth = ({ sign }: Key) => Number(sign.attributes["width"])

/** Returns a picture with its legend below it, for where nothing else explains its signs. */
export const withKeys = (picture: Picture): Picture => {
  const { width, height, body, keys = [] } = picture
  if (keys.length === 0) return picture
  const rows: Array<Array<{ readonly key: Key; readonly left: number }>> = [[]]
  let left = margin
  for (const key of keys) {
    const own = signWidth(key) + 6 + textWidth(key.words, size)
    if (left > margin && left + own > width - margin) {
      rows.push([])
      left = margin
    }
    rows.at(-1)?.push({ key, left })
    left += own + gap
  }
  return {
    ...picture,
    height: height + rows.length * rowHeight,
    body: [
      // What is drawn beyond the picture's edge does not cover the legend.
      el("svg", { width, height, overflow: "hidden" }, ...body),
      ...rows.flatMap((row, r) =>
        row.flatMap(({ key, left: x }) => {
          const middle = height + (r + 0.5) * rowHeight
          const { sign, words } = key
          const y = middle - Number(sign.attributes["height"]) / 2
          return [
            { ...sign, attributes: { ...sign.attributes, x, y } },
            el("text", { x: x + signWidth(key) + 6, y: middle + 4, "font-size": size, fill: "@ink" }, words)
          ]
        })
      )
    ]
  }
}
