import { light } from "@corridor/page/palette"
import type { Language } from "../../../schemas/Languages.ts"
import { catalogues } from "../words/catalogues.ts"
import { assetAddress, type Bundle } from "./PortalBundle.ts"

const noScript: Readonly<Record<Language, string>> = {
  en: "This page needs JavaScript to check your files in the browser. Without JavaScript, use the command line: corridor submit.",
  ru: "Для проверки файлов в браузере этой странице нужен JavaScript. Без него используйте командную строку: corridor submit.",
  uk: "Для перевірки файлів у браузері цій сторінці потрібен JavaScript. Без нього використовуйте командний рядок: corridor submit.",
  ro: "Pentru a verifica fișierele în browser, această pagină are nevoie de JavaScript. Fără el, folosiți linia de comandă: corridor submit."
}

/** The public page that says what each table and column means. */
const dictionary = "/dictionary"

/** Returns the HTML of the page before its script runs. It contains no data. */
export const shellPage = (
  language: Language,
  { script, style, maps, icons, manifests }: Bundle
): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${catalogues[language].title as string}</title>
<meta name="theme-color" content="${light.act}">
<link rel="icon" type="image/png" href="${assetAddress(icons.small)}">
<link rel="apple-touch-icon" href="${assetAddress(icons.small)}">
<link rel="manifest" href="${assetAddress(manifests[language])}">
<link rel="stylesheet" href="${assetAddress(style)}">
<link rel="describedby" href="${dictionary}?lang=${language}">
<link rel="alternate" data-file="world" type="application/json" href="${assetAddress(maps.world)}">
<link rel="alternate" data-file="points" type="application/json" href="${assetAddress(maps.points)}">
<script type="module" src="${assetAddress(script)}"></script>
</head>
<body>
<div id="portal"><noscript><main><h1>${catalogues[language].title as string}</h1><p>${noScript[language]}</p></main></noscript></div>
<footer><p><a href="${dictionary}?lang=${language}">${catalogues[language].dictionary as string}</a></p></footer>
<div id="announcement" class="unseen" role="status" aria-live="polite"></div>
</body>
</html>
`
