/** A model, snapshot or seed without a project around it: what the runner needs of one. */

import type { Node } from "@corridor/dbt-ts/project/Node"
import type { ResourceType } from "@corridor/dbt-ts/project/ResourceType"
import { plainNode } from "@corridor/dbt-ts/run/Inline"
import { ClickHouse, refusedStatement } from "@corridor/dbt-ts/store/ClickHouse"
import { Effect, Ref } from "effect"

export const transformNode = (
  name: string,
  config: Readonly<Record<string, unknown>>,
  more: Partial<Node> = {},
  resourceType: ResourceType = "model"
): Node =>
  plainNode({
    uniqueId: `${resourceType}.small.${name}`,
    resourceType,
    packageName: "small",
    name,
    path: `${name}.sql`,
    originalFilePath: `models/${name}.sql`,
    fqn: ["small", name],
    config: { enabled: true, materialized: "table", tags: [], meta: {}, ...config },
    schema: "small",
    ...more
  })

/** How a store fails: from the statement with this number on, once or for good. */
export interface Fault {
  readonly at: number
  readonly forGood: boolean
}

const broken = refusedStatement("broken on purpose")

/** Runs `use` over a store that fails at one of its changing statements. Returns how many there were. */
export const withFault = <A, E, R>(fault: Fault | undefined, use: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const clickhouse = yield* ClickHouse
    const sent = yield* Ref.make(0)
    const faulty = ClickHouse.of({
      ...clickhouse,
      command: (sql, options) =>
        Effect.gen(function* () {
          const number = yield* Ref.updateAndGet(sent, (count) => count + 1)
          if (fault !== undefined && (fault.forGood ? number >= fault.at : number === fault.at)) return yield* broken
          return yield* clickhouse.command(sql, options)
        })
    })
    const exit = yield* Effect.exit(Effect.provideService(use, ClickHouse, faulty))
    return { exit, statements: yield* Ref.get(sent) }
  })
