/**
 * The `Warehouse` of a cluster: a server's `Warehouse` that sends definitions and changes to every node. Reads and inserts are unchanged,
 * because they use the Distributed tables. Their guarantees come from the profiles in `Access.ts`.
 */
import { Context, Effect, Layer } from "effect"
import { type QueryOptions, Warehouse } from "../../ports/Warehouse.ts"
import { clusterStatements } from "./ClusterStatements.ts"

/** Returns a `Warehouse` that rewrites statements for one node as statements for the cluster. */
export const overCluster = (cluster: string, server: Warehouse["Service"]): Warehouse["Service"] => {
  const shardedTables = server
    .query<{ name: string }>(
      "SELECT concat(database, '.', name) AS name FROM system.tables WHERE engine = 'Distributed' AND database LIKE 'corridor\\_%'"
    )
    .pipe(Effect.map((rows) => new Set(rows.map((row) => row.name))))
  return Warehouse.of({
    ...server,
    command: Effect.fn("ClusterWarehouse.command")(function* (sql: string, options?: QueryOptions) {
      const changes = /^\s*(ALTER|DROP)\s/i.test(sql)
      const sharded = changes ? yield* shardedTables : new Set<string>()
      let written = 0
      for (const statement of clusterStatements(sql, { cluster }, (table) => sharded.has(table)))
        written += (yield* server.command(statement, options)).written
      return { written }
    })
  })
}

/** The `Warehouse` of the cluster with this name, over that of one of its servers. */
export const layer = <E, R>(cluster: string, server: Layer.Layer<Warehouse, E, R>): Layer.Layer<Warehouse, E, R> =>
  Layer.effect(
    Warehouse,
    Effect.map(Layer.build(server), (services) => overCluster(cluster, Context.get(services, Warehouse)))
  )
