/** The models and tests of the marts that failed, or did not end, when they were last run. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { VintageRefused } from "../../release/vintage/Vintages.ts"

/** The table of results. Created with the turn to build (`buildTurn.ts`), written by the hooks of the dbt project (`transform/macros/build_results.sql`). */
export const buildResults = "corridor_staging.build_results"

/** Returns the names in dbt of the models and tests whose last run failed or did not end, models first. The caller holds the turn to build, so none of them is running. */
export const failedBuilds = Effect.fn("failedBuilds")(function* () {
  const { query } = yield* Warehouse
  const failed = yield* query<{ node: string }>(
    `SELECT node FROM ${buildResults} WHERE node NOT LIKE 'operation.%' AND node NOT LIKE 'unit_test.%'
     GROUP BY node HAVING argMax(status, at) NOT IN ('success', 'pass', 'warn', 'no-op', 'partial success') ORDER BY node`
  )
  return failed.map(({ node }) => node.split(".")[2] ?? node)
})

/** Fails if the last build of a model or a test failed or did not end: no vintage is made of such marts. */
export const refuseFailedBuilds = Effect.gen(function* () {
  const [failed, ...others] = yield* failedBuilds()
  if (failed !== undefined)
    return yield* new VintageRefused({
      message: `The last build of the marts failed or did not end: ${failed}${others.length > 0 ? ` and ${others.length} more of its models and tests` : ""}. Run 'transform build' until it succeeds, then create the vintage.`
    })
})
