/** Stories whose figures are the edition's cells, and their list. */
import { numberFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { h as create } from "preact"
import { flowPath, placeOf, placePath } from "../state/paths.ts"
import type { PageContent } from "./document.ts"
import type { Edition } from "./Edition.ts"
import { figureWords, type PageContext, to } from "./PageContext.ts"
import { cellOf, type Story, storyHtml, storyProblems } from "./Story.ts"
import { eyebrow } from "./sections/headline.ts"
import { sentenceOf } from "./sections/rising.ts"
import { editionWords } from "./sections/sourceSection.ts"

/** Returns the stories that hold on an edition, each in the reader's language, or else in English. */
export const storiesOn = (
  { language }: Pick<PageContext, "language">,
  edition: Edition,
  stories: ReadonlyArray<Story>
): ReadonlyArray<Story> =>
  [...Map.groupBy(stories, ({ name }) => name).values()]
    .flatMap((all) => all.find((one) => one.language === language) ?? all.find((one) => one.language === "en") ?? [])
    .filter((story) => storyProblems(story, edition).length === 0)

/** Returns the page of the place or corridor that a reference is about. */
const pathOf = ({ origin, destination, corridor }: Readonly<Record<string, string>>): string | undefined => {
  if (origin !== undefined && destination !== undefined) return flowPath(origin, destination)
  return placePath(placeOf(origin ?? destination ?? corridor ?? ""))
}

/** Returns the list of stories, for pages that lead to them. */
export const storyList = (context: PageContext, stories: ReadonlyArray<Story>): Content =>
  h(
    "ul",
    { class: "found" },
    stories.map(({ name, title, summary, language }) =>
      h(
        "li",
        { lang: language },
        h("a", { href: to(context, `/stories/${name}`) }, title),
        h("p", { class: "quiet" }, summary)
      )
    )
  )

/** Returns the page with the list of stories. */
export const storiesPage = (context: PageContext, stories: ReadonlyArray<Story>): PageContent => {
  const { p } = context
  return {
    path: "/stories",
    title: p("stories"),
    description: p("storiesLead"),
    main: [
      h("h1", p("stories")),
      h("p", { class: "lead" }, p("storiesLead")),
      stories.length === 0 ? h("p", { class: "none", role: "note" }, p("storiesNone")) : storyList(context, stories)
    ]
  }
}

/** Returns the page of a story that holds on the edition. */
export const storyPage = (context: PageContext, edition: Edition, story: Story): PageContent => {
  const { t, p, language } = context
  const html = storyHtml(story, (reference) => {
    const path = pathOf(reference.where)
    const href = path === undefined ? undefined : to(context, path)
    if (reference.kind === "trend")
      return { words: sentenceOf(context, edition.trend(reference.table, reference.where)), href }
    const cell = cellOf(edition, reference)
    if (cell === undefined) return { words: t("stateNotReported"), href }
    return {
      words: cell.value === undefined ? figureWords(context, cell) : numberFormat(language).format(cell.value),
      href
    }
  })
  return {
    path: `/stories/${story.name}`,
    title: story.title,
    description: story.summary,
    ...(Object.keys(story.picture).length === 0 ? {} : { preview: story.picture }),
    main: [
      eyebrow(p("stories")),
      h("h1", { lang: story.language }, story.title),
      h("p", { class: "lead", lang: story.language }, story.summary),
      // Markdown without HTML; its figures are escaped as text.
      create("div", { class: "story", lang: story.language, dangerouslySetInnerHTML: { __html: html } }),
      h("p", { class: "quiet" }, p("storyFigures"), " ", t("oncePerPartner")),
      h("p", { class: "quiet" }, editionWords(context, edition.release))
    ]
  }
}
