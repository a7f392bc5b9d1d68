/** Creates the nodes of a page: in the browser, and on the server, where `preact-render-to-string` writes them as escaped HTML. */
import { type ComponentChildren, h as create, isValidElement, type VNode } from "preact"

export type Content = ComponentChildren

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Returns whether what follows an element's name is its attributes: a plain object that is not an element. */
const isAttributes = (first: Attributes | Content): first is Attributes =>
  typeof first === "object" && first !== null && !Array.isArray(first) && !isValidElement(first)

/** Creates an element from its name, its attributes, if it has any, and its contents. Attributes that are undefined, null or false are left out. */
export const h = (
  tag: string,
  ...given: readonly [attributes: Attributes, ...contents: ReadonlyArray<Content>] | ReadonlyArray<Content>
): VNode => {
  const [first, ...others] = given
  return (isAttributes(first) ? create(tag, first, ...others) : create(tag, {}, ...given)) as VNode
}
