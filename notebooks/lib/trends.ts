/** What the API states about series. */
import type { TrendAnswer } from "../../site/api/schemas/TrendSchemas.ts"
import { apiAddress, type Released } from "./released.ts"
import type { YearOf } from "./series.ts"

export interface Stated {
  readonly series: string
  readonly published: number
  readonly suppressed: number
  readonly direction: string
  /** Sen's slope of the published years: change in persons per year; null if there are too few. */
  readonly slope: number | null
  readonly words: string
  /** Whether what the partners that reported throughout show is published. */
  readonly hasPanel: boolean
}

/** Returns the API's verdict on each series of a table. It holds at the extremes of the suppressed years; otherwise there is none. */
export const statedOf = (
  { facts }: Released,
  series: ReadonlyArray<ReadonlyArray<YearOf>>
): Promise<ReadonlyArray<Stated>> =>
  Promise.all(
    series
      .flatMap(([first]) => (first === undefined ? [] : [first]))
      .map(async ({ series, labels }) => {
        const own = Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, String(label)]))
        const question = new URLSearchParams({ table: facts["table"] ?? "", release: facts["release"] ?? "", ...own })
        const answer = await fetch(`${apiAddress()}/v1/trends?${question}`)
        const { verdict, panel } = (await answer.json()) as TrendAnswer
        const { published, suppressed, direction, slope, words } = verdict
        return {
          series,
          published,
          suppressed,
          direction,
          slope: slope?.value ?? null,
          words,
          hasPanel: panel !== null
        }
      })
  )
