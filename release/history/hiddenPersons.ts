/**
 * Persons whom no partner knows, from the capture histories of a release: the table that `analyse hidden` reads, and the range that it supports. Both are
 * computed from published figures and their intervals alone.
 */
import { type CaptureTable, captureTable } from "@corridor/flow-statistics/hidden/CaptureTable"
import { checkCaptures } from "@corridor/flow-statistics/hidden/checkCaptures"
import { estimateHidden, NoEstimate } from "@corridor/flow-statistics/hidden/estimateHidden"
import { loadLinearSolver } from "@corridor/flow-statistics/hidden/linearProgramme"
import { Effect } from "effect"
import type { Bounds } from "./Bounds.ts"
import { type HiddenRange, hiddenPage } from "./hiddenRange.ts"

/** Page of a release with every combination of lists and the interval of its persons. */
export const capturesPage = "captures.csv"

/** Persons whom exactly these lists know: the likeliest number, and the interval of 95 %. */
export interface ReleasedHistory extends Bounds {
  readonly lists: ReadonlyArray<string>
  readonly persons: number
}

const listsOf = (histories: ReadonlyArray<ReleasedHistory>): ReadonlyArray<string> =>
  [...new Set(histories.flatMap(({ lists }) => lists))].sort()

/** Returns the table as `analyse hidden --input` reads it. */
export const capturesText = (histories: ReadonlyArray<ReleasedHistory>): string => {
  const lists = listsOf(histories)
  const rows = histories.map((one) =>
    [...lists.map((list) => (one.lists.includes(list) ? 1 : 0)), one.persons, one.low, one.high].join(",")
  )
  return [[...lists, "n", "low", "high"].join(","), ...rows, ""].join("\n")
}

/** Reads the page of a release back; undefined if it has none. */
export const readCapturesText = (text: string | undefined): ReadonlyArray<ReleasedHistory> | undefined => {
  if (text === undefined) return undefined
  const [header = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","))
  return rows.map((row) => {
    const [persons = 0, low = 0, high = 0] = row.slice(-3).map(Number)
    return { lists: header.slice(0, -3).filter((_, j) => row[j] === "1"), persons, low, high }
  })
}

/** Returns the histories as the table of the models. */
export const toCaptureTable = (histories: ReadonlyArray<ReleasedHistory>): CaptureTable => {
  const lists = listsOf(histories)
  const countsOf = (figure: "persons" | "low" | "high") =>
    captureTable(
      lists,
      histories.map((one) => [one.lists.reduce((bits, list) => bits | (1 << lists.indexOf(list)), 0), one[figure]])
    ).counts
  return { lists, counts: countsOf("persons"), low: countsOf("low"), high: countsOf("high") }
}

/** Returns the range of all persons; undefined if the histories support none. */
export const hiddenRange = (histories: ReadonlyArray<ReleasedHistory>) =>
  Effect.promise(async (): Promise<HiddenRange | undefined> => {
    const table = toCaptureTable(histories)
    if (checkCaptures(table).length > 0) return undefined
    try {
      const { answer } = estimateHidden(await loadLinearSolver(), table)
      const atMost = answer.atMost === undefined ? {} : { atMost: Math.ceil(answer.atMost) }
      return { atLeast: Math.floor(answer.atLeast), ...atMost }
    } catch (error) {
      if (error instanceof NoEstimate) return undefined
      throw error
    }
  })

/** Returns the paragraph of the method page. */
export const hiddenWords = (
  histories: ReadonlyArray<ReleasedHistory> | undefined,
  range: HiddenRange | undefined
): string => {
  if (histories === undefined)
    return "No invented persons measured the errors of links, so nothing is said of persons known to no partner."
  const described = `\`${capturesPage}\` has every combination of groups of partners as \`corridor analyse hidden --input\` reads it: the likeliest number of persons, and an interval that includes the noise, what is not shown, and missed and false links.`
  if (range === undefined) return `${described} They support no estimate of persons known to no partner.`
  const end = range.atMost === undefined ? "without an upper end" : `and at most ${range.atMost}`
  return `${described} Known to partners or not, there are at least ${range.atLeast} persons, ${end}: the range over all models and all combinations of these intervals (\`${hiddenPage}\`). The number that partners know has an interval of its own, so the range can begin below it.`
}
