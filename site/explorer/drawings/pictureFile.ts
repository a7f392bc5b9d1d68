import { el, toText } from "./El.ts"
import { folded } from "./folded.ts"
import type { Picture } from "./Picture.ts"
import { type Palette, palettes } from "./palette.ts"
import { boldWidth, textWidth } from "./textWidth.ts"

interface PictureSource {
  /** What is counted, release and address, one line each. */
  readonly lines: ReadonlyArray<string>
  /** Address of the licence, for the file's metadata. */
  readonly licence?: string | undefined
}

/** Returns the licence as programs read it (RDF of Creative Commons, which drawing programs write too). */
const licenceMetadata = (licence: string) =>
  el(
    "metadata",
    {},
    el(
      "rdf:RDF",
      { "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "xmlns:cc": "http://creativecommons.org/ns#" },
      el("cc:Work", { "rdf:about": "" }, el("cc:license", { "rdf:resource": licence }))
    )
  )

/** A fixed size that the picture is fitted into, such as that of a slide, in CSS pixels. */
interface Frame {
  readonly width: number
  readonly height: number
}

/** The sizes of files: how wide the picture is drawn or into which frame, in CSS pixels, and pixels of a PNG for each. */
export const fileSizes = {
  page: { width: undefined, frame: undefined, pixels: 2 },
  /** 17 centimetres at 300 dots per inch. */
  report: { width: 669, frame: undefined, pixels: 3 },
  slide: { width: undefined, frame: { width: 1_280, height: 720 }, pixels: 1.5 },
  /** The size of link previews. */
  preview: { width: undefined, frame: { width: 1_200, height: 630 }, pixels: 1 }
} as const satisfies Readonly<Record<string, { width: number | undefined; frame: Frame | undefined; pixels: number }>>

const family = 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif'

/** Sizes of title and source, their line heights, and the margin. */
const own = { title: 16, small: 11, titleLine: 22, smallLine: 15, margin: 8 }
const framed = { title: 30, small: 15, titleLine: 38, smallLine: 20, margin: 32 }

/** The smallest size that the text of a picture may have, as a share of the largest one, for the picture to fill more of its frame. */
const minText = 0.8

/** Returns the lines above and below a picture in a file of a width, and their heights. */
const linesAround = (title: string, lines: ReadonlyArray<string>, width: number, sizes: typeof own) => {
  const { margin, small, smallLine } = sizes
  const heading = folded(title, width - 2 * margin, (line) => boldWidth(line, sizes.title))
  const below = lines.flatMap((line) => folded(line, width - 2 * margin, (part) => textWidth(part, small)))
  return {
    heading,
    below,
    top: margin + heading.length * sizes.titleLine,
    foot: below.length * smallLine + margin + 6
  }
}

/** Returns the picture that fills most of a frame when it is fitted in, among those with large text. `draw` draws it at a width, `linesOf` writes its source. */
export const drawnLargest = (
  draw: (width: number) => Picture,
  linesOf: (picture: Picture) => ReadonlyArray<string>,
  frame: Frame
): Picture => {
  const width = frame.width - 2 * framed.margin
  const drawn = [480, 600, 700, 840, 1_000, 1_180].map(draw).map((picture) => {
    const { top, foot } = linesAround(picture.title, linesOf(picture), frame.width, framed)
    const scale = Math.min(width / picture.width, (frame.height - top - foot) / picture.height)
    return { picture, scale, area: scale * scale * picture.width * picture.height }
  })
  const largest = Math.max(...drawn.map(({ scale }) => scale))
  return drawn
    .filter(({ scale }) => scale >= minText * largest)
    .reduce((best, one) => (one.area > 1.01 * best.area ? one : best)).picture
}

/** Returns the picture as an SVG file with its title and source, and nothing else of the page. */
export const pictureFile = (
  picture: Picture,
  { lines, licence }: PictureSource,
  {
    palette = palettes.light,
    frame,
    width: least = 0
  }: {
    readonly palette?: Palette
    readonly frame?: Frame | undefined
    /** The least width of a file without a frame. */
    readonly width?: number | undefined
  } = {}
): string => {
  const sizes = frame === undefined ? own : framed
  const { title, small, titleLine, smallLine, margin } = sizes
  const width = frame?.width ?? Math.max(picture.width, least)
  const { heading, below, top, foot } = linesAround(picture.title, lines, width, sizes)
  const height = frame?.height ?? top + picture.height + foot
  const room = { width: width - (frame === undefined ? 0 : 2 * margin), height: height - top - foot }
  const scale = frame === undefined ? 1 : Math.min(room.width / picture.width, room.height / picture.height)
  const left = frame === undefined ? 0 : (width - picture.width * scale) / 2
  const text = (line: string, y: number, size: number, weight: number) =>
    el("text", { x: margin, y, "font-size": size, "font-weight": weight, fill: "@ink" }, line)
  return toText(
    el(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        "font-family": family
      },
      licence === undefined ? undefined : licenceMetadata(licence),
      el("title", {}, picture.title),
      el("desc", {}, [picture.summary, ...lines].join(" ")),
      el("rect", { width, height, fill: "@ground" }),
      ...heading.map((line, i) => text(line, margin + title * 0.76 + i * titleLine, title, 600)),
      el(
        "g",
        {
          transform:
            scale === 1 && left === 0
              ? `translate(0 ${top})`
              : `translate(${left.toFixed(1)} ${top}) scale(${scale.toFixed(4)})`
        },
        // What is drawn beyond the picture's edge is not part of it.
        el("svg", { width: picture.width, height: picture.height, overflow: "hidden" }, ...picture.body)
      ),
      ...below.map((line, i) => text(line, height - foot + smallLine + i * smallLine, small, 400))
    ),
    palette
  )
}
