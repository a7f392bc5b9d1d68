import { cellStates } from "@corridor/disclosure/tables/CellState"
import { h, s } from "@corridor/page/browser/dom"
import { hiddenPaint, patterns, stateSign } from "../drawings/cellPaint.ts"
import { el } from "../drawings/El.ts"
import { stateMeanings, stateNames } from "../views/cellWords.ts"
import type { ViewModel } from "../views/View.ts"
import type { Page } from "./Page.ts"
import { toDom } from "./toDom.ts"

const swatch = (state: (typeof cellStates)[number]): SVGElement => {
  const name = `key-${state}`
  const box = { x: 1, y: 1, width: 34, height: 20, rx: 2 }
  const sign = (text: string, paint: string) =>
    el("text", { x: 18, y: 15.5, "text-anchor": "middle", "font-size": 13, "font-weight": 600, fill: paint }, text)
  const body =
    state === "published"
      ? [el("rect", { ...box, fill: "@step3" }), sign("12", "@onLight")]
      : [
          patterns(name),
          el("rect", { ...box, ...hiddenPaint(name, state) }),
          el("rect", { x: 11, y: 4, width: 14, height: 14, fill: "@ground" }),
          sign(stateSign[state], "@ink")
        ]
  return s(
    "svg",
    { width: 36, height: 22, viewBox: "0 0 36 22", "aria-hidden": "true" },
    body.map((one) => toDom(one))
  )
}

/** The keys of a view and the four states of a cell, each with its meaning. */
export const legendOf = ({ t }: Page, { keys }: ViewModel): HTMLElement =>
  h(
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
            return h("li", {}, node, " ", words)
          })
        ),
    h(
      "details",
      { "data-focus": "states" },
      h(
        "summary",
        {},
        h("span", {}, t("states"), ": "),
        cellStates.map((state) => h("span", { class: "key" }, swatch(state), " ", t(stateNames[state])))
      ),
      h(
        "dl",
        {},
        cellStates.map((state) => [
          h("dt", {}, swatch(state), " ", t(stateNames[state])),
          h("dd", {}, t(stateMeanings[state]))
        ])
      )
    )
  )
