import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"

/**
 * A value of a user's or a released table as what is known of it: the interval `low` … `high`, one point when it is exact. A cell
 * that was not reported or not collected has none.
 */
export interface Cell {
  readonly state: CellState
  /** What methods take for the point: the value itself, or the middle of the interval; NaN where nothing was reported. */
  readonly value: number
  readonly low: number
  readonly high: number
}

export const exact = (value: number): Cell => ({ state: "published", value, low: value, high: value })

export const between = (low: number, high: number, state: CellState = "suppressed"): Cell => ({
  state,
  value: (low + high) / 2,
  low,
  high
})

export const silent = (state: "not_reported" | "not_collected" = "not_reported"): Cell => ({
  state,
  value: Number.NaN,
  low: Number.NaN,
  high: Number.NaN
})

/** How published values were rounded: each stands for all counts within `reach`. */
export interface Rounding {
  readonly base: number
  /** To the nearest multiple, or at random to one of the two beside it. */
  readonly kind: "nearest" | "random"
}

const reachOf = ({ base, kind }: Rounding) => (kind === "nearest" ? Math.floor(base / 2) : base - 1)

export interface CellFields {
  readonly value: string
  readonly state: string
  readonly low: string
  readonly high: string
}

export interface CellRules {
  readonly rounding?: Rounding | undefined
  /** What is known of a suppressed cell without bounds of its own. */
  readonly suppressed?: readonly [number, number] | undefined
}

export type CellProblem = { readonly rule: string; readonly expected: string }

const problem = (rule: string, expected: string): CellProblem => ({ rule, expected })

/** `1,234`, `1234.5`, `-3`; undefined when it is no number. Commas only where thousands have them. */
export const parseNumber = (text: string): number | undefined => {
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(",", "") : text
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

const isEmpty = (text: string) => text === "" || text === "NA" || text === "NaN" || text === "nan"

/**
 * What a row says of its value. `<5` is 0 … 4. Bounds of a row go before everything; a suppressed cell without bounds is an
 * interval only when `suppressed` says which, else a problem: nothing is made up.
 */
export const parseCell = ({ value, state, low, high }: CellFields, rules: CellRules): Cell | CellProblem => {
  if (state !== "" && !cellStates.includes(state as CellState)) return problem("no-state", cellStates.join(", "))
  if (state === "not_reported" || state === "not_collected")
    return isEmpty(value) ? silent(state) : problem("value-against-state", "no value where nothing was reported")
  if (value === "not_reported" || value === "not_collected") return silent(value)
  if (!isEmpty(low) || !isEmpty(high)) {
    const from = parseNumber(low)
    const to = parseNumber(high)
    if (from === undefined || to === undefined || from > to)
      return problem("no-interval", "two numbers, the lower first")
    const point = isEmpty(value) ? (from + to) / 2 : parseNumber(value)
    if (point === undefined) return problem("no-number", "a number, or nothing beside its bounds")
    if (point < from || point > to) return problem("outside-interval", "a value within its bounds")
    return { state: from === to ? "published" : "suppressed", value: point, low: from, high: to }
  }
  const below = /^<\s*(\d{1,9})$/.exec(value)
  if (below !== null) return between(0, Number(below[1]) - 1)
  if (state === "suppressed" || value === "suppressed") {
    if (!isEmpty(value) && value !== "suppressed")
      return problem("value-against-state", "no value where the state is suppressed")
    if (rules.suppressed === undefined)
      return problem(
        "no-bounds",
        "bounds of suppressed cells: columns --low and --high, or --suppressed LOW:HIGH for all"
      )
    return between(...rules.suppressed)
  }
  if (isEmpty(value))
    return state === "published" ? problem("no-number", "a number where the state is published") : silent()
  const number = parseNumber(value)
  if (number === undefined) return problem("no-number", "a number, <N, or nothing where nothing was reported")
  if (rules.rounding === undefined) return exact(number)
  const reach = reachOf(rules.rounding)
  return { state: "published", value: number, low: Math.max(0, number - reach), high: number + reach }
}

export const isCellProblem = (cell: Cell | CellProblem): cell is CellProblem => "rule" in cell
