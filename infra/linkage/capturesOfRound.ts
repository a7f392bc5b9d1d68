import { type CaptureTable, captureTable } from "@corridor/flow-statistics/hidden/CaptureTable"
import type { LinkageTable } from "@corridor/linkage/link/tabulate"

/** Returns the persons of a round by the types of partners that know them, over all strata: the lists of `analyse hidden`. */
export const capturesOfRound = ({ typeHistories }: Pick<LinkageTable, "typeHistories">): CaptureTable => {
  const lists = [...new Set(typeHistories.flatMap((history) => history.lists))].sort()
  const historyOf = (own: ReadonlyArray<string>) => own.reduce((bits, list) => bits | (1 << lists.indexOf(list)), 0)
  return captureTable(
    lists,
    typeHistories.map(({ lists: own, persons }) => [historyOf(own), persons] as const)
  )
}
