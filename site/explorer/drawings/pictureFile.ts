import { el, toText } from "./El.ts"
import { folded } from "./folded.ts"
import type { Picture } from "./Picture.ts"
import { type Palette, palettes } from "./palette.ts"

export interface PictureSource {
  /** Release, method, note and address, one line each. */
  readonly lines: ReadonlyArray<string>
}

const family = 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif'
const [titleSize, smallSize] = [16, 11]

/** Returns the picture as an SVG file with its title and source, and nothing else of the page. */
export const pictureFile = (picture: Picture, { lines }: PictureSource, palette: Palette = palettes.light): string => {
  const letters = (size: number) => Math.max(20, Math.floor((picture.width - 16) / (size * 0.56)))
  const heading = folded(picture.title, letters(titleSize))
  const below = lines.flatMap((line) => folded(line, letters(smallSize)))
  const top = 8 + heading.length * 22
  const height = top + picture.height + below.length * 15 + 14
  const text = (line: string, y: number, size: number, weight: number) =>
    el("text", { x: 8, y, "font-size": size, "font-weight": weight, fill: "@ink" }, line)
  return toText(
    el(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width: picture.width,
        height,
        viewBox: `0 0 ${picture.width} ${height}`,
        "font-family": family
      },
      el("title", {}, picture.title),
      el("desc", {}, [picture.summary, ...lines].join(" ")),
      el("rect", { width: picture.width, height, fill: "@ground" }),
      ...heading.map((line, i) => text(line, 20 + i * 22, titleSize, 600)),
      el("g", { transform: `translate(0 ${top})` }, ...picture.body),
      ...below.map((line, i) => text(line, top + picture.height + 16 + i * 15, smallSize, 400))
    ),
    palette
  )
}
