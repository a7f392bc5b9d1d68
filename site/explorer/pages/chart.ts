import { type Content, h } from "@corridor/page/html"
import { allOf } from "../drawings/El.ts"
import { type Picture, pictureWidths } from "../drawings/Picture.ts"
import { svgOf } from "../parts/svgOf.ts"

const sizes = ["narrow", "wide"] as const

/** Something for each width. The style sheet shows one of them. */
type AtSizes<A> = Readonly<Record<(typeof sizes)[number], A>>

/** Returns what is drawn for each width. */
export const atSizes = <A>(draw: (width: number) => A): AtSizes<A> => ({
  narrow: draw(pictureWidths.narrow),
  wide: draw(pictureWidths.wide)
})

const hasLinks = ({ body }: Picture) => body.flatMap(allOf).some(({ mark }) => mark?.href !== undefined)

/** Returns a picture drawn for two widths, so that its text has its size on both without a script. */
export const chart = (id: string, drawn: AtSizes<Picture>, level: 2 | 3 = 2): Content =>
  h(
    "figure",
    { class: "chart", "aria-labelledby": id },
    h("figcaption", h(`h${level}`, { id }, drawn.narrow.title)),
    sizes.map((size) => {
      const picture = drawn[size]
      return h(
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
    })
  )

/** Returns the legend of a picture that has two widths; nothing if it has none. */
export const chartKeys = (name: string, drawn: AtSizes<Picture>): Content =>
  (drawn.wide.keys ?? []).length === 0
    ? null
    : h(
        "div",
        { class: "legend" },
        sizes.map((size) =>
          h(
            "ul",
            { class: `keys ${size}`, "aria-label": name },
            (drawn[size].keys ?? []).map(({ sign, words }) =>
              h("li", h("span", { "aria-hidden": "true" }, svgOf(sign, `-${size}`)), " ", words)
            )
          )
        )
      )
