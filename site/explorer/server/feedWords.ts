/** What feeds say, in the words of the pages. */
import { translator } from "@corridor/page/translator"
import { Layer } from "effect"
import { mainSeries } from "../../../release/history/editions.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { changeKinds } from "../../../release/published/tableChanges.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { type EditionNews, FeedWords, type LanguageOfFeeds } from "../../metadata/FeedWords.ts"
import { releaseTitle, type TitleContext } from "../pages/landing/tableTitles.ts"
import { changedName, changeHeads, markedRetracted, releaseName, versionName } from "../pages/releaseNames.ts"
import { retractionNotes } from "../parts/releaseNotes.ts"
import { catalogues } from "../words/catalogues.ts"
import { withinSentence } from "../words/Names.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import { namesIn } from "./PlaceRoutes.ts"

/** Returns the numbers of cells by kind of change, and the tables that came, went, or have other dimensions. */
const changesInWords = (context: TitleContext, { release, before, changes }: EditionNews): ReadonlyArray<string> => {
  const { t, p } = context
  const numbers = ([...changeKinds, "same"] as const).flatMap((kind) => {
    const sum = changes.reduce((all, { cells }) => all + cells[kind], 0)
    const head = p(kind === "same" ? "changeSame" : changeHeads[kind])
    return sum === 0 ? [] : [`${withinSentence("", head)}: ${sum}`]
  })
  const cells = numbers.length === 0 ? [] : [p("feedCells", { numbers: numbers.join("; ") })]
  if (before === undefined) return [p("editionFirst"), ...cells]
  const others = changes.filter(
    ({ change, dimensionsAdded, dimensionsRemoved }) =>
      change !== "kept" || dimensionsAdded.length + dimensionsRemoved.length > 0
  )
  const tables = others.map((one) =>
    changedName(context, (one.change === "removed" ? before : release).dimensions.get(one.table), one)
  )
  return [...cells, ...(tables.length === 0 ? [] : [`${t("dictionaryTables")}: ${tables.join("; ")}.`])]
}

const isSentence = /[.!?…]$/u

/** Returns what a reader of a feed must know of a release, whatever else is said. */
const notesOf = ({ t }: TitleContext, { retraction, invented }: PublishedRelease): ReadonlyArray<string> => [
  ...(retraction === undefined ? [] : retractionNotes(t, retraction)),
  ...(invented ? [t("invented")] : [])
]

const joined = (sentences: ReadonlyArray<string>): string =>
  sentences.map((one) => (isSentence.test(one) ? one : `${one}.`)).join(" ")

const wordsIn = (language: Language): LanguageOfFeeds => {
  const t = translator(language, catalogues[language])
  const p = translator(language, pageWords[language])
  const context: TitleContext = { language, t, p, names: namesIn(language) }
  const titled = (release: PublishedRelease, words: string) =>
    `${release.invented ? `${t("inventedShort")}: ` : ""}${markedRetracted(context, release, words)}`
  return {
    language,
    series: (name) => `${p("feedEditions")}${name === mainSeries ? "" : ` (${name})`}`,
    answers: p("feedAnswers"),
    edition: (news) => {
      const { release } = news
      const { edition } = release
      return {
        title: titled(
          release,
          p("feedEdition", { version: edition === undefined ? String(release.release) : versionName(edition) })
        ),
        summary: joined([
          ...notesOf(context, release),
          ...changesInWords(context, news),
          ...(edition === undefined || edition.reason === "" ? [] : [p("editionLacks", { reason: edition.reason })])
        ])
      }
    },
    answer: (release) => ({
      title: titled(release, releaseTitle(context, release)),
      summary: joined([...notesOf(context, release), releaseName(context, release)])
    })
  }
}

const made = new Map<Language, LanguageOfFeeds>()

/** Returns what feeds say in a language. It is made once. */
export const feedWordsIn = (language: Language): LanguageOfFeeds => {
  const known = made.get(language) ?? wordsIn(language)
  made.set(language, known)
  return known
}

export const feedWordsLayer = Layer.succeed(FeedWords, { in: feedWordsIn })
