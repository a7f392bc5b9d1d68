import { createHash } from "node:crypto"

/** Data in the page, by the id of its element: JSON, or the text of a script that a worker runs. */
export interface PageData {
  readonly id: string
  readonly type: "application/json" | "text/plain"
  readonly text: string
}

export interface SingleFile {
  readonly title: string
  /** The content before the script runs, as HTML. */
  readonly body: string
  /** One module, without imports. */
  readonly script: string
  readonly style: string
  readonly data?: ReadonlyArray<PageData>
  /** More directives of the content security policy: sources by directive. */
  readonly policy?: Readonly<Record<string, ReadonlyArray<string>>>
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** The end of an element of data cannot be written in it: in JSON and in strings of scripts this means the same. */
const escaped = (text: string) => text.replace(/<\/(script)/gi, "<\\/$1")

/**
 * Returns a page that is one HTML file. Its content security policy names its only script and style by their hashes, and allows a connection only to what
 * `policy` names.
 */
export const singleFile = ({ title, body, script, style, data = [], policy = {} }: SingleFile): string => {
  const base: Readonly<Record<string, ReadonlyArray<string>>> = {
    "default-src": ["'none'"],
    "script-src": [hashOf(script)],
    "style-src": [hashOf(style)],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"]
  }
  const directives = [...new Set([...Object.keys(base), ...Object.keys(policy)])]
  const content = directives.map((name) => [name, ...(base[name] ?? []), ...(policy[name] ?? [])].join(" ")).join("; ")
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${content}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
${data.map(({ id, type, text }) => `<script type="${type}" id="${id}">${escaped(text)}</script>\n`).join("")}<script type="module">${script}</script>
</body>
</html>
`
}
