/** Breaks a text into lines of a maximum number of letters. A word that is longer is broken too. */
export const folded = (text: string, most: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text
    .split(/\s+/)
    .flatMap((one) => one.match(new RegExp(`.{1,${Math.max(1, most)}}`, "gu")) ?? [])) {
    if (line !== "" && line.length + word.length + 1 > most) {
      lines.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return line === "" ? lines : [...lines, line]
}
