import { cellStates } from "@corridor/disclosure/tables/CellState"
import { h, s } from "@corridor/page/browser/dom"
import { hiddenPaint, patterns, stateBadge } from "../drawings/cellPaint.ts"
import { el } from "../drawings/El.ts"
import type { Picture } from "../drawings/Picture.ts"
import { stateMeanings, stateNames } from "../views/cellWords.ts"
import type { ViewModel } from "../views/View.ts"
import type { Page } from "./Page.ts"
import { toDom } from "./toDom.ts"

/** Returns the look of a state, as in the pictures. */
const swatch = (state: (typeof cellStates)[number]): SVGElement => {
  const name = `key-${state}`
  const body =
    state === "published"
      ? [
          el("rect", { x: 1, y: 1, width: 34, height: 20, rx: 2, fill: "@step3" }),
          el(
            "text",
            { x: 18, y: 15.5, "text-anchor": "middle", "font-size": 12, "font-weight": 600, fill: "@onLight" },
            "12"
          )
        ]
      : [
          patterns(name),
          ...(state === "not_reported"
            ? [el("rect", { x: 3, y: 2, width: 30, height: 18, ...hiddenPaint(name, state) })]
            : []),
          ...stateBadge(name, state, 18, 20, 30)
        ]
  return s(
    "svg",
    { width: 36, height: 22, viewBox: "0 0 36 22", "aria-hidden": "true" },
    body.map((one) => toDom(one))
  )
}

/** Returns the keys of a picture as a list; null if it has none. */
const keysOf = ({ t }: Page, { keys = [] }: Picture): HTMLElement | null =>
  keys.length === 0
    ? null
    : h(
        "ul",
        { class: "keys", "aria-label": t("keys") },
        keys.map(({ sign, words }) => {
          const node = toDom(sign)
          node.setAttribute("aria-hidden", "true")
          return h("li", node, " ", words)
        })
      )

/** Returns the keys of one of several pictures, to be under it: the colours of each have another scale. */
export const ownLegend = (page: Page, picture: Picture): HTMLElement | null => {
  const keys = keysOf(page, picture)
  return keys === null ? null : h("div", { class: "legend" }, keys)
}

/** Returns the four states of a cell, each with its meaning, after the keys of a view's only picture. */
export const legendOf = (page: Page, { pictures }: ViewModel): HTMLElement => {
  const { t } = page
  const [only, ...others] = pictures
  return h(
    "div",
    { class: "legend" },
    only === undefined || others.length > 0 ? null : keysOf(page, only),
    h(
      "details",
      { "data-focus": "states" },
      h(
        "summary",
        h("span", t("states"), ": "),
        cellStates.map((state) => h("span", { class: "key" }, swatch(state), " ", t(stateNames[state])))
      ),
      h(
        "dl",
        cellStates.map((state) => [h("dt", swatch(state), " ", t(stateNames[state])), h("dd", t(stateMeanings[state]))])
      )
    )
  )
}
