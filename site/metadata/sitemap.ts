/** `sitemap.xml` (sitemaps.org 0.9) and `robots.txt`. */
import { escapeHtml } from "@corridor/page/escapeHtml"
import { dictionaryPath, type EditionDescription } from "./EditionDescription.ts"

/** Pages that are always there. */
const standingPages = [
  "/",
  "/compare",
  "/stories",
  "/editions",
  "/persons",
  "/request",
  "/plain",
  "/verdicts",
  dictionaryPath
]

/** Addresses that are private to an account, or answers to one request. */
const privatePaths = ["/portal", "/v1/queries", "/v1/requests"]

/** Maximum number of addresses of a site map. */
const maxAddresses = 50_000

/** Returns the pages and the data sets of a site. `pages`: further paths of pages. */
export const sitemapXml = (
  site: string,
  editions: ReadonlyArray<EditionDescription>,
  pages: ReadonlyArray<string> = []
): string => {
  const entry = (path: string, changed?: string) =>
    `<url><loc>${escapeHtml(new URL(path, site).href)}</loc>${changed === undefined ? "" : `<lastmod>${changed}</lastmod>`}</url>`
  const latest = editions.at(-1)?.issued
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${[
  ...[...standingPages, ...pages].map((path) => entry(path, path === dictionaryPath ? undefined : latest)),
  ...editions.filter(({ retraction }) => retraction === undefined).map(({ page, issued }) => entry(page, issued))
]
  .slice(0, maxAddresses)
  .join("\n")}
</urlset>
`
}

/** Returns `robots.txt` (RFC 9309): crawlers leave out pages of accounts and requests. */
export const robotsTxt = (site: string): string =>
  `User-agent: *\n${privatePaths.map((path) => `Disallow: ${path}\n`).join("")}\nSitemap: ${new URL("/sitemap.xml", site).href}\n`
