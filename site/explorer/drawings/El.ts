import { escapeHtml } from "@corridor/page/escapeHtml"
import type { Filters } from "../state/State.ts"
import { type PaintName, type Palette, palettes } from "./palette.ts"

/** A part of a picture that a reader can point at or reach by keyboard. */
export interface Mark {
  /** The description, which is also the accessible name. */
  readonly words: string
  /** The filters that choosing the mark sets. */
  readonly choose?: Filters | undefined
  /** The address of the page about what the mark shows. */
  readonly href?: string | undefined
  /** The published figure. The keyboard reaches the largest first. */
  readonly value?: number | undefined
}

/**
 * An element of a picture, as data for the page, for files and for tests.
 *
 * An attribute value that starts with `@` names a colour of the palette, so one picture serves light and dark pages and files.
 */
export interface El {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: ReadonlyArray<El | string>
  readonly mark?: Mark | undefined
}

type Attributes = Readonly<Record<string, string | number | undefined>>

const rounded = (value: string | number) => (typeof value === "number" ? Math.round(value * 100) / 100 : value)

/** Returns an element. Attributes and children that are undefined are left out. */
export const el = (
  tag: string,
  attributes: Attributes = {},
  ...children: ReadonlyArray<El | string | undefined>
): El => ({
  tag,
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, rounded(value)]]))
  ),
  children: children.filter((child) => child !== undefined)
})

/** Returns an element that shows a figure, with its words. */
export const marked = (element: El, mark: Mark): El => ({ ...element, mark })

const paintName = /^@(\w+)$/

/** Returns the colour that an attribute value names, if it does. */
export const paintOf = (value: string | number): PaintName | undefined =>
  typeof value === "string" ? (paintName.exec(value)?.[1] as PaintName | undefined) : undefined

/** Returns the element as SVG text, with colours of the palette and with titles for marks. */
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

/** Returns the element and all its descendants. */
export const allOf = (element: El): ReadonlyArray<El> => [
  element,
  ...element.children.flatMap((child) => (typeof child === "string" ? [] : allOf(child)))
]
