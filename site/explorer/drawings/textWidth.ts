/** Upper widths in em of the letters of DejaVu Sans, which is wider than most fonts that browsers use. */
const classes: ReadonlyArray<readonly [width: number, letters: RegExp]> = [
  [0.3, /['ijlîïіїIJІЇÎ|]/],
  [0.42, /[ ’,.:;()frtțţ-]/],
  [1.1, /[ЖШЩЮ]/],
  [1, /[mwMWМФЫжшщюф%—…≤≥→æœÆŒ]/],
  [0.8, /[\p{Lu}мцыъд]/u]
]

const known = new Map<string, number>()

const widthOf = (letter: string): number => {
  const width = known.get(letter) ?? classes.find(([, letters]) => letters.test(letter))?.[0] ?? 0.65
  known.set(letter, width)
  return width
}

/** Returns an upper estimate of a text's width in pixels. */
export const textWidth = (text: string, size: number): number =>
  Array.from(text).reduce((sum, letter) => sum + widthOf(letter), 0) * size

/** Returns an upper estimate of the width of a text in bold letters. */
export const boldWidth = (text: string, size: number): number => textWidth(text, size) * 1.2
