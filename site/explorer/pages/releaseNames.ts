/** How pages and feeds name releases, and what changed from one to the next. */
import { writeDay } from "@corridor/page/formats"
import { definitionIn } from "../../../release/catalogue/definitionIn.ts"
import { mainSeries } from "../../../release/history/editions.ts"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import type { TableChange } from "../../../release/published/tableChanges.ts"
import type { TitleContext } from "./landing/tableTitles.ts"

/** Words of the kinds of change. */
export const changeHeads = {
  added: "changeAdded",
  corrected: "changeCorrected",
  retracted: "changeRetracted",
  state: "changeState"
} as const

/** Returns the version of an edition as readers name it; a series other than the main one is named too. */
export const versionName = ({ name, version }: NonNullable<PublishedRelease["edition"]>): string =>
  name === mainSeries ? String(version) : `${name} ${version}`

/** Returns a release as readers name it: an edition, an answer to a request, or a part of the tables. */
export const releaseName = ({ t, p, language }: TitleContext, release: PublishedRelease): string => {
  const { edition, request } = release
  const day = writeDay(language, release.publishedAt)
  if (edition !== undefined) return t("editionOption", { number: versionName(edition), day })
  return request === undefined
    ? t("releaseOption", { number: String(release.release), day })
    : p("answerTo", { number: String(request), day })
}

/** Returns words about a release, and that it was retracted. */
export const markedRetracted = (
  { t }: Pick<TitleContext, "t">,
  { retraction }: PublishedRelease,
  words: string
): string => (retraction === undefined ? words : `${words} (${t("retracted")})`)

/** Returns a table's name, and whether its cells cannot be compared one by one. */
export const changedName = (
  { p, language }: Pick<TitleContext, "p" | "language">,
  dimensions: ReadonlyArray<string> | undefined,
  { table, change, dimensionsAdded, dimensionsRemoved }: TableChange
): string => {
  const facts = tableFacts(table, dimensions)
  const title = definitionIn(facts.title, language)
  // A second table of a kind, such as flows-2, may differ in its years only.
  const isSecond = facts.table !== table && facts.title === tableFacts(facts.table, undefined).title
  const name = isSecond ? `${title} (${table})` : title
  if (change !== "kept") return p(change === "added" ? "tableNew" : "tableGone", { table: name })
  return dimensionsAdded.length + dimensionsRemoved.length > 0 ? p("tableOther", { table: name }) : name
}
