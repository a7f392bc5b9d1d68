/** Creates elements from text and attributes. No text is ever parsed as HTML. */

export type Child = Node | string | null | undefined | false | ReadonlyArray<Child>

type Handlers = { readonly [Event in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Event]) => void }

interface Attributes {
  readonly [name: string]: string | number | boolean | null | undefined | Handlers
  readonly on?: Handlers
}

const append = (parent: Node, child: Child): void => {
  if (child === null || child === undefined || child === false) return
  if (typeof child === "string") parent.appendChild(document.createTextNode(child))
  else if (child instanceof Node) parent.appendChild(child)
  else for (const one of child) append(parent, one)
}

const setAttributes = (element: Element, attributes: Attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    element.setAttribute(name, value === true ? "" : String(value))
  }
}

/** The attributes of an element, if it has any, and its children. */
type Given = readonly [attributes: Attributes, ...children: ReadonlyArray<Child>] | ReadonlyArray<Child>

const isAttributes = (first: Attributes | Child): first is Attributes =>
  typeof first === "object" && first !== null && !Array.isArray(first) && !(first instanceof Node)

const fill = (element: Element, given: Given): void => {
  const own = isAttributes(given[0]) ? given[0] : undefined
  const { on = {}, ...attributes } = own ?? {}
  setAttributes(element, attributes)
  for (const [event, handler] of Object.entries(on)) element.addEventListener(event, handler as EventListener)
  append(element, (own === undefined ? given : given.slice(1)) as ReadonlyArray<Child>)
}

/** Creates an HTML element. `on` are its event handlers; attributes that are null or false are left out. */
export const h = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, ...given: Given): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  fill(element, given)
  return element
}

/** Creates an SVG element. */
export const s = <Tag extends keyof SVGElementTagNameMap>(tag: Tag, ...given: Given): SVGElementTagNameMap[Tag] => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  fill(element, given)
  return element
}

/** Replaces an element's content. */
export const show = (parent: Element, ...children: ReadonlyArray<Child>): void => {
  parent.replaceChildren()
  append(parent, children)
}

let ids = 0

/** Returns an id that no other element has. */
export const newId = (): string => `c${++ids}`

/** Saves a file in the reader's download folder. */
export const download = (name: string, parts: ReadonlyArray<BlobPart>, type: string): void => {
  const url = URL.createObjectURL(new Blob([...parts], { type }))
  const link = h("a", { href: url, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
