import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type Milestone, milestones } from "../../../schemas/Places.ts"

/** Days since 2000 on which countries joined the European Union, from the code list of place groups. */
const enlargements = (): ReadonlyArray<Milestone> =>
  [
    ...new Set(
      readCodeList("place-groups")
        .filter((row) => row["group"] === "EU")
        .map((row) => row["from"] ?? "")
    )
  ]
    .filter((day) => day >= "2000")
    .sort()
    .map((date) => ({
      code: `EuEnlargement${date.slice(0, 4)}`,
      label: `Enlargement of the European Union, ${date}`,
      date
    }))

/** The milestones of counter-trafficking policy and the enlargements of the European Union. */
export const policyDates: ReadonlyArray<Milestone> = [
  ...milestones.map(({ code, label, date }) => ({ code, label, date })),
  ...enlargements()
]
