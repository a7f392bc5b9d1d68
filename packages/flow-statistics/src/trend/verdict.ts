import type { TrendTest, TrendTests } from "./mannKendall.ts"

/** The conclusion from all tests. */
export interface Verdict {
  /** `disagree`: some tests find a trend and others find none, or the opposite one. */
  readonly direction: "rising" | "falling" | "no trend" | "disagree" | "too few points"
  readonly words: string
}

/** Significance level of all tests. */
export const significance = 0.05

/** Minimum number of points: Kendall's normal approximation holds from about 10. */
const minTrendPoints = 8

const names: Readonly<Record<string, string>> = {
  original: "Mann-Kendall",
  hamedRao: "Hamed-Rao",
  yueWang: "Yue-Wang",
  preWhitened: "pre-whitened",
  trendFreePreWhitened: "trend-free pre-whitened",
  seasonal: "seasonal",
  negativeBinomial: "negative binomial regression"
}

type Direction = "rising" | "falling" | "no trend"

const directionOf = ({ z, p }: { readonly z: number; readonly p: number }): Direction | undefined =>
  Number.isNaN(p) ? undefined : p >= significance ? "no trend" : z > 0 ? "rising" : "falling"

const list = (items: ReadonlyArray<string>): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`

export interface VerdictInput {
  readonly points: number
  readonly tests: TrendTests & { readonly seasonal?: TrendTest | undefined }
  /** Test of the slope in a count regression, if one was fitted. */
  readonly regression?: { readonly z: number; readonly p: number } | undefined
}

/** Returns the verdict: a trend only if all tests that could be computed find one with the same sign. */
export const verdictOf = ({ points, tests, regression }: VerdictInput): Verdict => {
  if (points < minTrendPoints)
    return {
      direction: "too few points",
      words: `Too few points (${points}; ${minTrendPoints} are needed) to tell a trend from chance.`
    }
  const all = Object.entries({ ...tests, negativeBinomial: regression }).flatMap(([name, test]) => {
    const said = test === undefined ? undefined : directionOf(test)
    return said === undefined ? [] : [{ name: names[name] ?? name, said }]
  })
  const by = Map.groupBy(all, ({ said }) => said)
  const testsWith = (said: Direction) => list((by.get(said) ?? []).map(({ name }) => name))
  if (by.size === 1) {
    const [direction] = by.keys()
    const said = direction as Direction
    return {
      direction: said,
      words:
        said === "no trend"
          ? `No trend: none of ${all.length} tests finds one at ${significance}.`
          : `${said === "rising" ? "Rising" : "Falling"}: all ${all.length} tests find it at ${significance}.`
    }
  }
  const parts = (["rising", "falling", "no trend"] as const)
    .filter((said) => by.has(said))
    .map((said) => `${said} by ${testsWith(said)}`)
  const why =
    directionOf(tests.original) !== "no trend" &&
    [tests.hamedRao, tests.preWhitened].some((test) => directionOf(test) === "no trend")
      ? " Neighbouring points are alike, and a test that allows for it finds less: do not report a trend on the strength of the others."
      : " Do not report a trend without saying so."
  return { direction: "disagree", words: `The tests disagree: ${parts.join("; ")}.${why}` }
}
