/** The page of all editions, of what changed from each to the next, and of the answers to requests. */
import { numberFormat, writeDay } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { definitionIn } from "../../../release/catalogue/definitionIn.ts"
import { mainSeries } from "../../../release/history/editions.ts"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { changeKinds, type TableChange } from "../../../release/published/tableChanges.ts"
import { answersFeedPath } from "../../metadata/atomFeed.ts"
import { reasonNote } from "../parts/releaseNotes.ts"
import { textTable } from "../parts/textTable.ts"
import type { PageContent } from "./document.ts"
import { kindOfTable } from "./landing/tableTitles.ts"
import { type PageContext, to } from "./PageContext.ts"

export const editionsPath = "/editions"

/** The part of the page with the answers to requests. */
export const answersAnchor = "answers"

/** An edition, and what changed since the one before. */
export interface EditionNews {
  readonly release: PublishedRelease
  /** The version before; undefined for the first of its series. */
  readonly before: PublishedRelease | undefined
  /** Undefined if it was not compared: an old edition, whose changes only the API has. */
  readonly changes: ReadonlyArray<TableChange> | undefined
}

interface News {
  /** Newest first. */
  readonly editions: ReadonlyArray<EditionNews>
  /** Releases that are not editions, newest first. */
  readonly answers: ReadonlyArray<PublishedRelease>
}

/** Most answers on the page. The API and the feed have all. */
const maxAnswers = 100

const changeHeads = {
  added: "changeAdded",
  corrected: "changeCorrected",
  retracted: "changeRetracted",
  state: "changeState"
} as const

/** Returns a release as readers name it: an edition, an answer to a request, or a part of the tables. */
const nameOf = ({ t, p, language }: PageContext, release: PublishedRelease): string => {
  const { edition, request, retraction } = release
  const day = writeDay(language, release.publishedAt)
  const name =
    edition !== undefined
      ? t("editionOption", {
          number: edition.name === mainSeries ? String(edition.version) : `${edition.name} ${edition.version}`,
          day
        })
      : request !== undefined
        ? p("answerTo", { number: String(request), day })
        : t("releaseOption", { number: String(release.release), day })
  return retraction === undefined ? name : `${name} (${t("retracted")})`
}

/** Leads to the first page with the figures of a release. */
const linkTo = (context: PageContext, release: PublishedRelease): Content =>
  h("a", { href: to({ ...context, pinned: release.release }, "/") }, nameOf(context, release))

const retractionOf = ({ t }: PageContext, { retraction }: PublishedRelease): Content =>
  retraction === undefined
    ? null
    : h(
        "p",
        { class: "none" },
        `${t("wasRetracted", { day: { day: retraction.at } })} ${reasonNote(t, retraction.reason)}`
      )

/** Returns the table's name, and whether its cells cannot be compared one by one. */
const changedName = (
  context: PageContext,
  dimensions: ReadonlyArray<string> | undefined,
  { table, change, dimensionsAdded, dimensionsRemoved }: TableChange
): string => {
  const { p, language } = context
  const facts = tableFacts(table, dimensions)
  const title = definitionIn(facts.title, language)
  // A second table of a kind, such as flows-2, may differ in its years only.
  const isSecond = facts.table !== table && facts.title === tableFacts(facts.table, undefined).title
  const name = isSecond ? `${title} (${table})` : title
  if (change !== "kept") return p(change === "added" ? "tableNew" : "tableGone", { table: name })
  return dimensionsAdded.length + dimensionsRemoved.length > 0 ? p("tableOther", { table: name }) : name
}

/** Returns the number of changed cells by table. A table without a change is left out. */
const changeTable = (
  context: PageContext,
  before: PublishedRelease,
  { release, changes }: { readonly release: PublishedRelease; readonly changes: ReadonlyArray<TableChange> },
  i: number
) => {
  const { p, language } = context
  const changed = changes.filter(
    ({ cells, change }) => change !== "kept" || changeKinds.some((kind) => cells[kind] > 0)
  )
  const version = String(before.edition?.version ?? "")
  if (changed.length === 0) return h("p", p("editionSame", { version }))
  const caption = p("editionChanges", { version })
  return [
    h("h3", caption),
    textTable({
      id: `changes-${i}`,
      caption,
      head: [p("changedTable"), ...changeKinds.map((kind) => p(changeHeads[kind])), p("changeSame")],
      rows: changed.map((one) => [
        changedName(context, (one.change === "removed" ? before : release).dimensions.get(one.table), one),
        ...([...changeKinds, "same"] as const).map((kind) => one.cells[kind])
      ]),
      language
    }),
    changed.length === changes.length
      ? null
      : h("p", { class: "quiet" }, p("tablesSame", { n: changes.length - changed.length }))
  ]
}

const editionSection = (context: PageContext, { release, before, changes }: EditionNews, i: number): Content => {
  const { p, language } = context
  const { edition } = release
  const path = `/v1/editions/${edition?.name}/${edition?.version}`
  const cells = [...release.extents.values()].flatMap(({ cellsByState }) => Object.values(cellsByState))
  const sum = cells.reduce((all, one) => all + one, 0)
  return h(
    "section",
    h("h2", linkTo(context, release), edition?.latest ? ` · ${p("isLatest")}` : null),
    retractionOf(context, release),
    edition?.reason ? h("p", p("editionLacks", { reason: edition.reason })) : null,
    h("p", p("editionSize", { tables: String(release.tables.length), cells: numberFormat(language).format(sum) })),
    before === undefined
      ? h("p", p("editionFirst"))
      : changes === undefined
        ? null
        : changeTable(context, before, { release, changes }, i),
    before === undefined ? null : h("p", h("a", { href: `${path}/changes` }, p("changesAsData")))
  )
}

const answerList = (context: PageContext, answers: ReadonlyArray<PublishedRelease>): Content => {
  const { p } = context
  if (answers.length === 0) return h("p", p("answersNone"))
  return [
    h(
      "ul",
      { class: "found" },
      answers
        .slice(0, maxAnswers)
        .map((release) =>
          h(
            "li",
            linkTo(context, release),
            h(
              "p",
              { class: "quiet" },
              [...new Set(release.tables.map((name) => kindOfTable(context, release, name)))].join("; ")
            ),
            retractionOf(context, release)
          )
        )
    ),
    answers.length > maxAnswers ? h("p", p("answersFirst", { n: maxAnswers })) : null
  ]
}

/** Returns the page. It shows numbers of cells, never a figure. */
export const editionsPage = (context: PageContext, { editions, answers }: News): PageContent => {
  const { t, p } = context
  const files = [
    ["/feed.atom", t("remainsFeed")],
    [answersFeedPath, p("answersFeed")],
    ["/v1/editions", t("remainsEditions")],
    ["/v1/answers", t("remainsAnswers")]
  ] as const
  return {
    path: editionsPath,
    title: p("editionsTitle"),
    description: p("editionsLead"),
    main: [
      h("h1", p("editionsTitle")),
      h("p", { class: "lead" }, p("editionsLead")),
      editions.length === 0 ? h("p", { class: "none", role: "note" }, t("nothingYet")) : null,
      editions.map((one, i) => editionSection(context, one, i)),
      h(
        "section",
        { id: answersAnchor },
        h("h2", p("answersTitle")),
        h("p", p("answersLead")),
        answerList(context, answers)
      ),
      h(
        "section",
        h("h2", p("newsFiles")),
        h(
          "ul",
          files.map(([href, words]) => h("li", h("a", { href }, words)))
        )
      )
    ]
  }
}
