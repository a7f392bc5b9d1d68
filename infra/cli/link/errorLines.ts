/** The errors of a round in words: which links each rule misses and makes wrongly, and how many persons there are without that. */
import type { RoundErrors } from "@corridor/linkage/quality/errorsOfRound"
import type { Rate } from "@corridor/linkage/quality/Rate"
import { percent } from "../../../ports/percent.ts"
import { formatTable } from "../CommandOutput.ts"

const perMillion = (share: number): string => (1e6 * share).toFixed(1)

const range = ({ share, low, high }: Rate, write: (share: number) => string): string =>
  `${write(share)} (${write(low)} to ${write(high)})`

/** Returns one line per rule, the last of all together. Shares only: counts of real persons leave by a release. */
export const errorLines = ({ planted, estimated }: RoundErrors): ReadonlyArray<string> => {
  const rows = estimated ?? planted
  const pairs = rows[0]?.missed.trials ?? 0
  if (pairs === 0) return ["Missed links are not known: no twins were planted and no duplicates given."]
  const hasFalse = rows.some((one) => "falsePerPair" in one)
  return formatTable([
    ["rule", `missed of ${pairs} known pairs`, ...(hasFalse ? ["false in a million pairs"] : [])],
    ...[...rows.slice(1), ...rows.slice(0, 1)].map((one) => [
      one.rule,
      range(one.missed, percent),
      ...("falsePerPair" in one ? [range(one.falsePerPair as Rate, perMillion)] : [])
    ])
  ])
}
