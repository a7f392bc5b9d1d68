import type { Profile } from "../disclosure/rules/Profile.ts"
import type { ShownFlow } from "./FlowTable.ts"

export interface PageFacts {
  readonly release: number
  readonly vintage: number
  /** ISO 8601 date of the vintage, and the vintage's hash. */
  readonly frozenAt: string
  readonly hash: string
  readonly profile: Profile
  readonly invented: boolean
  readonly flows: ReadonlyArray<ShownFlow>
}

const inventedWords = "THESE FIGURES ARE INVENTED: they come from the records of a demonstration.\n\n"

const method = ({ profile, release, vintage, frozenAt }: PageFacts) => `# How release ${release} was made

Persons by origin, destination and year of arrival, from vintage ${vintage} of ${frozenAt}, under the disclosure profile
\`${profile.name}\` version ${profile.version}: a count is shown if it is at least ${profile.threshold}${
  profile.contributors > 0 ? ` and at least ${profile.contributors} partners reported it` : ""
}; others are suppressed. No total is published.
${
  profile.dominance === undefined && profile.pPercent === undefined
    ? ""
    : "\nThe profile's rules on the share of single partners were not applied: marts hold the number of partners of a cell and not\nthe count of each. Whoever reported to a cell knows its own count and is not part of the attack.\n"
}
Of every cell the difference to each earlier release is 0 or at least the threshold, or is not known. So a count that changed by
less than the threshold stays as it was and says of which release it is. It also stays when it did not change. A cell that an earlier release
did not show is shown when it is large enough; until then it is not shown at all. Counts that were shown once stay when persons
withdraw, until enough has changed.

The proof covers flows alone: no other mart is released by this program.
`

const dictionary = () => `column,meaning
origin,"country of origin, ISO 3166-1 alpha-3"
destination,"country of destination, ISO 3166-1 alpha-3"
year,"year of arrival"
state,"published: the count is shown; suppressed: it is not, for too few persons or partners, or because it would tell of few who came since an earlier release"
victims,"persons, each counted once in origin, destination and year at each partner; empty where the state is not published"
as_of,"number of the release whose count it is; empty where nothing is shown"
`

const coverage = ({ flows }: PageFacts) => {
  const years = flows.map(({ year }) => year)
  const places = (of: (flow: ShownFlow) => string) => new Set(flows.map(of)).size
  const shown = flows.filter(({ shown: { state } }) => state === "published").length
  return `# Coverage

${
  flows.length === 0
    ? "No cell."
    : `Years ${Math.min(...years)} to ${Math.max(...years)}; ${places((f) => f.origin)} countries of origin, ${places((f) => f.destination)} of destination; ${shown} of ${flows.length} cells are shown.`
}
A corridor and year that is not in the table was not reported to any partner, or by too few since an earlier release. It does not mean
that there was no one.
`
}

const citation = ({ release, vintage, frozenAt, hash }: PageFacts) =>
  `Corridor, flows of persons trafficked, release ${release} (vintage ${vintage}, frozen ${frozenAt.slice(0, 10)}, SHA-256 ${hash}).\n`

/** The pages beside a release's table by file name. Made from what is shown and from nothing that is hidden. */
export const releasePages = (facts: PageFacts): ReadonlyArray<readonly [name: string, text: string]> =>
  (
    [
      ["METHOD.md", method(facts)],
      ["dictionary.csv", dictionary()],
      ["COVERAGE.md", coverage(facts)],
      ["CITATION.txt", citation(facts)]
    ] as const
  ).map(([name, text]) => [name, facts.invented && name !== "dictionary.csv" ? inventedWords + text : text])
