/** The page of a release that is not an edition: an answer to a request, or a part of the tables. It shows the figures themselves. */

import { type Content, h } from "@corridor/page/html"
import type { Table } from "../../cells/Table.ts"
import type { PageContent } from "../document.ts"
import type { Edition } from "../Edition.ts"
import { linkedTables } from "../linkedPersons.ts"
import { type PageContext, to } from "../PageContext.ts"
import { equivalent } from "../sections/seriesSection.ts"
import { editionWords } from "../sections/sourceSection.ts"
import { releaseFiles } from "./releaseFiles.ts"
import { releaseTitle, tableTitles } from "./tableTitles.ts"

/** Most rows of a table on the page. The files have all. */
const maxRows = 100

/** Returns a table's cells, one a row: what it is of, and the period. */
const tableOf = (context: PageContext, caption: string, { dimensions, cells }: Table, i: number): Content => {
  const { t, p, names } = context
  const others = dimensions.flatMap((dimension, d) => (dimension === "year" ? [] : [{ dimension, d }]))
  const year = dimensions.indexOf("year")
  return [
    equivalent(context, `answer-${i}`, {
      caption,
      head: [
        ...(others.length === 0 ? [] : [p("answerGroup")]),
        ...(year === -1 ? [] : [t("period")]),
        t("personsHead")
      ],
      rows: cells.slice(0, maxRows).map((cell) => ({
        head: [
          ...(others.length === 0
            ? []
            : [
                names.phrase(
                  others.map(({ dimension }) => dimension),
                  others.map(({ d }) => cell.labels[d] as string)
                )
              ]),
          ...(year === -1 ? [] : [names.label("year", cell.labels[year] as string)])
        ],
        cells: [cell]
      }))
    }),
    cells.length > maxRows ? h("p", p("answerFirst", { n: maxRows })) : null
  ]
}

export const answerPage = (context: PageContext, edition: Edition): PageContent => {
  const { t, p } = context
  const { release } = edition
  const tables = release.tables.flatMap((name) => edition.rows(name) ?? [])
  const titles = tableTitles(context, release)
  const hasHidden = tables.some(({ cells }) => cells.some(({ state }) => state === "suppressed"))
  const words = editionWords(context, release)
  // A linkage round counts each person once; all other tables do so at each partner only.
  const isLinked = linkedTables.some((table) => release.tables.includes(table))
  const title = releaseTitle(context, release)
  return {
    path: "/",
    title,
    description: `${title}. ${words}`,
    main: [
      h("p", { class: "eyebrow" }, words),
      h("h1", title),
      h("p", { class: "lead" }, p(release.request === undefined ? "answerPart" : "answerLead")),
      tables.map((table, i) => tableOf(context, titles.get(table.name) ?? "", table, i)),
      h(
        "p",
        { class: "quiet" },
        [isLinked ? p("linkedLead") : t("oncePerPartner"), hasHidden ? t("meansSuppressed") : ""].join(" ").trim()
      ),
      releaseFiles(context, edition),
      h("p", h("a", { href: to({ ...context, pinned: undefined }, "/") }, p("latestEdition")))
    ]
  }
}
