/** How many errors a typed word may have. The index compares letters alone, and finds a place for one in five words at random. */

/** Returns the least number of letters to add, leave out, replace, or swap with the next, by which one word becomes another. */
const errorsBetween = (one: string, other: string): number => {
  const letters = [...other]
  let before: ReadonlyArray<number> = []
  let last: ReadonlyArray<number> = Array.from({ length: letters.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...one].entries()) {
    const row = [i + 1]
    for (const [j, with_] of letters.entries()) {
      const isSwapped = letter === letters[j - 1] && one[i - 1] === with_
      row.push(
        Math.min(
          (last[j + 1] as number) + 1,
          (row[j] as number) + 1,
          (last[j] as number) + (letter === with_ ? 0 : 1),
          isSwapped ? (before[j - 1] as number) + 1 : Number.POSITIVE_INFINITY
        )
      )
    }
    before = last
    last = row
  }
  return last.at(-1) as number
}

/** Returns the most errors in a word of so many letters, if its first letter is right. */
const mostErrors = (letters: number) => (letters < 4 ? 0 : letters < 6 ? 1 : letters < 10 ? 2 : 3)

/** The fewest letters of a word whose first letter may be the wrong one. */
const fewestWithWrongStart = 6

/** The fewest letters of a name that may have an error: codes and shorter names are like every other word of four letters. */
const fewestOfName = 4

/**
 * Whether a word begins a name, or is the name but for typing errors, at most `atMost`. A wrong first letter is rare, and allowed in longer words
 * alone.
 */
export const isNear = (word: string, name: string, atMost = Number.POSITIVE_INFINITY): boolean => {
  if (name.startsWith(word)) return true
  if (name.length < fewestOfName) return false
  const startsAlike = word[0] === name[0] || (word[0] === name[1] && word[1] === name[0])
  const most = startsAlike ? mostErrors(word.length) : word.length < fewestWithWrongStart ? 0 : 1
  return most > 0 && errorsBetween(word, name) <= Math.min(most, atMost)
}
