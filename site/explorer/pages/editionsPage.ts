/** The page of all editions, of what changed from each to the next, and of the answers to requests. */
import { numberFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { changeKinds, type TableChange } from "../../../release/published/tableChanges.ts"
import type { EditionNews } from "../../metadata/FeedWords.ts"
import { answersFeedPath, inLanguage, mainFeedPath } from "../../metadata/feedPaths.ts"
import { reasonNote } from "../parts/releaseNotes.ts"
import { textTable } from "../parts/textTable.ts"
import type { PageContent } from "./document.ts"
import { releaseTitle } from "./landing/tableTitles.ts"
import { type PageContext, to } from "./PageContext.ts"
import { changedName, changeHeads, markedRetracted, releaseName } from "./releaseNames.ts"

export const editionsPath = "/editions"

/** The part of the page with the answers to requests. */
export const answersAnchor = "answers"

/** An edition; `changes` are undefined if it was not compared: an old edition, whose changes only the API has. */
export type ListedEdition = Pick<EditionNews, "release" | "before"> & {
  readonly changes: EditionNews["changes"] | undefined
}

interface News {
  /** Newest first. */
  readonly editions: ReadonlyArray<ListedEdition>
  /** Releases that are not editions, newest first. */
  readonly answers: ReadonlyArray<PublishedRelease>
}

/** Most answers on the page. The API and the feed have all. */
const maxAnswers = 100

/** Returns a release as readers name it, and that it was retracted. */
const nameOf = (context: PageContext, release: PublishedRelease): string =>
  markedRetracted(context, release, releaseName(context, release))

/** Leads to the first page with the figures of a release. */
const linkTo = (context: PageContext, release: PublishedRelease, words = nameOf(context, release)): Content =>
  h("a", { href: to({ ...context, pinned: release.release }, "/") }, words)

const retractionOf = ({ t }: PageContext, { retraction }: PublishedRelease): Content =>
  retraction === undefined
    ? null
    : h(
        "p",
        { class: "none" },
        `${t("wasRetracted", { day: { day: retraction.at } })} ${reasonNote(t, retraction.reason)}`
      )

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

const editionSection = (context: PageContext, { release, before, changes }: ListedEdition, i: number): Content => {
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
            linkTo(context, release, releaseTitle(context, release)),
            h("p", { class: "quiet" }, nameOf(context, release)),
            retractionOf(context, release)
          )
        )
    ),
    answers.length > maxAnswers ? h("p", p("answersFirst", { n: maxAnswers })) : null
  ]
}

/** Returns the page. It shows numbers of cells, never a figure. */
export const editionsPage = (context: PageContext, { editions, answers }: News): PageContent => {
  const { t, p, language } = context
  const files = [
    [inLanguage(mainFeedPath, language), t("remainsFeed")],
    [inLanguage(answersFeedPath, language), p("answersFeed")],
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
