/** A seed's CSV in common styles: numbers, dates, booleans, blanks, quotes, and columns of mixed types. */
import type { Dice } from "./Dice.ts"

const kinds: Readonly<Record<string, ReadonlyArray<string>>> = {
  whole: ["1", "20", "-3", "0", "400000"],
  wholeOrBlank: ["1", "", "7"],
  decimal: ["1.5", "2", "-0.25", "1000.125"],
  truth: ["true", "false", "True", "FALSE"],
  truthOrBlank: ["true", "", "false"],
  date: ["2020-01-01", "1999-12-31", "2020-02-29"],
  dateOrBlank: ["2020-01-01", ""],
  moment: ["2020-01-01 10:00:00", "2021-05-05 23:59:59", "2020-01-01T01:02:03"],
  text: ["abc", "it's", '"quoted, with a comma"', '"say ""so"""', "ä ö", "x y", "null?", "#1"],
  textOrBlank: ["abc", "", "def"],
  code: ["001", "010", "100"],
  mixed: ["1", "two", "3.0", "true", "2020-01-01"],
  wordsForNothing: ["null", "none", "NA", "n/a", "."],
  blank: [""],
  spaces: [" 1", "2 ", " x "],
  percent: ["10%", "20%"],
  money: ["$1", "$2"],
  thousands: ['"1,000"', '"2,500"'],
  exponent: ["1e3", "2E-2"],
  time: ["10:00", "23:59:01"]
}

export interface RandomSeed {
  readonly csv: string
  readonly columns: ReadonlyArray<string>
}

export const randomSeed = (dice: Dice): RandomSeed => {
  const names = Object.keys(kinds)
  const columns = Array.from({ length: 2 + dice.number(4) }, (_, index) => {
    const kind = dice.one(names)
    return { name: dice.chance(0.1) ? `Mixed_${index}` : `c${index}`, values: kinds[kind] ?? [] }
  })
  const rows = Array.from({ length: 1 + dice.number(5) }, (_, row) =>
    [String(row + 1), ...columns.map(({ values }) => dice.one(values))].join(",")
  )
  const header = ["id", ...columns.map(({ name }) => name)]
  return { csv: `${[header.join(","), ...rows].join("\n")}${dice.chance(0.8) ? "\n" : ""}`, columns: header }
}
