import { type Content, h } from "@corridor/page/html"
import { noEdition, noEditionWords } from "../parts/noEdition.ts"
import type { PageContent } from "./document.ts"
import type { PageContext } from "./PageContext.ts"

/** Returns what every page of an edition shows while there is none. */
export const noEditionPage = (context: PageContext, path: string): PageContent => ({
  path,
  title: context.t("noEdition"),
  description: noEditionWords(context.t, context.retracted),
  main: [h("h1", context.t("noEdition")), noEdition<Content>(h, context, context.retracted)]
})
