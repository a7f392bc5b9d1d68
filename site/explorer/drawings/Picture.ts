import type { El } from "./El.ts"

export type Point = readonly [x: number, y: number]

/** The position of each place on the map. */
export type Points = Readonly<Record<string, Point>>

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
}
