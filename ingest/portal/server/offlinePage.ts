/**
 * Builds the offline check, one HTML file that needs no network and no account: `npm run offline-check -- FILE`. Its content security
 * policy names its only script and style by their hashes and allows no connection.
 */
import { createHash } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { bundle } from "@corridor/page/bundle"
import { Effect } from "effect"
import { browserModules } from "../../../schemas/BrowserModules.ts"
import { portalColours } from "./PortalBundle.ts"

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** Returns the page as text. */
export const offlinePage = Effect.fn("offlinePage")(function* () {
  const file = (name: string) => bundle(new URL(`../page/${name}`, import.meta.url), browserModules)
  const [script, css] = yield* Effect.map(Effect.all([file("offline.ts"), file("portal.css")]), (parts) =>
    parts.map((part) => Buffer.from(part).toString("utf8"))
  )
  const style = `${portalColours}${css ?? ""}`
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script ?? "")}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'"
  ].join("; ")
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Corridor</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="portal"></div>
<script type="module">${script}</script>
</body>
</html>
`
})

if (import.meta.main) {
  const file = process.argv[2] ?? join(import.meta.dirname, "../../../.corridor/corridor-check.html")
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await Effect.runPromise(offlinePage()))
  console.error(`Wrote ${file}.`)
}
