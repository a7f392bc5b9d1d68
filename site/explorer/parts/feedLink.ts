import type { Language } from "../../../schemas/Languages.ts"
import { feedType, inLanguage, mainFeedPath } from "../../metadata/feedPaths.ts"

/** Returns the attributes of the link in a page's head by which programs find the news of editions, in the reader's language. */
export const feedLink = (language: Language) => ({
  rel: "alternate",
  type: feedType,
  hreflang: language,
  href: inLanguage(mainFeedPath, language)
})

/** Returns the same as HTML. */
export const feedTag = (language: Language): string =>
  `<link ${Object.entries(feedLink(language))
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ")}>`
