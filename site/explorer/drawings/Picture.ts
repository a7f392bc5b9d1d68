import type { El } from "./El.ts"
import type { Zoom } from "./zoom.ts"

export type Point = readonly [x: number, y: number]

/** Returns a figure as the reader's language writes it. */
export type WriteFigure = (value: number) => string

/** The position of each place on the map. */
export type Points = Readonly<Record<string, Point>>

/** A sign of a picture and what it means. */
export interface Key {
  readonly sign: El
  readonly words: string
}

/** Widths in CSS pixels of a picture in a page that has no script: for a phone, and for anything wider. */
export const pictureWidths = { narrow: 328, wide: 660 } as const

/** A picture with what readers need to understand it without seeing it. */
export interface Picture {
  /** Part of ids and file names. */
  readonly name: string
  readonly title: string
  /** One sentence for readers who do not see the picture. */
  readonly summary: string
  readonly width: number
  readonly height: number
  readonly body: ReadonlyArray<El>
  /** Its legend, in addition to the states of cells. */
  readonly keys?: ReadonlyArray<Key> | undefined
  /** What its numbers, letters and lines mean, and what must be said where it is shown. */
  readonly signNotes?: ReadonlyArray<string> | undefined
  /** Whether the arrow keys move from larger to smaller figures instead of in the order of the picture. */
  readonly isRanked?: boolean | undefined
  /** The part that is shown of a picture that can be enlarged. */
  readonly zoom?: Zoom | undefined
}
