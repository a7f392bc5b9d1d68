/**
 * Elements of a picture as data: drawn on the page, written as a file, and looked at by tests, all from this. A paint that begins with
 * `@` is a name of the palette, so that one picture is light, dark or print.
 */
import { escapeHtml } from "@corridor/page/escapeHtml"
import type { Filters } from "../state/State.ts"
import { type PaintName, type Palette, palettes } from "./palette.ts"

/** What a reader can point at or go to by keyboard: where it is, and what is told of it. */
export interface Mark {
  /** Told to whoever points at it, and its name for those who do not see it. */
  readonly words: string
  /** Filters that choosing it sets. */
  readonly choose?: Filters | undefined
  /** Whoever comes by keyboard comes here first. */
  readonly isFirst?: boolean | undefined
}

export interface El {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: ReadonlyArray<El | string>
  readonly mark?: Mark | undefined
}

type Given = Readonly<Record<string, string | number | undefined>>

const rounded = (value: string | number) => (typeof value === "number" ? Math.round(value * 100) / 100 : value)

export const el = (tag: string, given: Given = {}, ...children: ReadonlyArray<El | string | undefined>): El => ({
  tag,
  attributes: Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, rounded(value)]]))
  ),
  children: children.filter((child) => child !== undefined)
})

/** The element as something that a reader can go to. */
export const marked = (element: El, mark: Mark): El => ({ ...element, mark })

const paintName = /^@(\w+)$/

/** The paint's name where an attribute is one. */
export const paintOf = (value: string | number): PaintName | undefined =>
  typeof value === "string" ? (paintName.exec(value)?.[1] as PaintName | undefined) : undefined

/** The element as text of an SVG file: nothing in it but what is drawn, its paints as colours, its marks as titles. */
export const toText = (element: El, palette: Palette = palettes.light): string => {
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => {
      const paint = paintOf(value)
      return ` ${name}="${escapeHtml(String(paint === undefined ? value : palette[paint]))}"`
    })
    .join("")
  const title = element.mark === undefined ? "" : `<title>${escapeHtml(element.mark.words)}</title>`
  const children = element.children
    .map((child) => (typeof child === "string" ? escapeHtml(child) : toText(child, palette)))
    .join("")
  return `<${element.tag}${attributes}>${title}${children}</${element.tag}>`
}

/** All elements below and with this one. */
export const allOf = (element: El): ReadonlyArray<El> => [
  element,
  ...element.children.flatMap((child) => (typeof child === "string" ? [] : allOf(child)))
]
