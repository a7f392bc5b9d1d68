/** What a candidate left in its store, as one line of JSON: `node contents.ts FOLDER`. A process of its own, for a store belongs to one. */
import { Effect } from "effect"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { legFields } from "./RouteRulesSql.ts"

/** All that is stored of a record but the product's own hash of it and the time of loading. */
const accepted = [
  "partner_id",
  "record_id",
  "revision",
  "person",
  "key_version",
  "citizenship",
  ...legFields.map((field) => `legs.${field}`),
  "movement",
  "kafka_partition",
  "kafka_offset"
]
const refused = ["topic", "partition", "offset", "sent_at", "partner_id", "kind", "code", "path"]

/** The sum does not depend on the order; each column is made text, so that it does not depend on how the column is stored. */
const sumOf = (columns: ReadonlyArray<string>) =>
  `toString(sum(cityHash64(${columns.map((column) => `toJSONString(${column})`).join(", ")})))`

const folder = process.argv[2] as string

const rows = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const [routes] = yield* warehouse.query<object>(
    `SELECT count() AS accepted, ${sumOf(accepted)} AS acceptedHash FROM corridor_raw.route_record`
  )
  const [quarantine] = yield* warehouse.query<object>(
    `SELECT uniqExact(topic, partition, offset) AS refused, ${sumOf(refused)} AS refusedHash FROM corridor_audit.quarantine`
  )
  return { ...routes, ...quarantine }
})

const found = await Effect.runPromise(rows.pipe(Effect.provide(EmbeddedWarehouse.layer(folder))))
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit(0))
