import { h, newId, s, show } from "@corridor/page/browser/dom"
import type { Mark } from "../drawings/El.ts"
import type { Picture } from "../drawings/Picture.ts"
import type { Page } from "./Page.ts"
import { addTip } from "./tip.ts"
import { toDom } from "./toDom.ts"
import { zoomOf } from "./zoomControls.ts"

interface MarkNode {
  readonly node: SVGElement
  readonly mark: Mark
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

const valueOf = ({ mark }: MarkNode) => mark.value ?? -1

/** Moves among marks with the arrow keys. Enter follows a mark's link or keeps its description, Escape clears it. */
const addKeyboard = (
  svg: SVGElement,
  marks: ReadonlyArray<MarkNode>,
  describe: (one?: MarkNode, isKept?: boolean) => void
) => {
  // The first of the largest.
  let index = marks.reduce((best, one, i) => (valueOf(one) > valueOf(marks[best] as MarkNode) ? i : best), 0)
  const moveTo = (next: number, focus: boolean) => {
    marks[index]?.node.setAttribute("tabindex", "-1")
    index = (next + marks.length) % marks.length
    marks[index]?.node.setAttribute("tabindex", "0")
    if (focus) marks[index]?.node.focus()
  }
  for (const [i, one] of marks.entries()) {
    const { node } = one
    node.setAttribute("tabindex", "-1")
    node.addEventListener("pointerenter", () => describe(one))
    node.addEventListener("pointerleave", () => describe())
    node.addEventListener("focus", () => describe(one))
    node.addEventListener("blur", () => describe())
    node.addEventListener("click", () => {
      moveTo(i, false)
      describe(one, true)
    })
  }
  if (marks.length > 0) moveTo(index, false)
  svg.addEventListener("keydown", ((event: KeyboardEvent) => {
    const step = steps[event.key]
    const current = marks[index]
    if (step !== undefined) moveTo(index + step, true)
    else if (event.key === "Home") moveTo(0, true)
    else if (event.key === "End") moveTo(marks.length - 1, true)
    else if (event.key === "Escape") describe(undefined, true)
    else if ((event.key === "Enter" && current?.mark.href === undefined) || event.key === " ") describe(current, true)
    else return
    event.preventDefault()
  }) as EventListener)
}

/**
 * Returns a picture on the page, with its own legend, if it has one. It is one Tab stop; the description of the current mark is at the pointer and
 * below the picture.
 */
export const figureOf = (page: Page, picture: Picture, legend: HTMLElement | null): HTMLElement => {
  const { t } = page
  const [title, summary, help] = [newId(), newId(), newId()]
  const marks: Array<MarkNode> = []
  const svg = s(
    "svg",
    {
      role: "group",
      "aria-labelledby": title,
      "aria-describedby": `${summary} ${help}`,
      viewBox: `0 0 ${picture.width} ${picture.height}`,
      width: picture.width,
      height: picture.height,
      "data-picture": picture.name
    },
    picture.body.map((element) => toDom(element, (node, mark) => marks.push({ node, mark })))
  )
  if (picture.isRanked === true) marks.sort((a, b) => valueOf(b) - valueOf(a))
  const description = h("p", { class: "description" })
  const frame = h("div", { class: "picture" }, svg)
  const tip = addTip(frame)
  let kept: MarkNode | undefined
  const describe = (one?: MarkNode, isKept = false) => {
    if (isKept) kept = one
    const current = one ?? kept
    const choose = kept === current ? current?.mark.choose : undefined
    tip(one?.node, one?.mark.words)
    show(
      description,
      current === undefined ? (marks.length > 0 ? t("pictureNothing") : "") : current.mark.words,
      choose === undefined
        ? null
        : h(
            "button",
            { type: "button", class: "small", on: { click: () => page.narrow(choose, true) } },
            t(Object.values(choose).every((value) => value === "") ? "showAll" : "showOnly")
          )
    )
  }
  addKeyboard(svg, marks, describe)
  describe()
  return h(
    "figure",
    h("figcaption", h("h2", { id: title }, picture.title), h("p", { id: summary }, picture.summary)),
    frame,
    picture.zoom === undefined ? null : zoomOf(page, picture.zoom, svg),
    description,
    legend,
    h("p", { id: help, class: "unseen" }, marks.length > 0 ? t("pictureHelp") : "")
  )
}
