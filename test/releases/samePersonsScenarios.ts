/** Releases and queries of one vintage that describe the same persons under several names. */
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"

export type Labels = Readonly<Record<string, string>>
export interface Persons {
  readonly count: number
  readonly labels: Labels
}
export type SamePersons = readonly [cube: string, labels: Labels, other: string, labels: Labels]

export interface Scenario {
  readonly name: string
  readonly persons: ReadonlyArray<Persons>
  /** Labels of persons whom nobody knows to be none. */
  readonly possible?: ReadonlyArray<Labels>
  readonly cubes: ReadonlyArray<string>
  readonly steps: ReadonlyArray<ReadonlyArray<ChoiceInput>>
  readonly same: ReadonlyArray<SamePersons>
}

const years = ["2003", "2004"]
const counts: Readonly<Record<string, ReadonlyArray<number>>> = { "2003": [120, 60, 33, 10], "2004": [130, 70, 40, 30] }

/** Returns persons of four countries in two years, of whom 10 are too few. */
const byCountry = (countries: ReadonlyArray<string>, labelsOf: (country: string) => Labels): ReadonlyArray<Persons> =>
  years.flatMap((year) =>
    countries.map((country, c) => ({ count: counts[year]?.[c] as number, labels: { year, ...labelsOf(country) } }))
  )

const sources = ["UKR", "MDA", "BLR", "VNM"]
const places = ["RUS", "POL", "USA", "VNM"]
const fromTo = (origin: string): Labels => ({
  ...{ origin, destination: "RUS", corridor: `${origin} > RUS` },
  ...{ citizenship: origin, country: "RUS", nationality: "Foreign" }
})
const panels = ["Constant", "Other"]

/** Steps of a scenario in either order: the name says which is first. */
const inEitherOrder = (
  name: (a: string, b: string) => string,
  tables: readonly [readonly [string, ReadonlyArray<ChoiceInput>], readonly [string, ReadonlyArray<ChoiceInput>]],
  rest: Omit<Scenario, "name" | "steps">
): ReadonlyArray<Scenario> =>
  [tables, [tables[1], tables[0]] as const].map(([a, b]) => ({ ...rest, name: name(a[0], b[0]), steps: [a[1], b[1]] }))

/** Persons at four places, of whom those at one place have no destination in their route, or only some of them. */
const unknownDestinations = (unknown: Readonly<Record<string, number>>): ReadonlyArray<Persons> =>
  byCountry(places, (place) => ({
    origin: "UKR",
    destination: place,
    corridor: `UKR > ${place}`,
    country: place
  })).flatMap(({ count, labels }) => {
    const blank = Math.min(count, unknown[labels["country"] as string] ?? 0)
    const noPlace = { ...labels, destination: "NotKnown", corridor: "UKR > NotKnown" }
    return [
      { count: count - blank, labels },
      { count: blank, labels: noPlace }
    ].filter((one) => one.count > 0)
  })

const withBlanks = (
  [
    ["some at the largest place", { RUS: 10 }, ["POL", "USA", "VNM", "Total"]],
    ["all at the smallest place in a year", { VNM: 10 }, ["RUS", "POL", "USA", "Total"]],
    ["some at the place that protects another", { USA: 6 }, ["RUS", "POL", "VNM", "Total"]]
  ] as const
).flatMap(([name, unknown, equal]) =>
  inEitherOrder(
    (a, b) => `${b} after ${a}, where ${name} are unknown`,
    [
      ["destinations", [{ table: "region_roles_destination" }, { table: "flows", by: ["year"] }]],
      ["countries", [{ table: "victims", by: ["country", "year"] }]]
    ],
    {
      persons: unknownDestinations(unknown),
      cubes: ["routes", "victims"],
      same: years.flatMap((year) =>
        equal.map((place): SamePersons => ["routes", { destination: place, year }, "victims", { country: place, year }])
      )
    }
  )
)

const citizens: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  RUS: { RUS: 8, UKR: 15, TJK: 60, NotKnown: 20 },
  POL: { POL: 40, UKR: 50, RUS: 30, NotKnown: 25 }
}

const minors = (["2003", "2004"] as const).flatMap((year, y) =>
  (
    [
      [[30, 50], "Under18", "Minors"],
      [[8, 60], "18AndOver", "YoungWomen"],
      [[90, 0], "18AndOver", "Other"],
      [[60, 0], "NotKnown", "NotKnown"]
    ] as const
  ).map(([count, age_group, risk_group]) => ({
    count: count[y] as number,
    labels: { country: "RUS", year, sex: "Female", form: "SexualExploitation", age_group, risk_group }
  }))
)

export const scenarios: ReadonlyArray<Scenario> = [
  {
    name: "citizenship against origin",
    persons: byCountry(sources, fromTo),
    cubes: ["routes", "citizenships"],
    steps: [
      [{ table: "region_roles_origin" }, { table: "flows", by: ["year"] }],
      [{ table: "victims_by_citizenship", by: ["citizenship", "year"], where: { citizenship: "BLR" } }],
      [{ table: "victims_by_citizenship" }]
    ],
    same: years.flatMap((year) =>
      sources.map(
        (label): SamePersons => ["routes", { origin: label, year }, "citizenships", { citizenship: label, year }]
      )
    )
  },
  {
    name: "citizenship, of few unknown, against origin",
    persons: [
      ...byCountry(sources, fromTo),
      ...years.map((year) => ({ count: 3, labels: { year, ...fromTo("UKR"), citizenship: "NotKnown" } }))
    ],
    cubes: ["routes", "citizenships"],
    steps: [
      [{ table: "region_roles_origin" }, { table: "flows", by: ["year"] }],
      [{ table: "victims_by_citizenship", by: ["citizenship", "year"] }]
    ],
    same: years.flatMap((year) =>
      ["MDA", "BLR", "VNM"].map(
        (label): SamePersons => ["routes", { origin: label, year }, "citizenships", { citizenship: label, year }]
      )
    )
  },
  {
    name: "the constant panel of victims against that of routes",
    persons: panels.flatMap((panel) =>
      byCountry(places, (place) => ({
        ...{ origin: "UKR", destination: place, corridor: `UKR > ${place}` },
        ...{ country: place, sex: "Female", panel }
      }))
    ),
    cubes: ["routes", "victims"],
    steps: [
      [
        { table: "region_roles_destination_panel" },
        { table: "flows", by: ["year", "panel"], where: { panel: "Constant" } }
      ],
      [{ table: "victims", by: ["country", "year", "panel"], where: { panel: "Constant" } }]
    ],
    same: years.flatMap((year) =>
      places.flatMap((place) =>
        panels.map(
          (panel): SamePersons => [
            ...(["routes", { destination: place, year, panel }] as const),
            ...(["victims", { country: place, year, panel }] as const)
          ]
        )
      )
    )
  },
  {
    name: "routes against destinations",
    persons: byCountry(places, (place) => ({ origin: "UKR", destination: place, corridor: `UKR > ${place}` })),
    cubes: ["routes"],
    steps: [
      [{ table: "region_roles_destination" }, { table: "flows", by: ["year"] }],
      [{ table: "corridors", by: ["corridor", "year"], where: { corridor: "UKR > USA" } }],
      [{ table: "corridors", by: ["corridor", "year"] }]
    ],
    same: []
  },
  {
    name: "articles against countries",
    persons: byCountry(["UKR", "BLR", "RUS", "MDA"], (country) => ({
      ...{ country, stage: "Opened" },
      offence_article: country === "RUS" ? "RU-127-1" : "OTHER-ICCS-0204"
    })),
    cubes: ["proceedings"],
    steps: [
      [
        { table: "proceedings", by: ["country", "stage", "year"] },
        { table: "proceedings", by: ["stage", "year"] }
      ],
      [
        {
          ...{ table: "proceedings", by: ["offence_article", "stage", "year"] },
          where: { offence_article: "RU-127-1" }
        }
      ]
    ],
    same: []
  },
  {
    name: "nationality against flows",
    persons: [
      ...byCountry(places, (place) => ({
        ...{ origin: place, destination: place, corridor: place },
        ...{ country: place, citizenship: place, nationality: "National" }
      })),
      ...years.flatMap((year) =>
        places.map((place) => ({
          count: 100,
          labels: {
            ...{ year, origin: "UKR", destination: place, corridor: `UKR > ${place}` },
            ...{ country: place, citizenship: "UKR", nationality: "Foreign" }
          }
        }))
      )
    ],
    cubes: ["routes", "citizenships"],
    steps: [
      [{ table: "flows" }, { table: "flows", by: ["year"] }],
      [{ table: "victims_by_nationality", where: { nationality: "National", country: "USA" } }]
    ],
    same: years.flatMap((year) =>
      places.map(
        (place): SamePersons => [
          ...(["routes", { origin: place, destination: place, year }] as const),
          ...(["citizenships", { nationality: "National", country: place, year }] as const)
        ]
      )
    )
  },
  ...withBlanks,
  ...[0, 1].map((first): Scenario => {
    const tables = ["victims_by_nationality", "victims_by_citizenship"] as const
    return {
      name: `${tables[1 - first]} after ${tables[first]}`,
      persons: Object.entries(citizens).flatMap(([country, own]) =>
        Object.entries(own).map(([citizenship, count]) => ({
          count,
          labels: {
            ...{ country, year: "2003", citizenship },
            nationality: { [country]: "National", NotKnown: "NotKnown" }[citizenship] ?? "Foreign"
          }
        }))
      ),
      cubes: ["citizenships"],
      steps: [
        [{ table: tables[first] as string }, { table: "victims_by_citizenship", by: ["country", "year"] }],
        [{ table: tables[1 - first] as string }]
      ],
      same: []
    }
  }),
  ...[0, 1].map((first): Scenario => {
    const tables = [
      { table: "risk_groups", by: ["risk_group", "year"] },
      { table: "victims", by: ["age_group", "year"] }
    ] as const
    return {
      name: first === 0 ? "age groups after risk groups" : "risk groups after age groups",
      persons: minors,
      possible: minors.flatMap(({ labels }) =>
        minors.map((other) => ({ ...labels, risk_group: other.labels.risk_group }))
      ),
      cubes: ["victims"],
      steps: [
        [tables[first] as ChoiceInput, { table: "victims", by: ["year"] }],
        [tables[1 - first] as ChoiceInput],
        [{ table: "risk_groups" }]
      ],
      same: years.map((year) => ["victims", { risk_group: "Minors", year }, "victims", { age_group: "Under18", year }])
    }
  })
]
