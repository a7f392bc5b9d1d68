/** Elements of the page, as all pages for browsers make them. */
export { type Child, download, h, newId, s, show } from "@corridor/page/browser/dom"
