import { escapeHtml } from "@corridor/page/escapeHtml"
import type { Language } from "../../../schemas/Languages.ts"
import { feedLinks } from "../parts/feedLinks.ts"
import type { PageTranslate } from "../words/pages/PageWords.ts"
import type { Translate } from "../words/Words.ts"

/** Returns the links to feeds as HTML. */
export const feedTags = (language: Language, t: Translate, p: PageTranslate): string =>
  feedLinks(language, t, p)
    .map(
      (attributes) =>
        `<link ${Object.entries(attributes)
          .map(([name, value]) => `${name}="${escapeHtml(value)}"`)
          .join(" ")}>`
    )
    .join("\n")
