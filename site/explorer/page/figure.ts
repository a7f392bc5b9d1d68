import { h, newId, s, show } from "@corridor/page/browser/dom"
import type { Mark } from "../drawings/El.ts"
import type { Picture } from "../drawings/Picture.ts"
import type { Page } from "./Page.ts"
import { toDom } from "./toDom.ts"

interface MarkNode {
  readonly node: SVGElement
  readonly mark: Mark
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** Moves among marks with the arrow keys. Enter keeps a mark's description, Escape clears it. */
const addKeyboard = (
  svg: SVGElement,
  marks: ReadonlyArray<MarkNode>,
  describe: (mark?: Mark, isKept?: boolean) => void
) => {
  let index = Math.max(
    0,
    marks.findIndex(({ mark }) => mark.isFirst === true)
  )
  const moveTo = (next: number, focus: boolean) => {
    marks[index]?.node.setAttribute("tabindex", "-1")
    index = (next + marks.length) % marks.length
    marks[index]?.node.setAttribute("tabindex", "0")
    if (focus) marks[index]?.node.focus()
  }
  for (const [i, { node, mark }] of marks.entries()) {
    node.setAttribute("role", "img")
    node.setAttribute("aria-label", mark.words)
    node.setAttribute("tabindex", "-1")
    node.addEventListener("pointerenter", () => describe(mark))
    node.addEventListener("pointerleave", () => describe())
    node.addEventListener("focus", () => describe(mark))
    node.addEventListener("blur", () => describe())
    node.addEventListener("click", () => {
      moveTo(i, false)
      describe(mark, true)
    })
  }
  if (marks.length > 0) moveTo(index, false)
  svg.addEventListener("keydown", ((event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined) moveTo(index + step, true)
    else if (event.key === "Home") moveTo(0, true)
    else if (event.key === "End") moveTo(marks.length - 1, true)
    else if (event.key === "Enter" || event.key === " ") describe(marks[index]?.mark, true)
    else if (event.key === "Escape") describe(undefined, true)
    else return
    event.preventDefault()
  }) as EventListener)
}

/** A picture on the page. It is one Tab stop; the description of the current mark is below it. */
export const figureOf = (page: Page, picture: Picture): HTMLElement => {
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
  const description = h("p", { class: "description" })
  let kept: Mark | undefined
  const describe = (mark?: Mark, isKept = false) => {
    if (isKept) kept = mark
    const current = mark ?? kept
    const choose = kept === current ? current?.choose : undefined
    show(
      description,
      current === undefined ? (marks.length > 0 ? t("pictureNothing") : "") : current.words,
      choose === undefined
        ? null
        : h(
            "button",
            { type: "button", class: "small", on: { click: () => page.narrow(choose) } },
            t(Object.values(choose).every((value) => value === "") ? "showAll" : "showOnly")
          )
    )
  }
  addKeyboard(svg, marks, describe)
  describe()
  return h(
    "figure",
    {},
    h("figcaption", {}, h("h2", { id: title }, picture.title), h("p", { id: summary }, picture.summary)),
    h("div", { class: "picture" }, svg),
    description,
    h("p", { id: help, class: "unseen" }, marks.length > 0 ? t("pictureHelp") : "")
  )
}
