import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { dictionaryPath } from "../../metadata/EditionDescription.ts"
import { footer, header } from "../pages/document.ts"
import { feedTag } from "../parts/feedLink.ts"
import type { LinkPreview } from "../parts/linkPreview.ts"
import { addressOf, type State, type ViewName } from "../state/State.ts"
import { views } from "../views/views.ts"
import { catalogues } from "../words/catalogues.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { previewTags } from "./previewTags.ts"

const address = ({ name }: Asset) => `/explorer/${name}`

/** The views that read each file of the map. */
const maps: Readonly<Record<keyof ExplorerBundle["maps"], ReadonlyArray<ViewName>>> = {
  points: ["map", "routes", "matrix"],
  world: ["map"]
}

/** Returns a file of the map, which is loaded at once if the first view reads it. */
const mapFile = (name: keyof ExplorerBundle["maps"], bundle: ExplorerBundle, isFirst: boolean): string =>
  `<link rel="${isFirst ? "preload" : "alternate"}" ${isFirst ? 'as="fetch" crossorigin' : 'type="application/json"'} data-file="${name}" href="${address(bundle.maps[name])}">`

/** Returns what a link to the page shows where it is shared: its title, and a picture of the same figures. */
const tagsOf = (
  state: State,
  release: PublishedRelease | undefined,
  site: string,
  words: Pick<LinkPreview, "title" | "description" | "siteName">
): string => {
  const own = addressOf({ ...state, theme: "auto", release: release?.release })
  const address = new URL(own, site).href
  const image = release === undefined ? undefined : new URL(own.replace(/^\/[^?]*/, "/preview.png"), site).href
  return previewTags({ language: state.language, ...words, address, image })
}

/**
 * Returns the HTML of the page before its script runs. `preloads`: addresses that the first view requests. `large`: the large tables of all releases. `metadata`: what the head says of the
 * data.
 */
export const shellPage = (
  state: State,
  bundle: ExplorerBundle,
  release: PublishedRelease | undefined,
  { preloads, large }: { readonly preloads: ReadonlyArray<string>; readonly large: ReadonlyArray<string> },
  metadata: string,
  { site, licence }: { readonly site: string; readonly licence: string }
): string => {
  const { language, theme } = state
  const t = translator(language, catalogues[language])
  const view = views.find(({ name }) => name === state.view)
  const invented = release?.invented === true
  const context = { language, theme, t, p: translator(language, pageWords[language]), pinned: state.release }
  const heading = view === undefined ? t("title") : t(view.title)
  const title = `${invented ? `${t("inventedShort")}: ` : ""}${heading} – ${t("title")}`
  const description = view === undefined ? t("subtitle") : t(view.lead)
  return `<!doctype html>
<html lang="${language}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${tagsOf(state, release, site, { title, description, siteName: t("title") })}
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${address(bundle.style)}">
<script type="module" src="${address(bundle.scripts[language])}"></script>
<script type="module" src="${address(bundle.suggest)}"></script>
<link rel="alternate" type="application/json" data-file="search" href="${address(bundle.search[language])}">
<link rel="preload" as="fetch" crossorigin data-file="names" href="${address(bundle.names[language])}">
${mapFile("points", bundle, maps.points.includes(state.view))}
${mapFile("world", bundle, maps.world.includes(state.view))}
${preloads.map((one) => `<link rel="preload" as="fetch" crossorigin href="${escapeHtml(one)}">`).join("\n")}
<link rel="describedby" href="${dictionaryPath}?lang=${language}">
<link rel="license" href="${escapeHtml(licence)}">
${feedTag(language)}
${metadata}
</head>
<body class="page">
${renderToString(header(context, { path: "/", view: state.view, parameters: { view: state.view, ...state.filters } }))}
<div id="explorer"${large.length > 0 ? ` data-large="${escapeHtml(large.join(" "))}"` : ""}><main id="content">${invented ? `<p class="invented" role="note">${escapeHtml(t("invented"))}</p>` : ""}<h1>${escapeHtml(heading)}</h1>
<p class="lead">${view === undefined ? "" : escapeHtml(t(view.lead))}</p>
<noscript><p>${escapeHtml(t("noScript"))} <a href="/plain?lang=${language}">${escapeHtml(t("plain"))}</a>.</p></noscript></main></div>
${renderToString(footer(context, invented))}
<div id="announcement" class="unseen" role="status" aria-live="polite"></div>
</body>
</html>
`
}
