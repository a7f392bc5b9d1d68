/** Escapes text for HTML and SVG, in attributes too. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** HTML that was put together with care: what is not itself such HTML is text and is escaped. */
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

/** Returns a template whose values are escaped. */
export const html = (texts: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Html =>
  new Html(texts.map((text, i) => text + print(parts[i])).join(""))
