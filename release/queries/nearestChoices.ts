import { dimensionOf } from "../catalogue/Cube.ts"
import { coarserLevel } from "../catalogue/dimensionLabels.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import { type ChoiceInput, type TableChoice, toChoice } from "../catalogue/TableChoice.ts"

const toInput = (choice: TableChoice): ChoiceInput => ({
  ...choice,
  from: choice.from ?? undefined,
  to: choice.to ?? undefined
})

/** Returns the choice with a dimension one level coarser; undefined at the coarsest level. */
const coarser = (choice: TableChoice, name: string): TableChoice | undefined => {
  const own = releaseTables.get(choice.table)
  const kind = own === undefined ? undefined : dimensionOf(own.cube, name)?.kind
  if (kind !== "place" && kind !== "year") return undefined
  const next = coarserLevel[choice.levels[name]?.[0] ?? ""]
  if (next === undefined) return undefined
  const { [name]: _, ...where } = choice.where
  const result = toChoice({
    ...toInput(choice),
    levels: { ...choice.levels, [name]: [next] },
    ...(next === "period" ? { period: Math.max(5, choice.period) } : {}),
    where
  })
  return "choice" in result ? result.choice : undefined
}

const without = (choice: TableChoice, name: string): TableChoice | undefined => {
  const by = choice.by.filter((one) => one !== name)
  const { [name]: _, ...where } = choice.where
  const { [name]: __, ...levels } = choice.levels
  // A sum over years has all years, not the selected ones.
  const years = name === "year" ? { from: undefined, to: undefined, period: undefined } : {}
  const result = toChoice({ ...toInput(choice), ...years, by, levels, where })
  return by.length > 0 && "choice" in result ? result.choice : undefined
}

/** Returns the choices with less detail, nearest first: one step coarser or without one dimension, then two steps. */
export const nearestChoices = (choice: TableChoice): ReadonlyArray<TableChoice> => {
  const steps = (from: TableChoice) => [
    ...from.by.toReversed().flatMap((name) => coarser(from, name) ?? []),
    ...from.by.flatMap((name) => without(from, name) ?? [])
  ]
  const first = steps(choice)
  const found = new Map<string, TableChoice>()
  for (const one of [...first, ...first.flatMap(steps)]) found.set(JSON.stringify(one), one)
  found.delete(JSON.stringify(choice))
  return [...found.values()]
}

/**
 * Returns the table in full, with the years that are asked: where a sum over its labels would disclose one of them, those that are published can
 * be read on their own.
 */
export const wholeTable = (choice: TableChoice): TableChoice | undefined => {
  const { table, from, to } = toInput(choice)
  const result = toChoice({ table, from, to })
  return "choice" in result ? result.choice : undefined
}
