import { type Content, h } from "@corridor/page/html"
import { type El, paintOf } from "../drawings/El.ts"

/**
 * Returns a picture's element as a node of the page. Paints become custom properties; a mark's description becomes its title, and its address a link. `ending` is added to
 * ids, which are unique in a page. Links are no Tab stops: a picture may have dozens, and the page has the same as text.
 */
export const svgOf = ({ tag, attributes, children, mark }: El, ending = ""): Content => {
  const written = (name: string, value: string | number) => {
    const paint = paintOf(value)
    if (paint !== undefined) return `var(--${paint})`
    return name === "id" ? `${value}${ending}` : String(value).replace(/^url\(#(.*)\)$/, `url(#$1${ending})`)
  }
  const painted = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, written(name, value)]))
  const own = h(
    tag,
    painted,
    mark === undefined ? null : h("title", mark.words),
    children.map((child) => (typeof child === "string" ? child : svgOf(child, ending)))
  )
  return mark?.href === undefined ? own : h("a", { href: mark.href, "aria-label": mark.words, tabindex: -1 }, own)
}
