import { type Flow, join, nothing } from "../Flow.ts"

/** What an expression reads: directly, through keys of its GROUP BY, and through aggregates. */
export interface FlowValue {
  readonly plain: Flow
  readonly keys: Flow
  readonly aggregated: Flow
}

export const noValue: FlowValue = { plain: nothing, keys: nothing, aggregated: nothing }

/** Returns the value of an expression that only reads columns. */
export const plainValue = (plain: Flow): FlowValue => ({ plain, keys: nothing, aggregated: nothing })

/** Returns the value of an expression of which these are the parts. */
export const joinValues = (values: ReadonlyArray<FlowValue>): FlowValue => ({
  plain: join(...values.map(({ plain }) => plain)),
  keys: join(...values.map(({ keys }) => keys)),
  aggregated: join(...values.map(({ aggregated }) => aggregated))
})

/** Returns all that an expression reads, however it reads it. */
export const everything = ({ plain, keys, aggregated }: FlowValue): Flow => join(plain, keys, aggregated)

/** Changes each of the three flows in the same way. */
export const mapValue = (value: FlowValue, change: (flow: Flow) => Flow): FlowValue => ({
  plain: change(value.plain),
  keys: change(value.keys),
  aggregated: change(value.aggregated)
})
