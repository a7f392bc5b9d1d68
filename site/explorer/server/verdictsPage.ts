import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { fillMessage, type Values } from "@corridor/page/fillMessage"
import { decimalFormat } from "@corridor/page/formats"
import type { Language } from "../../../schemas/Languages.ts"
import type { TextTable } from "../parts/textTable.ts"
import { type VerdictsPageWords, verdictsPageWords } from "../words/verdictsPage.ts"
import type { Calibration, Change } from "./calibration.ts"
import { textPage } from "./textPage.ts"
import { textTableHtml } from "./textTableHtml.ts"

// The unit is not left alone in a line.
const percent = (name: string) => `${name},\u00a0%`

const wrongRows = (words: VerdictsPageWords, { wrong, missed }: Calibration) =>
  [
    [words.steady, wrong.steady],
    [words.level, wrong.level],
    [words.either, wrong.either],
    [words.missed, missed]
  ].map(([name, share]) => {
    const { mean, most } = share as Calibration["missed"]
    return [name as string, mean, most]
  })

/** Returns the page that says what a verdict asks, of which data, and how often it is wrong. */
export const verdictsPage = (language: Language, measured: Calibration, style: Asset, site: string): string => {
  const signed = new Intl.NumberFormat(language, { minimumFractionDigits: 1, signDisplay: "always" })
  const words = verdictsPageWords[language]
  const say = (text: string, values: Values = {}) => `<p>${escapeHtml(fillMessage(language, text, values))}</p>`
  const heading = (id: string, text: string) => `<h2 id="${id}">${escapeHtml(text)}</h2>`
  const table = (id: string, caption: string, head: TextTable["head"], rows: TextTable["rows"]) =>
    textTableHtml({ id: `${id}-table`, caption, head, rows, language })
  const { covered } = measured
  const write = ({ kind, size }: Change) =>
    kind === "level"
      ? fillMessage(language, words.kindLevel, { factor: decimalFormat(language, 2).format(size) })
      : fillMessage(language, words.kindSteady, { share: signed.format(size).replace("-", "−") })
  const rounded = (value: number) => Math.round(10 * value) / 10
  const main = `<h1>${escapeHtml(words.title)}</h1>
${heading("asked", words.asked)}
${say(words.askedText)}
${heading("data", words.data)}
${say(words.dataText)}
${heading("reporting", words.reporting)}
${say(words.reportingText)}
${heading("wrong", words.wrong)}
${say(words.wrongText, { series: measured.series, settings: measured.settings })}
${table("wrong", words.wrong, [words.verdict, percent(words.wrongMean), percent(words.wrongMost)], wrongRows(words, measured))}
${say(words.covered, { mean: rounded(covered.mean), least: rounded(covered.least) })}
${heading("nothing", words.byPoints)}
${table(
  "nothing",
  words.byPoints,
  [words.points, percent(words.wrongMost), percent(words.unsaid)],
  measured.byPoints.map(({ points, wrong, unsaid }) => [points, wrong, unsaid])
)}
${heading("something", words.found)}
${say(words.foundWorst)}
${table(
  "something",
  words.found,
  [words.points, words.mean, words.kind, percent(words.stated), percent(words.unsaid)],
  measured.found.map(({ points, mean, change, found, unsaid }) => [points, mean, write(change), found, unsaid])
)}
<p><a href="/?view=trend&amp;lang=${language}">${escapeHtml(words.back)}</a></p>`
  const shared = { description: words.askedText, site }
  return textPage(language, { path: "verdicts", title: words.title, shared, style, isInvented: false, main })
}
