import { s } from "@corridor/page/browser/dom"
import { type El, type Mark, paintOf } from "../drawings/El.ts"

/**
 * Creates the SVG of a picture's element and calls `onMark` for each mark.
 *
 * Paints become custom properties, so a change of theme needs no redrawing.
 */
export const toDom = (element: El, onMark: (node: SVGElement, mark: Mark) => void = () => {}): SVGElement => {
  const attributes = Object.fromEntries(
    Object.entries(element.attributes).map(([name, value]) => {
      const paint = paintOf(value)
      return [name, paint === undefined ? value : `var(--${paint})`]
    })
  )
  const children = element.children.map((child) => (typeof child === "string" ? child : toDom(child, onMark)))
  const own = s(element.tag as "g", attributes, children)
  if (element.mark === undefined) return own
  const { href, words } = element.mark
  own.setAttribute("role", "img")
  own.setAttribute("aria-label", words)
  const node = href === undefined ? own : s("a", { href, "aria-label": words }, own)
  node.setAttribute("data-mark", "")
  onMark(node, element.mark)
  return node
}
