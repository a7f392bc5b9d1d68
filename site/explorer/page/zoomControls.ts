/** Enlarging a picture and moving in it: by buttons, by pinching, by dragging, and by the wheel with Ctrl. */
import { h } from "@corridor/page/browser/dom"
import { enlarged, moved, whole, type Zoom, zoomWords } from "../drawings/zoom.ts"
import type { WordKey } from "../words/Words.ts"
import type { Page } from "./Page.ts"

const step = 1.6

/** Milliseconds after the last turn of the wheel, when the picture is drawn again. */
const pause = 180

const middleOf = (points: ReadonlyArray<PointerEvent>): readonly [number, number] => [
  points.reduce((sum, { clientX }) => sum + clientX, 0) / points.length,
  points.reduce((sum, { clientY }) => sum + clientY, 0) / points.length
]

const spanOf = ([a, b]: ReadonlyArray<PointerEvent>): number =>
  a === undefined || b === undefined ? 1 : Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY))

/** The picture follows fingers and pointer as it is; it is drawn again, with the labels that have room, when they let go. */
const addGestures = (svg: SVGElement, zoom: Zoom, go: (next: Zoom) => void) => {
  const pointers = new Map<number, PointerEvent>()
  let start: { readonly middle: readonly [number, number]; readonly span: number } | undefined
  let next = zoom
  let timer: ReturnType<typeof setTimeout> | undefined
  const preview = () => {
    const ratio = next.scale / zoom.scale
    const { width, height } = svg.getBoundingClientRect()
    const [x, y] = [(zoom.x - next.x) * next.scale * width, (zoom.y - next.y) * next.scale * height]
    for (const child of svg.children)
      if (child instanceof SVGElement) child.style.transform = `translate(${x}px, ${y}px) scale(${ratio})`
  }
  const shareOf = (clientX: number, clientY: number): readonly [number, number] => {
    const { left, top, width, height } = svg.getBoundingClientRect()
    return [(clientX - left) / width, (clientY - top) / height]
  }
  const begin = () => {
    const held = [...pointers.values()]
    start = held.length === 0 ? undefined : { middle: middleOf(held), span: spanOf(held) }
  }
  svg.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event)
    begin()
  })
  svg.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId) || start === undefined) return
    pointers.set(event.pointerId, event)
    const held = [...pointers.values()]
    const [x, y] = middleOf(held)
    const { width, height } = svg.getBoundingClientRect()
    const dragged = [(start.middle[0] - x) / width, (start.middle[1] - y) / height] as const
    if (held.length === 1 && (zoom.scale === 1 || Math.hypot(dragged[0] * width, dragged[1] * height) < 4)) return
    svg.setPointerCapture(event.pointerId)
    next = moved(enlarged(zoom, spanOf(held) / start.span, shareOf(...start.middle)), ...dragged)
    preview()
  })
  const end = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return
    if (pointers.size === 0 && next !== zoom) go(next)
    begin()
  }
  svg.addEventListener("pointerup", end)
  svg.addEventListener("pointercancel", end)
  // A drag that ends over a mark is not a click on it.
  svg.addEventListener(
    "click",
    (event) => {
      if (next !== zoom) {
        event.preventDefault()
        event.stopPropagation()
      }
    },
    { capture: true }
  )
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      next = enlarged(next, Math.exp(-event.deltaY / 200), shareOf(event.clientX, event.clientY))
      preview()
      clearTimeout(timer)
      timer = setTimeout(() => go(next), pause)
    },
    { passive: false }
  )
  // One finger scrolls the page while the whole picture is shown.
  svg.style.touchAction = zoom.scale === 1 ? "pan-x pan-y" : "none"
}

/** Adds gestures to a picture and returns its buttons. */
export const zoomOf = (page: Page, zoom: Zoom, svg: SVGElement): HTMLElement => {
  const go = (next: Zoom) => page.narrow({ zoom: zoomWords(next) })
  addGestures(svg, zoom, go)
  const button = (name: string, sign: string, words: WordKey, next: Zoom) =>
    h(
      "button",
      {
        type: "button",
        "data-focus": `zoom-${name}`,
        "aria-label": page.t(words),
        title: page.t(words),
        on: { click: () => go(next) }
      },
      sign
    )
  return h(
    "div",
    { class: "zoom", role: "group", "aria-label": page.t("zoom") },
    button("in", "+", "zoomIn", enlarged(zoom, step)),
    zoom.scale === 1
      ? null
      : [
          button("out", "−", "zoomOut", enlarged(zoom, 1 / step)),
          button("left", "←", "moveLeft", moved(zoom, -0.3, 0)),
          button("up", "↑", "moveUp", moved(zoom, 0, -0.3)),
          button("down", "↓", "moveDown", moved(zoom, 0, 0.3)),
          button("right", "→", "moveRight", moved(zoom, 0.3, 0)),
          button("whole", "⤢", "zoomWhole", whole)
        ]
  )
}
