import { type Flow, join, nothing } from "../Flow.ts"

/** What an expression reads: directly, through keys of its GROUP BY, and through aggregates. */
export interface FlowValue {
  readonly plain: Flow
  readonly keys: Flow
  readonly aggregated: Flow
}

export const noValue: FlowValue = { plain: nothing, keys: nothing, aggregated: nothing }

export const plainValue = (plain: Flow): FlowValue => ({ plain, keys: nothing, aggregated: nothing })

export const joinValues = (values: ReadonlyArray<FlowValue>): FlowValue => ({
  plain: join(...values.map(({ plain }) => plain)),
  keys: join(...values.map(({ keys }) => keys)),
  aggregated: join(...values.map(({ aggregated }) => aggregated))
})

export const everything = ({ plain, keys, aggregated }: FlowValue): Flow => join(plain, keys, aggregated)

export const mapValue = (value: FlowValue, change: (flow: Flow) => Flow): FlowValue => ({
  plain: change(value.plain),
  keys: change(value.keys),
  aggregated: change(value.aggregated)
})
