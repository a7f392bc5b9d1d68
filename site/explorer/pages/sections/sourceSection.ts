/** Where the figures of a page come from: who reported, edition, files, and the address that keeps them. */

import { writeDay } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { mainSeries } from "../../../../release/history/editions.ts"
import { citationOf } from "../../../../release/published/citationOf.ts"
import { tableFacts } from "../../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../../release/published/readPublished.ts"
import { type FileChoice, fileList } from "../../parts/fileList.ts"
import { addressFor } from "../../state/paths.ts"
import type { ViewName } from "../../state/State.ts"
import { partnersAt, type TrendAnswer } from "../../views/TrendAnswer.ts"
import type { Edition } from "../Edition.ts"
import { lastingAddress, type PageAddress, type PageContext } from "../PageContext.ts"

/** Returns how many partners reported at the end of the latest year. */
export const reportingSection = ({ p }: PageContext, trend: TrendAnswer | undefined, year: string): Content => {
  if (trend === undefined) return null
  const cell = partnersAt(trend, year)
  return h(
    "section",
    h("h2", p("reporting")),
    h(
      "p",
      cell.state === "published" && cell.value !== undefined
        ? p("reportingCount", { n: cell.value, year })
        : p(cell.state === "suppressed" ? "reportingFew" : "reportingUnknown", { year })
    )
  )
}

/** Returns which edition a page shows, and when it was published. */
export const editionWords = ({ p, language }: PageContext, release: PublishedRelease): string => {
  const day = writeDay(language, release.publishedAt)
  const version =
    release.edition === undefined
      ? String(release.release)
      : release.edition.name === mainSeries
        ? String(release.edition.version)
        : `${release.edition.name} ${release.edition.version}`
  return p(release.edition === undefined ? "sourceRelease" : "sourceEdition", { version, day })
}

/** What a page shows: its address, the files of its figures, and the view of the explorer that shows the same. */
interface Source extends PageAddress {
  readonly files: ReadonlyArray<FileChoice>
  readonly view?: Readonly<Record<string, string>> & { readonly view: ViewName }
}

/** Returns whether the edition has the table and each label in it: the API refuses a label that a table lacks. */
const isServed = ({ release, labels }: Edition, { table, parameters }: FileChoice): boolean =>
  release.tables.includes(table) &&
  Object.entries(parameters).every(([dimension, label]) => labels(table, dimension).includes(label))

/** Returns the edition, its files, and the address that keeps these figures. */
export const sourceSection = (context: PageContext, edition: Edition, { files, view, ...address }: Source): Content => {
  const { t, p, language } = context
  const { release } = edition
  const own = files.filter((file) => isServed(edition, file))
  const titles = [...new Set(own.map(({ table }) => tableFacts(table, release.dimensions.get(table)).title))]
  const reader = { language, theme: "auto", release: release.release }
  return h(
    "section",
    { class: "source" },
    h("h2", p("source")),
    h("p", editionWords(context, release)),
    h(
      "ul",
      { class: "files" },
      fileList<Content>(h, context, release.release, own),
      view === undefined
        ? null
        : h(
            "li",
            h("span", { class: "what" }, p("picture")),
            h("a", { href: addressFor("/preview.png", reader, view) }, "PNG")
          )
    ),
    h(
      "p",
      { class: "onScreen" },
      h("a", { href: addressFor(address.path, reader, address.parameters, address.repeated) }, p("permanent"))
    ),
    view === undefined
      ? null
      : h(
          "p",
          { class: "onScreen" },
          h("a", { href: addressFor("/", { ...reader, theme: context.theme }, view) }, p("inExplorer"))
        ),
    h(
      "details",
      h("summary", t("cite")),
      h(
        "p",
        { class: "citation", lang: "en" },
        `${citationOf(titles, release)} ${lastingAddress({ ...context, edition }, address)}`
      )
    )
  )
}
