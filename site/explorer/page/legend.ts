import { cellStates } from "@corridor/disclosure/tables/CellState"
import { h, s } from "@corridor/page/browser/dom"
import { hiddenPaint, patterns, stateBadge } from "../drawings/cellPaint.ts"
import { el } from "../drawings/El.ts"
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

/** Returns the keys of a view's pictures and the four states of a cell, each with its meaning. */
export const legendOf = ({ t }: Page, { pictures }: ViewModel): HTMLElement => {
  const all = pictures.flatMap(({ keys = [] }) => keys)
  const keys = [...new Map(all.map((key) => [key.words, key])).values()]
  return h(
    "div",
    { class: "legend" },
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
        ),
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
