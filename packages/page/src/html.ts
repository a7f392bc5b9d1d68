/** Creates the nodes of a page: in the browser, and on the server, where `preact-render-to-string` writes them as escaped HTML. */
import { type ComponentChildren, h as create, type VNode } from "preact"

export type Content = ComponentChildren

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Creates an element from its name, attributes and contents. Attributes that are undefined, null or false are left out. */
export const h = (tag: string, attributes: Attributes = {}, ...contents: ReadonlyArray<Content>): VNode =>
  create(tag, attributes, ...contents) as VNode
