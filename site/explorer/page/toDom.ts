/** A picture's elements as SVG of the page. Paints become the page's custom properties, so that themes need no redrawing. */
import { s } from "@corridor/page/browser/dom"
import { type El, type Mark, paintOf } from "../drawings/El.ts"

type Dressed = SVGElement

/** `onMark` is told of each element that is a mark. */
export const toDom = (element: El, onMark: (node: Dressed, mark: Mark) => void = () => {}): Dressed => {
  const attributes = Object.fromEntries(
    Object.entries(element.attributes).map(([name, value]) => {
      const paint = paintOf(value)
      return [name, paint === undefined ? value : `var(--${paint})`]
    })
  )
  const children = element.children.map((child) => (typeof child === "string" ? child : toDom(child, onMark)))
  const node = s(element.tag as "g", attributes, children)
  if (element.mark !== undefined) onMark(node, element.mark)
  return node
}
