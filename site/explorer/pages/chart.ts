import { type Content, h } from "@corridor/page/html"
import { allOf } from "../drawings/El.ts"
import type { Picture } from "../drawings/Picture.ts"
import { svgOf } from "../parts/svgOf.ts"

/** Widths of a picture in CSS pixels: for a phone, and for anything wider. The style sheet shows one of them. */
const widths = { narrow: 328, wide: 660 } as const

const hasLinks = ({ body }: Picture) => body.flatMap(allOf).some(({ mark }) => mark?.href !== undefined)

/** Returns a picture drawn for two widths, so that its text has its size on both without a script. */
export const chart = (id: string, draw: (width: number) => Picture, level: 2 | 3 = 2): Content => {
  const drawn = (["narrow", "wide"] as const).map((size) => ({ size, picture: draw(widths[size]) }))
  return h(
    "figure",
    { class: "chart", "aria-labelledby": id },
    h("figcaption", {}, h(`h${level}`, { id }, drawn[0]?.picture.title)),
    drawn.map(({ size, picture }) =>
      h(
        "svg",
        {
          class: size,
          // Links are not reached within an image.
          role: hasLinks(picture) ? "group" : "img",
          "aria-label": `${picture.title}. ${picture.summary}`,
          viewBox: `0 0 ${picture.width} ${picture.height}`,
          width: picture.width,
          height: picture.height
        },
        picture.body.map((element) => svgOf(element, `-${id}-${size}`))
      )
    )
  )
}
