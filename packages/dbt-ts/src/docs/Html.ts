/** Escapes text for HTML and SVG, in attributes too. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** HTML made by `html`. Anything else is text, which `html` escapes. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | undefined | false | ReadonlyArray<Part>

const print = (part: Part): string => {
  if (part === null || part === undefined || part === false) return ""
  if (part instanceof Html) return part.text
  return Array.isArray(part) ? part.map(print).join("") : escapeHtml(String(part))
}

/** Tag of a template: returns its HTML, with every value escaped that is not HTML itself. */
export const html = (texts: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Html =>
  new Html(texts.map((text, i) => text + print(parts[i])).join(""))
