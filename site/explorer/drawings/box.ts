/** The room of a text or a sign in a picture. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Returns whether two boxes overlap. */
export const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

/** Returns the smallest box around some. */
export const around = (boxes: ReadonlyArray<Box>): Box => [
  Math.min(...boxes.map(([left]) => left)),
  Math.min(...boxes.map(([, top]) => top)),
  Math.max(...boxes.map(([, , right]) => right)),
  Math.max(...boxes.map(([, , , bottom]) => bottom))
]

/** Returns the first of some rows whose box meets no taken one; the first row if each does. */
export const freeRow = (boxAt: (row: number) => Box, taken: ReadonlyArray<Box>, rows: number): number =>
  Array.from({ length: rows }, (_, row) => row).find((row) => taken.every((other) => !meet(boxAt(row), other))) ?? 0
