/** The first page: how many, from where to where, rising or not, who, and how certain; then ways in. */

import { h } from "@corridor/page/html"
import type { PageContent } from "../document.ts"
import type { Edition } from "../Edition.ts"
import { linkedPersons } from "../linkedPersons.ts"
import { figureWords, latestYearOf, type PageContext, to } from "../PageContext.ts"
import type { Story } from "../Story.ts"
import { editionWords } from "../sections/sourceSection.ts"
import { storyList } from "../storyPage.ts"
import { answerPage } from "./answerPage.ts"
import { certainty } from "./certainty.ts"
import { fromWhere, howMany, who } from "./facts.ts"
import { corridorsOf, corridorTable } from "./largestCorridors.ts"
import { type MapFiles, mapSection } from "./mapSection.ts"
import { releaseFiles } from "./releaseFiles.ts"
import { waysIn } from "./waysIn.ts"

/** Returns the first page. */
export const landingPage = (
  context: PageContext,
  edition: Edition,
  files: MapFiles,
  stories: ReadonlyArray<Story>
): PageContent => {
  const { p, t } = context
  const table = edition.rows("flows")
  const year = table === undefined ? undefined : latestYearOf(table)
  const { release } = edition
  if (release.request !== undefined || (release.edition === undefined && year === undefined))
    return answerPage(context, edition)
  const rows = table === undefined || year === undefined ? [] : corridorsOf(context, table, year)
  const [first] = rows
  return {
    path: "/",
    preview: { view: "map" },
    title: p("landingTitle"),
    description:
      first === undefined || year === undefined
        ? t("subtitle")
        : `${t("subtitle")}. ${first.name}: ${p("figureIn", { figure: figureWords(context, first.cell), year })}.`,
    main: [
      h("p", { class: "eyebrow" }, editionWords(context, edition.release)),
      h("h1", p("landingTitle")),
      h(
        "div",
        { class: "overview" },
        h(
          "div",
          { class: "facts" },
          howMany(context, edition),
          year === undefined ? null : fromWhere(context, edition, rows, year),
          who(context, edition)
        ),
        table === undefined || year === undefined
          ? null
          : h(
              "div",
              { class: "withMap" },
              mapSection(context, edition, year, files),
              certainty(context, edition, table, year)
            )
      ),
      table === undefined || year === undefined
        ? h("p", { class: "none" }, table === undefined ? p("flowsMissing") : t("nothingPublished"))
        : [
            h(
              "section",
              { class: "largest" },
              h("h2", { id: "corridors" }, p("largestCorridors", { year })),
              corridorTable(context, edition, table, rows, year),
              h("p", { class: "quiet" }, [p("unsaidMeans"), p("sparkMeans"), t("oncePerPartner")].join(" ")),
              h("p", h("a", { href: to(context, "/", { view: "map", year }) }, p("allCorridors", { n: rows.length })))
            )
          ],
      table === undefined || edition.release.edition === undefined ? releaseFiles(context, edition) : null,
      linkedPersons(context),
      stories.length === 0 ? null : h("section", h("h2", p("stories")), storyList(context, stories)),
      waysIn(context, edition)
    ]
  }
}
