import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import type { Language } from "../../../schemas/Languages.ts"
import { dictionaryPath } from "../../metadata/EditionDescription.ts"
import { footer, header } from "../pages/document.ts"
import { catalogues } from "../words/catalogues.ts"
import { pageWords } from "../words/pages/PageWords.ts"

interface TextPage {
  /** Path of the page, without the slash. */
  readonly path: string
  /** As HTML. */
  readonly title: string
  readonly style: Asset
  /** Whether its figures are those of a demonstration. */
  readonly isInvented: boolean
  /** The main part, as HTML. */
  readonly main: string
}

/** Returns a page without scripts: head, name, links to its other languages, its main part and the footer. */
export const textPage = (language: Language, { path, title, style, isInvented, main }: TextPage): string => {
  const raw = translator(language, catalogues[language])
  const t: typeof raw = (word, values) => escapeHtml(raw(word, values))
  const context = {
    language,
    theme: "auto",
    t: raw,
    p: translator(language, pageWords[language]),
    pinned: undefined
  } as const
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${t("title")}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/explorer/${style.name}">
<link rel="describedby" href="${dictionaryPath}?lang=${language}">
<link rel="alternate" type="application/atom+xml" href="/feed.atom">
</head>
<body class="page">
${renderToString(header(context, { path: `/${path}` }))}
<main id="content" tabindex="-1">${main}</main>
${renderToString(footer(context, isInvented))}
</body>
</html>
`
}
