/** The room of a text or a sign in a picture. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

export const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

/** Returns the first of some rows whose box meets no taken one; the first row if each does. */
export const freeRow = (boxAt: (row: number) => Box, taken: ReadonlyArray<Box>, rows: number): number =>
  Array.from({ length: rows }, (_, row) => row).find((row) => taken.every((other) => !meet(boxAt(row), other))) ?? 0
