import type { TrendTest, TrendTests } from "./mannKendall.ts"

/** What all tests together say. */
export interface Verdict {
  /** `disagree`: some tests find a trend and others none, or one the other way. */
  readonly direction: "rising" | "falling" | "no trend" | "disagree" | "too few points"
  readonly words: string
}

/** At this probability a test finds a trend. */
export const significance = 0.05

/** Below this many points a test can hardly find anything (Kendall's normal approximation holds from about 10 on). */
export const fewPoints = 8

const names: Readonly<Record<string, string>> = {
  original: "Mann-Kendall",
  hamedRao: "Hamed-Rao",
  yueWang: "Yue-Wang",
  preWhitened: "pre-whitened",
  trendFreePreWhitened: "trend-free pre-whitened",
  seasonal: "seasonal",
  negativeBinomial: "negative binomial regression"
}

type Said = "rising" | "falling" | "no trend"

const saidBy = ({ z, p }: { readonly z: number; readonly p: number }): Said | undefined =>
  Number.isNaN(p) ? undefined : p >= significance ? "no trend" : z > 0 ? "rising" : "falling"

const list = (items: ReadonlyArray<string>): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`

export interface VerdictInput {
  readonly points: number
  readonly tests: TrendTests & { readonly seasonal?: TrendTest | undefined }
  /** Of the slope in a regression of the counts, where one was fitted. */
  readonly regression?: { readonly z: number; readonly p: number } | undefined
}

/** The verdict that follows from the tests: a trend only where all that could be computed find it, with the same sign. */
export const verdictOf = ({ points, tests, regression }: VerdictInput): Verdict => {
  if (points < fewPoints)
    return {
      direction: "too few points",
      words: `Too few points (${points}; ${fewPoints} are needed) to tell a trend from chance.`
    }
  const all = Object.entries({ ...tests, negativeBinomial: regression }).flatMap(([name, test]) => {
    const said = test === undefined ? undefined : saidBy(test)
    return said === undefined ? [] : [{ name: names[name] ?? name, said }]
  })
  const by = Map.groupBy(all, ({ said }) => said)
  const who = (said: Said) => list((by.get(said) ?? []).map(({ name }) => name))
  if (by.size === 1) {
    const [direction] = by.keys()
    const said = direction as Said
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
    .map((said) => `${said} by ${who(said)}`)
  const why =
    saidBy(tests.original) !== "no trend" &&
    [tests.hamedRao, tests.preWhitened].some((test) => saidBy(test) === "no trend")
      ? " Neighbouring points are alike, and a test that allows for it finds less: do not report a trend on the strength of the others."
      : " Do not report a trend without saying so."
  return { direction: "disagree", words: `The tests disagree: ${parts.join("; ")}.${why}` }
}
