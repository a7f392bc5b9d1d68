/** What every page has around its content. Everything comes from its own folder, and the page says so to the browser. */
import type { DocsProject } from "./DocsProject.ts"
import { type Html, html } from "./Html.ts"

/** Permits nothing from other hosts, nothing inline and no framing. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

export const pageFrame = ({ name, generatedAt }: DocsProject, title: string, content: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<title>${title}</title>
<link rel="stylesheet" href="docs.css">
<link rel="icon" href="icon.svg">
<script src="docs.js" defer></script>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><p><a href="index.html">${name}</a>: what it is made of and where it comes from</p></header>
<main id="content" tabindex="-1">
${content}
</main>
<footer><p>${generatedAt === undefined ? "" : `Written ${generatedAt.slice(0, 16).replace("T", " ")} UTC.`}</p></footer>
</body>
</html>
`.text
