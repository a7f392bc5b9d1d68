import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import type { Language } from "../../../schemas/Languages.ts"
import { dictionaryPath } from "../../metadata/EditionDescription.ts"
import { footer, header } from "../pages/document.ts"
import { feedTag } from "../parts/feedLink.ts"
import { catalogues } from "../words/catalogues.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import { previewTags } from "./previewTags.ts"

interface TextPage {
  /** Path of the page, without the slash. */
  readonly path: string
  readonly title: string
  /** What search engines and links to the page say of it, and the site's address. Absent on a page that answers one reader. */
  readonly shared?: { readonly description: string; readonly site: string }
  readonly style: Asset
  /** Whether its figures are those of a demonstration. */
  readonly isInvented: boolean
  /** The main part, as HTML. */
  readonly main: string
}

/** Returns a page without scripts: head, name, links to its other languages, its main part and the footer. */
export const textPage = (language: Language, { path, title, shared, style, isInvented, main }: TextPage): string => {
  const raw = translator(language, catalogues[language])
  const context = {
    language,
    theme: "auto",
    t: raw,
    p: translator(language, pageWords[language]),
    pinned: undefined
  } as const
  const preview =
    shared === undefined
      ? ""
      : previewTags({
          language,
          siteName: raw("title"),
          title: `${title} – ${raw("title")}`,
          description: shared.description,
          address: new URL(`/${path}?lang=${language}`, shared.site).href,
          image: undefined
        })
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${title} – ${raw("title")}`)}</title>
${preview}
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/explorer/${style.name}">
<link rel="describedby" href="${dictionaryPath}?lang=${language}">
${feedTag(language)}
</head>
<body class="page">
${renderToString(header(context, { path: `/${path}` }))}
<main id="content" tabindex="-1">${main}</main>
${renderToString(footer(context, isInvented))}
</body>
</html>
`
}
