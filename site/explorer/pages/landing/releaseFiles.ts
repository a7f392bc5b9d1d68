import { type Content, h } from "@corridor/page/html"
import { fileList } from "../../parts/fileList.ts"
import type { Edition } from "../Edition.ts"
import type { PageContext } from "../PageContext.ts"
import { tableTitles } from "./tableTitles.ts"

/** Returns the files of every table of a release: those of an answer to a request, or of an edition without flows, may have no page. */
export const releaseFiles = (context: PageContext, edition: Edition): Content => {
  const { release } = edition
  const titles = tableTitles(context, release)
  return h(
    "section",
    { class: "source" },
    h("h2", context.p("source")),
    h(
      "ul",
      { class: "files" },
      fileList<Content>(
        h,
        context,
        release.release,
        release.tables.map((table) => ({ table, parameters: {}, title: titles.get(table) ?? table }))
      )
    )
  )
}
