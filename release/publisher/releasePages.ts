import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { Cube } from "../catalogue/Cube.ts"
import { cubes, releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cubeNamesOf } from "../history/Disclosure.ts"
import { isDisclosedCell, type ReleaseCell } from "../history/ReleaseCell.ts"
import { isExactMethod } from "../history/readDisclosures.ts"
import { figureColumn, fileNameOf } from "./tableFiles.ts"

export interface PageFacts {
  readonly release: number
  readonly vintage: number
  /** ISO 8601 date of the vintage, and the vintage's hash. */
  readonly frozenAt: string
  readonly hash: string
  readonly profile: Profile
  readonly method: string
  readonly invented: boolean
  readonly choices: ReadonlyArray<TableChoice>
  readonly cells: ReadonlyArray<ReleaseCell>
  /** What else is to be known of how figures were made. */
  readonly words: string
}

const inventedWords = "THESE FIGURES ARE INVENTED: they come from the records of a demonstration.\n\n"

/** What a reader has to know of each method. */
export const methodDescriptions: Readonly<Record<string, string>> = {
  suppression:
    "Counts that are shown are exact. Unsafe counts are suppressed, and others so that nobody can work the unsafe ones out.",
  rounding:
    "Counts that are shown are rounded to a multiple of 5, so that sums hold among the rounded figures. What is suppressed is what exact counts would need.",
  "cell-key":
    "To each count that is shown a small amount is added that is drawn once for its cell and its count; then figures are moved until sums hold. What is suppressed is what exact counts would need.",
  dp: "Figures have exact discrete Gaussian noise under zero-concentrated differential privacy; those that noise on nobody could reach are not shown."
}

const partnerRules = ({ contributors, dominance, pPercent }: Profile): string =>
  [
    ...(contributors > 0 ? [`at least ${contributors} partners reported it`] : []),
    ...(dominance === undefined ? [] : [`the largest ${dominance.n} of them have at most ${dominance.k} % of it`]),
    ...(pPercent === undefined
      ? []
      : [`none of them can estimate the largest one's part to within ${pPercent} percent`])
  ].join(", ")

const boundWords = `Of each suppressed count the least and the most is told that it can be (low, high): what anybody gets who adds and subtracts the
figures of this release, sum by sum, until nothing more follows. They are computed from those figures and from no count that is not shown,
so that they tell nothing that the release does not tell without them. A count without an upper bound is in no sum that is shown.

`

const howSafe = ({ profile, method, words }: PageFacts) => `A count is shown if it is at least ${profile.threshold}${
  partnerRules(profile) === "" ? "" : `, ${partnerRules(profile)}`
}, and if it is not everybody of a group whose answer to a sensitive question it would tell.

Before it was out the release was attacked: every sum among its figures and those of all earlier releases and answers was rebuilt, and
for each suppressed count the least and most that is possible was worked out, as a reader, as each partner that takes its own persons
off, and as each pair of partners. Tables of one vintage that are margins of one finer table were attacked as such; those of different vintages
by the cells that both have and what came since.

${words}${isExactMethod(method) ? boundWords : ""}Of every cell the difference to each earlier telling is a cell too, and follows the same rules. So a count that changed by too few, or
by those of too few partners, stays as it was and says of which release it is (as_of). It also stays when it did not change. Counts that
were shown once stay when persons withdraw, until enough has changed.`

const how = (facts: PageFacts) => `# How release ${facts.release} was made

From vintage ${facts.vintage} of ${facts.frozenAt}, ${
  facts.method === "dp"
    ? "with differential privacy"
    : `under the disclosure profile \`${facts.profile.name}\` version ${facts.profile.version}`
}.

${methodDescriptions[facts.method] ?? ""}

${facts.method === "dp" ? facts.words : howSafe(facts)}

Counted are:

${cubeNamesOf(facts.choices)
  .map((name) => `- ${name}: ${cubes.get(name)?.unit}. Sums are sums of these.`)
  .join("\n")}

Shares, rates and means are to be computed from the figures of this release; where one of them is suppressed there is no such number.
The files have no order but that of labels.
`

const cubeOfChoice = ({ table }: TableChoice): Cube | undefined => releaseTables.get(table)?.cube

const dictionary = ({ choices }: PageFacts) => {
  const rows = new Map<string, string>()
  for (const choice of choices)
    for (const name of choice.by)
      rows.set(name, cubeOfChoice(choice)?.dimensions.find((one) => one.name === name)?.meaning ?? "")
  for (const choice of choices)
    rows.set(figureColumn(choice), `${cubeOfChoice(choice)?.unit}; empty where the state is not published`)
  rows.set(
    "state",
    "published: the figure is shown; suppressed: it is not, for too few persons or partners, or because it would give others away or tell what changed since an earlier release; not_reported: no partner reported in that period; not_collected: no partner collects it"
  )
  rows.set(
    "low",
    "the least that a suppressed count can be, by what this release shows of other cells; empty where the state is not suppressed"
  )
  rows.set("high", "the most that it can be; empty where nothing bounds it")
  rows.set("as_of", "number of the release whose figure it is; empty where nothing is shown")
  rows.set("Total", "label of sums over a dimension")
  return ["column,meaning", ...[...rows].map(([name, meaning]) => `${name},"${meaning}"`), ""].join("\n")
}

/** Periods in which nobody reported, or nobody collects, by their labels. */
const silenceWords = (cells: ReadonlyArray<ReleaseCell>): string => {
  const count = (state: string) => cells.filter(({ shown }) => shown.state === state).length
  const [silent, never] = [count("not_reported"), count("not_collected")]
  return `${silent === 0 ? "" : ` ${silent} cells are of periods in which no partner reported.`}${
    never === 0 ? "" : ` ${never} cells are of periods in which no partner collects what it is of.`
  }`
}

const coverage = ({ choices, cells }: PageFacts) => `# Coverage

${choices
  .map((choice, c) => {
    const all = cells.filter((cell) => cell.choice === c)
    const own = all.filter(isDisclosedCell)
    const shown = own.filter(({ shown: { state } }) => state === "published").length
    const labels = choice.by
      .map((name, d) => `${new Set(own.map((cell) => cell.labels[d])).size} of ${name}`)
      .join(", ")
    return `- ${fileNameOf(choices, c)}: ${releaseTables.get(choice.table)?.title}. ${shown} of ${own.length} cells are shown; labels: ${labels}.${silenceWords(all)}`
  })
  .join("\n")}

A cell that is not in a table was not reported to any partner, or by too few since an earlier release. It does not mean that there was
no one.
`

const citation = ({ release, vintage, frozenAt, hash, choices }: PageFacts) =>
  `Corridor, ${choices.map(({ table }) => releaseTables.get(table)?.title.toLowerCase()).join("; ")}, release ${release} (vintage ${vintage}, frozen ${frozenAt.slice(0, 10)}, SHA-256 ${hash}).\n`

/** The pages beside a release's tables by file name. Made from what is shown and from nothing that is hidden. */
export const releasePages = (facts: PageFacts): ReadonlyArray<readonly [name: string, text: string]> =>
  (
    [
      ["METHOD.md", how(facts)],
      ["dictionary.csv", dictionary(facts)],
      ["COVERAGE.md", coverage(facts)],
      ["CITATION.txt", citation(facts)]
    ] as const
  ).map(([name, text]) => [name, facts.invented && name !== "dictionary.csv" ? inventedWords + text : text])
