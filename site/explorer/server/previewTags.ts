import { escapeHtml } from "@corridor/page/escapeHtml"
import { type LinkPreview, linkPreview } from "../parts/linkPreview.ts"

/** Returns the description of a page for search engines, and what a link to it shows where it is shared, as HTML. */
export const previewTags = (preview: LinkPreview): string =>
  [
    `<meta name="description" content="${escapeHtml(preview.description)}">`,
    ...linkPreview(preview).map(
      ([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">`
    )
  ].join("\n")
