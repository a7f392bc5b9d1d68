import { h } from "@corridor/page/html"
import type { PageContent } from "./document.ts"
import { type PageContext, to } from "./PageContext.ts"

/** Returns the page of an address that leads to none: no place has it, or no release the number in it. It does not repeat the address. */
export const notFoundPage = (context: PageContext, missing: "place" | "release" = "place"): PageContent => {
  const { p } = context
  const reason = p(missing === "place" ? "notFound" : "releaseNotFound")
  return {
    path: "/",
    title: p("notFoundTitle"),
    description: reason,
    main: [
      h("h1", {}, p("notFoundTitle")),
      h("p", { class: "lead" }, reason),
      h("p", {}, h("a", { href: to(context, "/") }, p("overview")))
    ]
  }
}
