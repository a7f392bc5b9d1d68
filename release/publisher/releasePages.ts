import type { Profile } from "@corridor/disclosure/rules/Profile"
import { periodName } from "@corridor/flow-statistics/series/Period"
import { counted } from "../../ports/counted.ts"
import { languages } from "../../schemas/Languages.ts"
import { commonMeanings, dimensionMeaning, figureMeaning, totalMeaning } from "../catalogue/columnMeanings.ts"
import { cubes } from "../catalogue/cubes.ts"
import { definitionIn, translatedLanguages } from "../catalogue/definitionIn.ts"
import { runsOf } from "../catalogue/monthRuns.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { tableTitle } from "../catalogue/tableTitle.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { completenessPage, completenessText, type IncompleteMonth, notComplete } from "../history/completenessPage.ts"
import { cubeNamesOf } from "../history/Disclosure.ts"
import { isPrivateMethod } from "../history/privateMethods.ts"
import { isDisclosedCell, type ReleaseCell } from "../history/ReleaseCell.ts"
import { isExactMethod } from "../history/readDisclosures.ts"
import { type ReportingFacts, reportingPage, reportingText } from "../history/reportingChanges.ts"
import { pauseWords, reportingPauses } from "../history/reportingPauses.ts"
import { citationOf } from "../published/citationOf.ts"
import { csvLine } from "../published/csvLine.ts"
import { figureColumn, fileNameOf } from "./tableFiles.ts"

interface PageFacts {
  readonly release: number
  readonly vintage: number
  /** When the vintage was frozen, ISO 8601. */
  readonly frozenAt: string
  readonly hash: string
  readonly profile: Profile
  readonly method: string
  readonly invented: boolean
  readonly choices: ReadonlyArray<TableChoice>
  readonly cells: ReadonlyArray<ReleaseCell>
  /** Further paragraphs for the method page. */
  readonly extra: string
  /** Months that are not loaded in full; undefined if that is not published. */
  readonly incomplete: ReadonlyArray<IncompleteMonth> | undefined
  /** Who reported when; undefined if that is not published. */
  readonly reporting: ReportingFacts | undefined
  /** Further pages, by file name. */
  readonly further: ReadonlyArray<readonly [name: string, text: string]>
}

const inventedNotice = "THESE FIGURES ARE INVENTED: they come from the records of a demonstration.\n\n"

/** How the figures of each method are made, for readers. */
const methodDescriptions: Readonly<Record<string, string>> = {
  suppression:
    "Published counts are exact. Unsafe counts are suppressed, and further counts are suppressed so that nobody can compute the unsafe ones.",
  rounding:
    "Published counts are rounded to a multiple of 5 so that sums still hold. The same cells are suppressed as with exact counts.",
  "cell-key":
    "A small amount is added to each published count. It is drawn once for its cell and its count. Figures are then adjusted until sums hold. The same cells are suppressed as with exact counts.",
  dp: "Figures have exact discrete Gaussian noise under zero-concentrated differential privacy. Figures that noise alone could reach are not shown.",
  "dp-estimates":
    "Figures are estimates from counts with exact discrete Gaussian noise, under zero-concentrated differential privacy. Only countries and corridors are proven to have persons; any other figure may stand for nobody. Its interval (low, high) says how far off it may be."
}

const partnerRules = ({ contributors, dominance, pPercent }: Profile): string =>
  [
    ...(contributors > 0 ? [`at least ${counted(contributors, "partner")} reported it`] : []),
    ...(dominance === undefined
      ? []
      : [`the largest ${dominance.n} of them contribute at most ${dominance.k} % of it`]),
    ...(pPercent === undefined
      ? []
      : [`no partner can estimate the largest contribution to within ${pPercent} percent`])
  ].join(", ")

const boundsExplained = `For each suppressed count, the release gives the lowest and highest possible value (low, high). Anyone can compute these bounds by adding
and subtracting the figures of this release until nothing more follows. They are computed from those figures only, so they disclose nothing
that the release does not. A count without an upper bound is part of no published sum.

`

const protection = ({
  profile,
  method,
  extra
}: PageFacts) => `A count is published if it is at least ${profile.threshold}${
  partnerRules(profile) === "" ? "" : `, ${partnerRules(profile)}`
}, and if it is not all members of a group that share a sensitive answer.

Before publication, the release was attacked. Every sum among its figures and those of all earlier releases and answers was rebuilt.
For each suppressed count, the lowest and highest possible value was computed for a reader, for each partner, who can subtract its own
persons, and for each pair of partners. Tables of one vintage that are margins of one finer table were attacked as such. Tables of different
vintages were attacked through the cells they share and through the changes between them and, with the counts that did not change or changed by
less than 5, as margins of one finer table.

${extra}${isExactMethod(method) ? boundsExplained : ""}The change of a cell since each earlier publication is a count too, and the same rules apply to it. If a count changed by too few persons,
or by persons of too few partners, the earlier count stays and names its release (as_of). It also stays if the count did not change. When
persons withdraw, a published count stays until enough has changed.`

const method = (facts: PageFacts) => `# How release ${facts.release} was made

From vintage ${facts.vintage} of ${facts.frozenAt}, ${
  isPrivateMethod(facts.method)
    ? "with differential privacy"
    : `under the disclosure profile \`${facts.profile.name}\` version ${facts.profile.version}`
}.

${methodDescriptions[facts.method] ?? ""}

${isPrivateMethod(facts.method) ? facts.extra : protection(facts)}

What is counted:

${cubeNamesOf(facts.choices)
  .map((name) => `- ${name}: ${cubes.get(name)?.unit}. Totals are sums of these counts.`)
  .join("\n")}

Compute shares, rates and means from the figures of this release. If one of the figures is suppressed, the result is not available.
Rows are sorted by label only.
`

const dictionary = ({ choices }: PageFacts) => {
  const rows = new Map<string, string>()
  for (const { table, by } of choices) for (const name of by) rows.set(name, dimensionMeaning(table, name))
  for (const choice of choices) rows.set(figureColumn(choice), figureMeaning(choice.table))
  for (const [name, meaning] of Object.entries(commonMeanings)) rows.set(name, meaning)
  rows.set(totalLabel, totalMeaning)
  const line = ([name, meaning]: readonly [string, string]) =>
    csvLine([name, ...languages.map((language) => definitionIn(meaning, language))])
  return [`column,meaning,${translatedLanguages}`, ...[...rows].map(line), ""].join("\n")
}

/** Returns how many cells have no data because no partner reported or collects. */
const noDataText = (cells: ReadonlyArray<ReleaseCell>): string => {
  const count = (state: string) => cells.filter(({ shown }) => shown.state === state).length
  const [notReported, notCollected] = [count("not_reported"), count("not_collected")]
  return `${notReported === 0 ? "" : ` In ${counted(notReported, "cell")}, no partner reported in that period.`}${
    notCollected === 0 ? "" : ` In ${counted(notCollected, "cell")}, no partner collects this information.`
  }`
}

/** Returns paragraphs about the months that are not complete: those of which records are still expected, and pauses. */
const incompleteText = (months: ReadonlyArray<IncompleteMonth>): string => {
  const kinds = [...new Set(months.map(({ kind }) => kind))].map((kind) => ({ kind, ...notComplete(months, kind) }))
  const expected = kinds.flatMap(({ kind, from }) =>
    from === undefined ? [] : [`${kind} records from ${periodName("month", from)} on`]
  )
  const paused = kinds.flatMap(({ kind, pauses }) =>
    runsOf(pauses).map(
      ({ from, to }) => `${kind} records from ${periodName("month", from)} to ${periodName("month", to)}`
    )
  )
  return [
    ...(expected.length === 0
      ? []
      : [
          `Not complete yet: ${expected.join(", ")}. Their figures will grow: compare no earlier figure with them. \`${completenessPage}\` has the share of records that is expected so far, from how late records were until now.`
        ]),
    ...(paused.length === 0
      ? []
      : [
          `Not complete: ${paused.join(", ")}. A partner with more than a tenth of the records reported nothing then, and again later: compare no other figure with these.`
        ])
  ]
    .map((paragraph) => `${paragraph}\n\n`)
    .join("")
}

/** Returns a list of who reported which kind of record when. */
const whoReported = ({ changes, panels, ownChanges }: ReportingFacts): string =>
  [...panels]
    .map(([kind, throughout]) => {
      const from = changes
        .filter((one) => one.kind === kind)
        .map(({ month, partners }) => `${partners ?? "fewer than 3"} from ${periodName("month", month)} on`)
      const pauses = reportingPauses(changes.filter((one) => one.kind === kind)).map(
        ({ from, to, ...numbers }) =>
          ` Some reporting paused ${pauseWords({ ...numbers, from: periodName("month", from), to: periodName("month", to) })}.`
      )
      const years = ownChanges.get(kind) ?? []
      const alone =
        years.length === 0
          ? ""
          : ` In ${years.join(", ")}, the number of records of one partner that has more than a tenth of them changed while that of the others did not: no change of the total is stated across such a year.`
      return `- ${kind} records: ${from.join(", ")}. ${throughout ?? "Fewer than 3"} reported throughout.${pauses.join("")}${alone}`
    })
    .join("\n")

const coverage = ({ choices, cells, incomplete, reporting }: PageFacts) => `# Coverage

${reporting === undefined ? "" : `Number of partners that reported (\`${reportingPage}\`):\n\n${whoReported(reporting)}\n\n`}## Cells

${choices
  .map((choice, c) => {
    const all = cells.filter((cell) => cell.choice === c)
    const own = all.filter(isDisclosedCell)
    const shown = own.filter(({ shown: { state } }) => state === "published").length
    const labels = choice.by
      .map((name, d) => `${new Set(own.map((cell) => cell.labels[d])).size} of ${name}`)
      .join(", ")
    return `- ${fileNameOf(choices, c)}: ${tableTitle(choice.table, choice.by)}. ${shown} of ${own.length} cells are published. Labels: ${labels}.${noDataText(all)}`
  })
  .join("\n")}

${incompleteText(incomplete ?? [])}A cell that is missing from a table was not reported by any partner, or by too few since an earlier release. It does not mean that
there were no persons.
`

const citation = ({ release, vintage, frozenAt, hash, choices }: PageFacts) => {
  const titles = choices.map(({ table, by }) => tableTitle(table, by))
  return `${citationOf(titles, { release, vintage: { number: vintage, frozenAt, hash }, invented: false })}\n`
}

/**
 * Returns the documentation of a release by file name: method, dictionary, coverage, citation, the months in which the partners that report
 * changed, and the months that are not complete. It uses published cells, who reported when and how late records are.
 */
export const releasePages = (facts: PageFacts): ReadonlyArray<readonly [name: string, text: string]> =>
  (
    [
      ["METHOD.md", method(facts)],
      ["dictionary.csv", dictionary(facts)],
      ["COVERAGE.md", coverage(facts)],
      ["CITATION.txt", citation(facts)],
      ...(facts.reporting === undefined ? [] : [[reportingPage, reportingText(facts.reporting)] as const]),
      ...(facts.incomplete === undefined ? [] : [[completenessPage, completenessText(facts.incomplete)] as const]),
      ...facts.further
    ] as const
  ).map(([name, text]) => [name, facts.invented && /\.(md|txt)$/.test(name) ? inventedNotice + text : text])
