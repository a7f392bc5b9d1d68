/** The verdict on a series: a sentence, then its numbers, then who reported and what the constant panel shows. */
import type { Decimal } from "@corridor/page/fillMessage"
import { partIn } from "../../../release/catalogue/timeLabels.ts"
import type { Language } from "../../../schemas/Languages.ts"
import type { Names } from "../words/Names.ts"
import type { Translate, WordKey } from "../words/Words.ts"
import type { StatedVerdict, TrendAnswer } from "./TrendAnswer.ts"
import type { VerdictBox } from "./View.ts"

const sentences: Readonly<Record<string, WordKey>> = {
  rising: "verdictRising",
  falling: "verdictFalling",
  "no detectable change": "verdictNone"
}

// Avoids -0, which would be written as such.
const rounded = (value: number, to: number) => Math.round(value * to) / to || 0
const tenth = (value: number) => rounded(value, 10)

/** Returns numbers of one sentence, with as many decimals as the one that needs most, at most `most`. */
export const alike = <Name extends string>(numbers: Readonly<Record<Name, number>>, most: number) => {
  const own = Object.entries<number>(numbers).map(([name, number]) => [name, rounded(number, 10 ** most)] as const)
  const needed = (number: number) => String(number).split(".")[1]?.length ?? 0
  const decimals = Math.max(...own.map(([, number]) => needed(number)))
  return Object.fromEntries(own.map(([name, number]) => [name, { number, decimals }])) as Record<Name, Decimal>
}

/** Returns a year or part of one as text, such as "May 2005" or "the first half of 2006". */
export const timeWords = (t: Translate, { months }: Names, label: string): string => {
  const found = partIn(label)
  if (found === undefined) return label
  const [year, { part, number }] = [label.slice(0, 4), found]
  if (part === "half_year") return t(number === 1 ? "halfYear1" : "halfYear2", { year })
  return part === "quarter" ? t("quarterOf", { quarter: number, year }) : `${months[number - 1]} ${year}`
}

/** Messages of a change of level, by whether it is known when. */
const levelMessages = {
  rose: { dated: "verdictRose", open: "verdictRoseOpen" },
  fell: { dated: "verdictFell", open: "verdictFellOpen" }
} as const

/** Returns the message of a verdict; undefined if there is none. */
const messageOf = ({ direction, breaks }: Pick<StatedVerdict, "direction" | "breaks">): WordKey | undefined =>
  direction === "change of level"
    ? levelMessages[(breaks?.[0]?.factor.value ?? 1) < 1 ? "fell" : "rose"][
        breaks?.[0]?.isOpen === true ? "open" : "dated"
      ]
    : sentences[direction]

const sentenceOf = (t: Translate, verdict: StatedVerdict): string => t(messageOf(verdict) ?? "verdictUnknown")

/** Returns whether a series, which is long enough, has no case at all. */
const isWithoutCases = ({ direction, rate, need, apart, suppressed }: StatedVerdict): boolean =>
  direction === "cannot say" && rate !== null && need === null && apart === null && suppressed === 0

/** Returns whether nothing can be said because of suppressed figures. */
const isOpen = ({ direction, need, apart, suppressed }: StatedVerdict): boolean =>
  direction === "cannot say" && need === null && apart === null && suppressed > 0

/** Returns the number behind a verdict, with its interval. */
const numberOf = (t: Translate, names: Names, verdict: StatedVerdict): ReadonlyArray<string> => {
  const { direction, rate, widened, breaks } = verdict
  const step = breaks?.[0]
  if (direction === "change of level" && step !== undefined) {
    const { value, low, high } = step.factor
    const [at, from, to] = [step.at, step.low, step.high].map((one) => timeWords(t, names, one)) as [
      string,
      string,
      string
    ]
    if (step.none === "before") return [t("levelFromNone", { at, from, to })]
    if (step.none === "after") return [t("levelToNone", { at, from, to })]
    return [t("levelNumber", { at, from, to, ...alike({ value, low, high }, 2) })]
  }
  if (rate === null || isWithoutCases(verdict)) return []
  const isWider = widened !== null && tenth(widened) > 1
  const percent = alike({ value: 100 * rate.value, low: 100 * rate.low, high: 100 * rate.high }, 1)
  return [t("rateNumber", percent), ...(isWider ? [t("widenedNumber", { value: tenth(widened) })] : [])]
}

type ReportingPause = TrendAnswer["reportingPauses"][number]

const pausedWords = (t: Translate, names: Names, { from, to, partners, before, after }: ReportingPause): string => {
  const span = { from: timeWords(t, names, from), to: timeWords(t, names, to) }
  return partners === null
    ? t("reportingPausedFew", { ...span, before, after })
    : t("reportingPaused", { ...span, before, after, n: partners })
}

/** More changes than this are counted instead of named one by one. */
const maxNamedChanges = 4

/** Says when reporting paused, grew, fell, or became that of other partners. */
const reportingWords = (
  t: Translate,
  names: Names,
  { verdict, reporting, reportingPauses }: TrendAnswer
): ReadonlyArray<string> => {
  // The two changes that a pause begins and ends with are said in one sentence.
  const said = new Map<string, ReadonlyArray<string>>(
    reportingPauses.flatMap((pause) => {
      const edges = [pause.from, reporting.find(({ from }) => from > pause.to)?.from ?? ""]
      const [first, ...others] = edges.filter((month) => verdict.reporting.includes(month))
      return [
        ...(first === undefined ? [] : [[first, [pausedWords(t, names, pause)]] as const]),
        ...others.map((month) => [month, []] as const)
      ]
    })
  )
  const isCovered = (month: string) => said.get(month)?.length === 0
  const named = verdict.reporting.filter((month) => !isCovered(month))
  if (named.length > maxNamedChanges) {
    const [first = "", last = first] = [verdict.reporting[0], verdict.reporting.at(-1)]
    const span = { from: timeWords(t, names, first), to: timeWords(t, names, last) }
    return [t("reportingOften", { n: verdict.reporting.length, ...span })]
  }
  return named.flatMap((month) => {
    const paused = said.get(month)
    if (paused !== undefined) return paused
    const at = timeWords(t, names, month)
    const place = reporting.findIndex(({ from }) => from === month)
    const [before, after] = [reporting[place - 1]?.partners ?? null, reporting[place]?.partners ?? null]
    if (before === null || after === null || before === after) return t("reportingOther", { at })
    return t(after > before ? "reportingGrew" : "reportingFell", { at, before, n: after })
  })
}

/** Returns a sentence as it is written after a colon. */
const afterColon = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** Says something of the partners that reported throughout. */
const ofPanel = (t: Translate, { panel }: TrendAnswer, sentence: string): string => {
  const words = afterColon(sentence)
  const n = panel?.partners ?? null
  return n === null ? t("panelFew", { words }) : t("panelShows", { words, n })
}

const panelWords = (t: Translate, names: Names, trend: TrendAnswer): ReadonlyArray<string> => {
  const { panel, verdict } = trend
  if (verdict.reporting.length === 0) return []
  if (verdict.partners === "throughout") return [t("allOpen")]
  if (panel === null || panel.verdict === null) return [t("panelAbsent")]
  return [ofPanel(t, trend, [sentenceOf(t, panel.verdict), ...numberOf(t, names, panel.verdict)].join(" "))]
}

/** Says in which years one partner's records changed while those of the others did not. */
const ownWords = (t: Translate, { verdict: { ownChanges } }: TrendAnswer): ReadonlyArray<string> =>
  ownChanges.length === 0 ? [] : [t("ownChanges", { years: ownChanges.join(", ") })]

/** Returns whether no change is stated of all partners alone, although who reports changed. */
const isApartFromReporting = ({ verdict: { direction, reporting }, panel }: TrendAnswer): boolean =>
  direction === "no detectable change" && reporting.length > 0 && (panel === null || panel.verdict === null)

/** Says what it would take to say something, or which figure was left out. */
const needWords = (t: Translate, names: Names, { verdict, panel }: TrendAnswer): ReadonlyArray<string> => {
  const { need, reporting, ownChanges, apart } = verdict
  const at = apart === null ? undefined : timeWords(t, names, apart)
  if (messageOf(verdict) !== undefined) return at === undefined ? [] : [t("leftOut", { at })]
  if (at !== undefined) return [t("apart", { at })]
  if (need === null) {
    // Where who reports changed, partners that reported throughout decide.
    const decides = reporting.length === 0 ? verdict : (panel?.verdict ?? undefined)
    if (decides === undefined || ownChanges.length > 0) return []
    return isOpen(decides) ? [t("suppressedDecide")] : isWithoutCases(decides) ? [t("noCases")] : []
  }
  const { years, cases } = need
  if (years !== null) return [cases === null ? t("needYears", { n: years }) : t("needBoth", { n: years, cases })]
  return [cases === null ? t("needNothing") : t("needCases", { cases })]
}

/** Returns the sentence of a verdict: who reported may decide it. */
const decidedSentence = (
  t: Translate,
  trend: TrendAnswer,
  { isReporting, isOwn }: { readonly isReporting: boolean; readonly isOwn: boolean }
): string => {
  const { verdict } = trend
  if (isReporting) return t("verdictReporting")
  if (isOwn) return t("verdictOwnChange")
  if (verdict.partners === "throughout") return ofPanel(t, trend, sentenceOf(t, verdict))
  return isApartFromReporting(trend) ? t("verdictNoneApart") : sentenceOf(t, verdict)
}

/** Returns the verdict as the page shows it first. */
export const verdictBox = (t: Translate, names: Names, language: Language, trend: TrendAnswer): VerdictBox => {
  const { verdict } = trend
  const isUnsaid = messageOf(verdict) === undefined
  const isReporting = isUnsaid && verdict.reporting.length > 0
  const isOwn = isUnsaid && verdict.ownChanges.length > 0
  return {
    sentence: decidedSentence(t, trend, { isReporting, isOwn }),
    // Where who reports decides, the number of all partners misleads.
    figures: [
      ...(isReporting || isOwn ? [] : numberOf(t, names, verdict)),
      ...reportingWords(t, names, trend),
      ...ownWords(t, trend),
      ...panelWords(t, names, trend),
      ...needWords(t, names, trend)
    ],
    more: { address: `/verdicts?lang=${language}`, words: t("verdictMore") }
  }
}
