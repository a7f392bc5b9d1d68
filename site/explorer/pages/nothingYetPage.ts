import { h } from "@corridor/page/html"
import type { PageContent } from "./document.ts"
import type { PageContext } from "./PageContext.ts"

/** Returns what every address of a place shows while nothing has been published. */
export const nothingYetPage = ({ t }: PageContext, path: string): PageContent => ({
  path,
  title: t("title"),
  description: t("nothingYet"),
  main: [h("h1", {}, t("title")), h("p", { class: "none", role: "note" }, t("nothingYet"))]
})
