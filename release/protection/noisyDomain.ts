/** What a question with noise counts: labels from public lists, which the records do not change, and margins of its table. */
import { type Domain, subsets } from "@corridor/disclosure/private/Domain"
import { groupHistories } from "../../schemas/PartnerGroups.ts"
import { countries } from "../../schemas/Places.ts"
import { type Cube, detailsFor, historyDimension } from "../catalogue/Cube.ts"
import { termDefinitions } from "../catalogue/PlainTerms.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"

/** The tables of persons of a round, each counted once, and once at each partner. */
export const [oncePerson, oncePerPartner] = ["persons", "persons_at_partners"] as const

/** The table of persons by the groups of partners that know them, each counted once. */
export const captureHistories = "capture_histories"

const countryCodes = countries.map(({ code }) => code)

/** Returns the public list of labels of a dimension; undefined if there is none. */
const listOf = (cube: Cube, choice: TableChoice, name: string): ReadonlyArray<string> | undefined => {
  const level = choice.levels[name]?.join()
  if (name === historyDimension) return groupHistories
  if (["origin", "destination", "country"].includes(name) && level === "country")
    return name === "country" ? [...countryCodes, "NotKnown"] : countryCodes
  if (name === "year" && level === "year" && choice.from !== null && choice.to !== null)
    return Array.from({ length: choice.to - choice.from + 1 }, (_, i) => String((choice.from as number) + i))
  const word = Object.values(termDefinitions).find((one) => one.dimension === name)
  return cube.name === "victims" && word !== undefined && "labels" in word && name !== "risk_group"
    ? word.labels
    : undefined
}

/**
 * The label of all years outside a table of persons at partners. They are measured with it, at no cost because no person is in two years of one
 * table, and never published: false links reach over years, so the intervals of persons need all rows of a round.
 */
export const otherYears = "Other years"

/** Returns the cube and the public labels of a choice, its dimensions without such a list, and whether it has no filter or detail. */
export const planOf = (choice: TableChoice) => {
  const cube = releaseTables.get(choice.table)?.cube as Cube
  const lists = choice.by.map((name) => [name, listOf(cube, choice, name)] as const)
  const open = lists.flatMap(([name, list]) => (list === undefined ? [name] : []))
  const isPlain = detailsFor(cube, choice.levels).length === 0 && Object.keys(choice.where).length === 0
  const more = choice.table === oncePerPartner ? [otherYears] : []
  const domain: Domain = { columns: lists.map(([name, list = []]) => ({ name, values: [...list, ...more] })) }
  return { cube, open, isPlain, domain }
}

/** Returns all margins of a choice but the sum over everything, as columns of its domain. */
export const marginsOf = ({ by }: TableChoice): ReadonlyArray<ReadonlyArray<number>> =>
  subsets(
    by.map((_, d) => d),
    by.length
  ).filter(({ length }) => length > 0)

/** Returns the margins of a choice that are published, as columns of its domain. */
export const publishedMargins = (choice: TableChoice): ReadonlyArray<ReadonlyArray<number>> =>
  marginsOf(choice).filter(({ length }) => choice.margins || length === choice.by.length)
