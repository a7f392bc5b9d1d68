/** What reaches a value: columns of the relations that a query reads, each with the class that arrives. */
import type { PrivacyClass } from "./PrivacyClass.ts"

export interface Reading {
  /** Unique id of the node or source that is read. */
  readonly relation: string
  /** Name of its column; empty for its rows: that one is there, and how many. */
  readonly column: string
  /** The class there, and the class that arrives. */
  readonly was: PrivacyClass
  readonly is: PrivacyClass
  /** What changed the class on the way, in order. */
  readonly by: ReadonlyArray<string>
}

export type Flow = ReadonlyMap<string, Reading>

export const nothing: Flow = new Map()

const keyOf = ({ relation, column, was, is }: Reading) => `${relation}\u0000${column}\u0000${was}\u0000${is}`

/** Returns readings as a flow. Of several that differ only in what changed their class, the first is kept. */
export const flowOfReadings = (readings: Iterable<Reading>): Flow => {
  const flow = new Map<string, Reading>()
  for (const reading of readings) {
    const key = keyOf(reading)
    if (!flow.has(key)) flow.set(key, reading)
  }
  return flow
}

/** Returns all that any of the flows has. */
export const join = (...flows: ReadonlyArray<Flow>): Flow => {
  const some = flows.filter((flow) => flow.size > 0)
  if (some.length < 2) return some[0] ?? nothing
  const joined = new Map(some[0])
  for (const flow of some.slice(1)) for (const [key, reading] of flow) if (!joined.has(key)) joined.set(key, reading)
  return joined
}

/** Returns the flow with other classes where `change` gives one. */
export const change = (flow: Flow, by: string, to: (is: PrivacyClass) => PrivacyClass): Flow => {
  if (![...flow.values()].some(({ is }) => to(is) !== is)) return flow
  return flowOfReadings(
    [...flow.values()].map((reading) => {
      const is = to(reading.is)
      return is === reading.is ? reading : { ...reading, is, by: [...reading.by, by] }
    })
  )
}

/** Returns the classes that arrive. */
export const classesOf = (flow: Flow): ReadonlySet<PrivacyClass> => new Set([...flow.values()].map(({ is }) => is))
