/** A year without a value: the badge of its state, and its bounds as a line with their figures. */
import type { Cell } from "../cells/Table.ts"
import { boundsLine, boundsText } from "./boundsLine.ts"
import { type Box, freeRow } from "./box.ts"
import { badgeHeight, hiddenStateOf, stateBadge } from "./cellPaint.ts"
import { type El, el } from "./El.ts"
import type { WriteFigure } from "./Picture.ts"
import { placeText } from "./placeText.ts"
import { textWidth } from "./textWidth.ts"

const size = 12

interface Column {
  readonly picture: string
  readonly x: number
  readonly width: number
  readonly top: number
  readonly base: number
  readonly cell: Cell
  /** The vertical position of a value. */
  readonly y: (value: number) => number
  /** Where figures may be. */
  readonly room: Box
  readonly write?: WriteFigure | undefined
}

/**
 * Draws the year between `top` and `base`. The badge is on the base, or as near above it as it covers neither a taken box nor the line of
 * the bounds; the figures are left out where they would cover something.
 */
export const hiddenYear = (
  { picture, x, width, top, base, cell, y, room, write }: Column,
  taken: ReadonlyArray<Box>
) => {
  const isOpen = cell.high === undefined || y(cell.high) < top
  // The length of an arrow without an upper bound means nothing, so it is short.
  const lineTop = cell.high === undefined ? Math.max(top + 1, y(cell.low ?? 0) - 48) : isOpen ? top + 1 : y(cell.high)
  const half = Math.max(2, Math.min(width - 4, 16)) / 2
  const lines: ReadonlyArray<Box> = cell.low === undefined ? [] : [[x - half, lineTop - 2, x + half, y(cell.low) + 2]]
  const badge = Math.min(width - 2, 30) / 2
  const floorOf = (row: number) => base - row * 4
  const badgeAt = (row: number): Box => [x - badge, floorOf(row) - badgeHeight, x + badge, floorOf(row)]
  const row = freeRow(badgeAt, [...taken, ...lines], Math.floor((base - top - badgeHeight) / 4))
  const boxes = [badgeAt(row), ...lines]
  const text = boundsText(cell, write) ?? ""
  const figures =
    text === "" || textWidth(text, size) > width
      ? undefined
      : placeText(
          text,
          size,
          [
            { x, y: lineTop - 7, anchor: "middle" },
            { x: x + half + 5, y: lineTop + 14, anchor: "start" },
            { x, y: badgeAt(row)[1] - 5, anchor: "middle" }
          ],
          [...taken, ...boxes],
          room
        )
  const elements: ReadonlyArray<El> = [
    el("rect", { x: x - width / 2, y: top, width, height: base - top, fill: "none", "pointer-events": "all" }),
    ...boundsLine(cell, { x, y, top: lineTop, half, foot: row === 0 ? base - badgeHeight : base }),
    ...stateBadge(picture, hiddenStateOf(cell.state), x, floorOf(row), width - 2),
    ...(figures === undefined ? [] : [figures.element])
  ]
  return { elements, boxes: figures === undefined ? boxes : [...boxes, figures.box] }
}
