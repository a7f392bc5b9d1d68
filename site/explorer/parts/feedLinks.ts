import type { Language } from "../../../schemas/Languages.ts"
import { answersFeedPath, feedType, inLanguage, mainFeedPath } from "../../metadata/feedPaths.ts"
import type { PageTranslate } from "../words/pages/PageWords.ts"
import type { Translate } from "../words/Words.ts"

/** Returns the attributes of the links to feeds in a page's head: feed readers find the news in the reader's language. */
export const feedLinks = (
  language: Language,
  t: Translate,
  p: PageTranslate
): ReadonlyArray<Readonly<Record<string, string>>> =>
  (
    [
      [mainFeedPath, t("remainsFeed")],
      [answersFeedPath, p("answersFeed")]
    ] as const
  ).map(([path, title]) => ({
    rel: "alternate",
    type: feedType,
    hreflang: language,
    title,
    href: inLanguage(path, language)
  }))
