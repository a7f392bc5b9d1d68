/**
 * Stories: short texts in Markdown whose numbers are references to cells, `[168](cell:flows?origin=UKR&destination=RUS&year=2003)`, and whose
 * verdicts are references to trends, `[verdict](trend:flows?origin=UKR&destination=RUS)`. What is shown is the edition's own figure, never the text's.
 */
import { readdirSync, readFileSync } from "node:fs"
import MarkdownIt from "markdown-it"
import { parse } from "yaml"
import { isLanguage, type Language } from "../../../schemas/Languages.ts"
import type { Cell } from "../cells/Table.ts"
import type { Edition } from "./Edition.ts"

export interface Story {
  /** Part of its address. */
  readonly name: string
  readonly language: Language
  readonly title: string
  readonly summary: string
  /** The view whose picture a link to the story shows, as parameters. */
  readonly picture: Readonly<Record<string, string>>
  readonly body: string
}

interface Reference {
  readonly kind: "cell" | "trend"
  readonly table: string
  readonly where: Readonly<Record<string, string>>
}

const markdown = new MarkdownIt({ html: false, linkify: false })

type Token = ReturnType<typeof markdown.parse>[number]

/** Returns what a link refers to; undefined if it is an ordinary link. */
const readReference = (href: string): Reference | undefined => {
  const [, kind, table = "", query = ""] = /^(cell|trend):([a-z0-9_]+)(?:\?(.*))?$/.exec(href) ?? []
  if (kind !== "cell" && kind !== "trend") return undefined
  const where = [...new URLSearchParams(query)]
  // With one dimension twice it is the address of no cell.
  const isOne = new Set(where.map(([name]) => name)).size === where.length
  return { kind, table: isOne ? table : "", where: Object.fromEntries(where) }
}

/** Reads a story: its title, summary and picture as YAML between two lines of dashes, then its text. */
export const readStory = (name: string, language: Language, text: string): Story => {
  const [, head = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  const { title, summary, picture = "" } = parse(head) as { title: string; summary: string; picture?: string }
  return { name, language, title, summary, picture: Object.fromEntries(new URLSearchParams(picture)), body }
}

const folder = new URL("../stories/", import.meta.url)

/** Returns all stories, by name. The file `NAME.LANGUAGE.md` is the story NAME in that language. */
export const readStories = (): ReadonlyArray<Story> =>
  readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const [, name, language] = /^([a-z0-9-]+)\.([a-z]{2})\.md$/.exec(file) ?? []
      if (name === undefined || !isLanguage(language)) return []
      return [readStory(name, language, readFileSync(new URL(file, folder), "utf8"))]
    })

/** Returns the cell that a reference names; undefined if the edition has none, or several. */
export const cellOf = (edition: Edition, { table, where }: Reference): Cell | undefined => {
  const [cell, ...others] = edition.rows(table, where)?.cells ?? []
  return others.length === 0 ? cell : undefined
}

interface Linked {
  readonly reference: Reference
  readonly text: string
}

/** The tokens of a text's lines; those of a block of code are the block itself. */
const inlineTokens = (body: string): ReadonlyArray<Token> =>
  markdown.parse(body, {}).flatMap((token) => token.children ?? (token.content === "" ? [] : [token]))

/** Returns the references of a story with the text that replaces them, and its text outside of references. */
const partsOf = (body: string): { readonly linked: ReadonlyArray<Linked>; readonly outside: string } => {
  const linked: Array<Linked> = []
  let outside = ""
  let open: { reference: Reference; text: string } | undefined
  for (const token of inlineTokens(body)) {
    outside += ` ${token.attrGet("title") ?? ""}`
    if (token.type === "link_open") {
      const reference = readReference(String(token.attrGet("href") ?? ""))
      open = reference === undefined ? undefined : { reference, text: "" }
    } else if (token.type === "link_close") {
      if (open !== undefined) linked.push(open)
      open = undefined
    } else if (open !== undefined) open.text += token.content
    else outside += ` ${token.content}`
  }
  return { linked, outside }
}

/** Returns a number as it is written in a text, also with a sign between thousands; NaN for anything else. */
const digits = (text: string): number =>
  /^(?:\d+|\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+)$/.test(text) ? Number(text.replace(/\D/g, "")) : Number.NaN

/**
 * Returns what is wrong with a story on an edition: references to cells that it lacks, numbers that differ from their published cells, and
 * numbers outside of references, except years of the tables that it refers to.
 */
export const storyProblems = (story: Story, edition: Edition): ReadonlyArray<string> => {
  const { linked, outside } = partsOf(story.body)
  const numbers = `${story.title} ${story.summary} ${outside}`.match(/\p{N}+/gu) ?? []
  const years = new Set(
    linked.flatMap(({ reference }) => edition.labels(reference.table, "year").map((label) => label.slice(0, 4)))
  )
  return [
    ...linked.flatMap(({ reference, text }) => {
      const own = `${reference.kind}:${reference.table}`
      if (reference.kind === "trend")
        return edition.trend(reference.table, reference.where) === undefined ? [`${own}: no such series`] : []
      const cell = cellOf(edition, reference)
      if (cell === undefined || cell.state === "not_reported") return [`${own}: no such cell`]
      // A suppressed cell is always shown as its range.
      return cell.value !== undefined && cell.value !== digits(text) ? [`${own}: differs from its cell`] : []
    }),
    ...numbers.filter((number) => !years.has(number)).map(() => "a number without a reference to a cell")
  ]
}

/** Returns the text of a story as HTML. `show` returns what a reference is shown as, and the address that it leads to. */
export const storyHtml = (
  story: Story,
  show: (reference: Reference) => { readonly words: string; readonly href: string | undefined }
): string => {
  const tokens = markdown.parse(story.body, {})
  for (const { children } of tokens) {
    /** The words of the reference that is open: its first text is replaced by them, and its others are left out. */
    let words: string | undefined
    for (const child of children ?? []) {
      const reference = child.type === "link_open" ? readReference(String(child.attrGet("href") ?? "")) : undefined
      if (reference !== undefined) {
        const shown = show(reference)
        child.attrSet("href", shown.href ?? "#content")
        words = shown.words
      } else if (child.type === "link_close") words = undefined
      else if (words !== undefined && child.content !== "") {
        child.content = words
        words = ""
      }
    }
  }
  return markdown.renderer.render(tokens, markdown.options, {})
}
