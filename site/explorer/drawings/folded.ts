/**
 * Breaks a text into lines that are at most `most` long: letters, or what `measure` returns. A word that is longer is broken too.
 */
export const folded = (
  text: string,
  most: number,
  measure: (part: string) => number = (part) => part.length
): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  const add = (word: string) => {
    const longer = line === "" ? word : `${line} ${word}`
    if (measure(longer) <= most) line = longer
    else {
      if (line !== "") lines.push(line)
      line = word
    }
  }
  for (const word of text.split(/\s+/)) {
    if (word === "") continue
    let part = ""
    for (const letter of word) {
      if (part !== "" && measure(part + letter) > most) {
        add(part)
        part = ""
      }
      part += letter
    }
    add(part)
  }
  return line === "" ? lines : [...lines, line]
}
