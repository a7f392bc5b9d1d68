/** Victims by year: sex, age group and form of exploitation, or risk groups. */
import { labelsOf, type Table } from "../cells/Table.ts"
import type { Filters } from "../state/State.ts"
import type { WordKey } from "../words/Words.ts"
import { anyControl, namedPlaces } from "./choices.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import type { Control, View, ViewModel, ViewProps } from "./View.ts"

/** Questions and their tables. */
const questions = {
  victims: { title: "questionProfile", by: ["form", "age_group", "sex"] },
  risk_groups: { title: "questionRiskGroups", by: ["risk_group"] }
} as const satisfies Readonly<Record<string, { title: WordKey; by: ReadonlyArray<string> }>>
type Question = keyof typeof questions
const questionNames = Object.keys(questions) as ReadonlyArray<Question>

const questionIn = (filters: Filters): Question => questionNames.find((one) => one === filters.question) ?? "victims"

/** Returns the control for the country, if the table has that dimension. */
export const countryChoice = (props: ViewProps, table: Table): Control | undefined => {
  if (!table.dimensions.includes("country")) return undefined
  const countries = labelsOf(table, "country")
  const control = anyControl(props, "country", props.t("place"), namedPlaces(props, countries))
  const options = control.options.filter(([value]) => value !== "")
  return { ...control, options, value: control.value === "" ? (options[0]?.[0] ?? "") : control.value }
}

const make = (props: ViewProps): ViewModel => {
  const { t, tables, filters } = props
  const question = questionIn(filters)
  const table = tables.get(question)
  const choice: Control = {
    filter: "question",
    label: t("question"),
    value: question,
    options: questionNames.map((name) => [name, t(questions[name].title)] as const)
  }
  if (table === undefined)
    return { pictures: [], controls: [choice], notes: [t("seriesNot")], tableEquivalents: [], files: [] }
  const country = countryChoice(props, table)
  const where = country === undefined ? {} : { country: country.value }
  const by = questions[question].by.filter((name) => table.dimensions.includes(name))
  const title = t(questions[question].title)
  const { picture, tableEquivalent, notes } = barsOf(props, table, rowsOf(props, table, by, where), {
    name: "victims",
    title,
    rowHead: title
  })
  return {
    pictures: [picture],
    controls: [choice, ...(country === undefined ? [] : [country])],
    notes: [t("oneScale"), ...notes, t("noTotals")],
    tableEquivalents: [tableEquivalent],
    files: [{ table: question, parameters: where }]
  }
}

export const victimsView: View = {
  name: "victims",
  title: "navVictims",
  lead: "leadVictims",
  how: "howVictims",
  tables: ["victims", "risk_groups"],
  tablesFor: (filters) => [questionIn(filters)],
  make
}
