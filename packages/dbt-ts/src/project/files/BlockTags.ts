/**
 * Blocks that dbt cuts out of a file before Jinja sees it: `{% macro %}`, `{% test %}`, `{% snapshot %}`, `{% docs %}`.
 * Text outside of them is ignored.
 */
import { refuse } from "../../ProjectError.ts"
import { lineAt } from "../../sql/SqlError.ts"

export interface BlockTag {
  readonly type: string
  readonly name: string
  /** What the block encloses. */
  readonly contents: string
  /** The block with its tags. */
  readonly full: string
  /** Line of the file on which it starts, from 1. */
  readonly line: number
}

interface Tag {
  readonly type: string
  readonly name: string | undefined
  readonly start: number
  readonly end: number
}

const opening = /\s*\{%-\s*([A-Za-z_]\w*)(?:\s+([A-Za-z_]\w*))?|\{%\+?\s*([A-Za-z_]\w*)(?:\s+([A-Za-z_]\w*))?|\{#|\{\{/g
const rawEnd = /(?:\s*\{%-|\{%\+?)\s*endraw\s*(?:-%\}\s*|%\})/g
const quoteOr = {
  expression: /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\}\}/gs,
  block: /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-%\}\s*|\+?%\}/gs
}

class Tags {
  readonly #file: string
  readonly #text: string
  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  #find(pattern: RegExp, from: number, what: string): RegExpExecArray {
    pattern.lastIndex = from
    return (
      pattern.exec(this.#text) ??
      refuse(`${this.#file} line ${lineAt(this.#text, from)}`, `unexpected end of the file: ${what} is not closed`)
    )
  }

  /** The end of an expression or tag that is open at `from`: strings in it may hold anything. */
  #close(kind: "expression" | "block", from: number): number {
    for (let at = from; ; ) {
      const { 0: found, index } = this.#find(quoteOr[kind], at, kind === "block" ? "a tag" : "an expression")
      at = index + found.length
      if (!/^['"]/.test(found)) return at
    }
  }

  *[Symbol.iterator](): Generator<Tag> {
    for (let at = 0; ; ) {
      opening.lastIndex = at
      const found = opening.exec(this.#text)
      if (found === null) return
      const { 0: whole, index } = found
      const after = index + whole.length
      const type = found[1] ?? found[3]
      if (whole === "{#")
        at = this.#text.indexOf("#}", after) < 0 ? this.#text.length : this.#text.indexOf("#}", after) + 2
      else if (whole === "{{") at = this.#close("expression", after)
      else if (type === "raw") {
        const { 0: end, index: endIndex } = this.#find(rawEnd, after, "a raw block")
        at = endIndex + end.length
      } else {
        at = this.#close("block", after)
        yield { type: type as string, name: found[2] ?? found[4], start: index, end: at }
      }
    }
  }
}

const flow: Readonly<Record<string, string>> = { endif: "if", endfor: "for" }

/** Returns the blocks of the given types, in order. They cannot be nested or inside an `if` or `for`. */
export const blockTags = (file: string, text: string, wanted: ReadonlySet<string>): ReadonlyArray<BlockTag> => {
  const found: Array<BlockTag> = []
  const around: Array<string> = []
  let open: Tag | undefined
  const place = (tag: Tag): string => `${file} line ${lineAt(text, tag.start)}`
  for (const tag of new Tags(file, text)) {
    if (tag.type === "if" || tag.type === "for") around.push(tag.type)
    const closes = flow[tag.type]
    if (closes !== undefined && around.pop() !== closes) refuse(place(tag), `'${tag.type}' without its '${closes}'`)
    if (wanted.has(tag.type)) {
      if (around.length > 0) refuse(place(tag), `a ${tag.type} block cannot be inside '${around.at(-1)}'`)
      if (open !== undefined) refuse(place(tag), `a ${tag.type} block cannot be inside a ${open.type} block`)
      open = tag
    } else if (open !== undefined && tag.type === `end${open.type}`) {
      found.push({
        type: open.type,
        name: open.name ?? refuse(place(open), `a ${open.type} block needs a name`),
        contents: text.slice(open.end, tag.start),
        full: text.slice(open.start, tag.end),
        line: lineAt(text, open.start + (/^\s*/.exec(text.slice(open.start))?.[0].length ?? 0))
      })
      open = undefined
    }
  }
  if (open !== undefined) refuse(place(open), `the ${open.type} block is not closed by 'end${open.type}'`)
  return found
}
