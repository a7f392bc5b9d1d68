import { h } from "@corridor/page/html"
import type { PageContent } from "./document.ts"
import { type PageContext, to } from "./PageContext.ts"

/** What an address names that does not exist, and the messages about it. */
const messages = {
  place: ["notFoundTitle", "notFound"],
  release: ["notFoundTitle", "releaseNotFound"],
  table: ["tableMissingTitle", "tableMissing"]
} as const

/**
 * Returns the page of an address that leads to none: no place has it, or no release the number in it, or the edition lacks the table. It does not
 * repeat the address.
 */
export const notFoundPage = (context: PageContext, missing: keyof typeof messages = "place"): PageContent => {
  const { p } = context
  const [title, reason] = messages[missing]
  return {
    path: "/",
    status: 404,
    title: p(title),
    description: p(reason),
    main: [
      h("h1", p(title)),
      h("p", { class: "lead" }, p(reason)),
      h("p", h("a", { href: to(context, "/") }, p("overview")))
    ]
  }
}
