/** A picture on the page: one stop of the Tab key, arrow keys among its marks, what a mark tells below it. */
import { h, newId, s, show } from "@corridor/page/browser/dom"
import type { Mark } from "../drawings/El.ts"
import type { Picture } from "../views/View.ts"
import type { Page } from "./Page.ts"
import { toDom } from "./toDom.ts"

interface Going {
  readonly node: SVGElement
  readonly mark: Mark
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Arrow keys among marks, Enter to keep what is told, Escape to let it go. */
const walk = (svg: SVGElement, marks: ReadonlyArray<Going>, tell: (mark?: Mark, isKept?: boolean) => void) => {
  let at = Math.max(
    0,
    marks.findIndex(({ mark }) => mark.isFirst === true)
  )
  const stand = (next: number, focus: boolean) => {
    marks[at]?.node.setAttribute("tabindex", "-1")
    at = (next + marks.length) % marks.length
    marks[at]?.node.setAttribute("tabindex", "0")
    if (focus) marks[at]?.node.focus()
  }
  for (const [i, { node, mark }] of marks.entries()) {
    node.setAttribute("role", "img")
    node.setAttribute("aria-label", mark.words)
    node.setAttribute("tabindex", "-1")
    node.addEventListener("pointerenter", () => tell(mark))
    node.addEventListener("pointerleave", () => tell())
    node.addEventListener("focus", () => tell(mark))
    node.addEventListener("blur", () => tell())
    node.addEventListener("click", () => {
      stand(i, false)
      tell(mark, true)
    })
  }
  if (marks.length > 0) stand(at, false)
  svg.addEventListener("keydown", ((event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined) stand(at + step, true)
    else if (event.key === "Home") stand(0, true)
    else if (event.key === "End") stand(marks.length - 1, true)
    else if (event.key === "Enter" || event.key === " ") tell(marks[at]?.mark, true)
    else if (event.key === "Escape") tell(undefined, true)
    else return
    event.preventDefault()
  }) as EventListener)
}

export const figureOf = (page: Page, picture: Picture): HTMLElement => {
  const { say } = page
  const [title, summary, help] = [newId(), newId(), newId()]
  const marks: Array<Going> = []
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
  const told = h("p", { class: "told" })
  let kept: Mark | undefined
  const tell = (mark?: Mark, isKept = false) => {
    if (isKept) kept = mark
    const shown = mark ?? kept
    const choose = kept === shown ? shown?.choose : undefined
    show(
      told,
      shown === undefined ? (marks.length > 0 ? say("pictureNothing") : "") : shown.words,
      choose === undefined
        ? null
        : h(
            "button",
            { type: "button", class: "small", on: { click: () => page.narrow(choose) } },
            say(Object.values(choose).every((value) => value === "") ? "showAll" : "showOnly")
          )
    )
  }
  walk(svg, marks, tell)
  tell()
  return h(
    "figure",
    {},
    h("figcaption", {}, h("h2", { id: title }, picture.title), h("p", { id: summary }, picture.summary)),
    h("div", { class: "picture" }, svg),
    told,
    h("p", { id: help, class: "unseen" }, marks.length > 0 ? say("pictureHelp") : "")
  )
}
