import { h } from "@corridor/page/html"
import type { PageContent } from "./document.ts"
import { type PageContext, to } from "./PageContext.ts"

/** Returns the page of an address that no place has. It does not repeat the address. */
export const notFoundPage = (context: PageContext): PageContent => {
  const { p } = context
  return {
    path: "/",
    title: p("notFoundTitle"),
    description: p("notFound"),
    main: [
      h("h1", {}, p("notFoundTitle")),
      h("p", { class: "lead" }, p("notFound")),
      h("p", {}, h("a", { href: to(context, "/") }, p("overview")))
    ]
  }
}
