/** The page before its script runs. Holds nothing of anybody. */
import type { Language } from "../../submit/words/Languages.ts"
import { catalogues } from "../words/Words.ts"
import type { Bundle } from "./PortalBundle.ts"

const noScript: Readonly<Record<Language, string>> = {
  en: "This page checks your files in your browser and needs JavaScript for it. Without it, use the command line: corridor submit.",
  ru: "Эта страница проверяет ваши файлы в браузере, и для этого ей нужен JavaScript. Без него есть командная строка: corridor submit.",
  uk: "Ця сторінка перевіряє ваші файли в браузері, і для цього їй потрібен JavaScript. Без нього є командний рядок: corridor submit.",
  ro: "Această pagină vă verifică fișierele în browser și are nevoie de JavaScript. Fără el, folosiți linia de comandă: corridor submit."
}

const asset = (name: string) => `/portal/assets/${name}`

export const shellPage = (language: Language, { script, style, maps }: Bundle): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${catalogues[language].title as string}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${asset(style.name)}">
<link rel="alternate" data-file="world" type="application/json" href="${asset(maps.world.name)}">
<link rel="alternate" data-file="points" type="application/json" href="${asset(maps.points.name)}">
<script type="module" src="${asset(script.name)}"></script>
</head>
<body>
<div id="portal"><noscript><main><h1>${catalogues[language].title as string}</h1><p>${noScript[language]}</p></main></noscript></div>
<div id="said" class="unseen" role="status" aria-live="polite"></div>
</body>
</html>
`
