import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { translator } from "@corridor/page/translator"
import { type Language, languageNames, languages } from "../../../schemas/Languages.ts"
import { dictionaryPath } from "../../metadata/EditionDescription.ts"
import { catalogues } from "../words/catalogues.ts"

interface PageTop {
  /** Path of the page, without the slash. */
  readonly path: string
  /** As HTML. */
  readonly title: string
  readonly style: Asset
}

/** Returns a page without scripts down to the start of its main part: head, name, and links to its other languages. */
export const pageTop = (language: Language, { path, title, style }: PageTop): string => {
  const raw = translator(language, catalogues[language])
  const t: typeof raw = (word, values) => escapeHtml(raw(word, values))
  const links = languages
    .map((one) => `<a lang="${one}" hreflang="${one}" href="/${path}?lang=${one}">${languageNames[one]}</a>`)
    .join(" ")
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
<body>
<header><p class="name"><strong>${t("title")}</strong> <span>${t("subtitle")}</span></p><nav aria-label="${t("language")}">${links}</nav><p><a href="${dictionaryPath}?lang=${language}">${t("dictionary")}</a></p></header>
<main>`
}
