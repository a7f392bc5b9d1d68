/** The fingerprint by which marts detect a change of a table: inserts, deletions and updates change it, merges do not. */
import { join } from "node:path"
import { show } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { over } from "../../infra/marts/TransformStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("version")

const inline = "select toString({{ version_of(['corridor_raw.some_table']) }}) as version"
const versionNow = Effect.map(
  show({
    target: corridorTarget,
    projectDir: new URL("../../transform", import.meta.url).pathname,
    targetPath: join(folder, "target"),
    inline
  }),
  ({ rows }) => JSON.stringify(rows)
)

layer(Layer.mergeAll(over(embeddedStores(join(folder, "store"))), NodeServices.layer), { excludeTestServices: true })(
  "version of tables",
  (it) => {
    it.effect("merges leave it, inserts, deletions and changes move it", () =>
      Effect.gen(function* () {
        const { command } = yield* Warehouse
        yield* command("create table corridor_raw.some_table (n UInt32) engine = MergeTree order by n")
        yield* command("system stop merges corridor_raw.some_table")
        for (const n of [1, 2, 3]) yield* command(`insert into corridor_raw.some_table values (${n})`)
        const before = yield* versionNow
        yield* command("system start merges corridor_raw.some_table")
        yield* command("optimize table corridor_raw.some_table final")
        assert.strictEqual(yield* versionNow, before)
        const seen = new Set([before])
        for (const change of [
          "insert into corridor_raw.some_table values (4)",
          "alter table corridor_raw.some_table delete where n = 2 settings mutations_sync = 2",
          "delete from corridor_raw.some_table where n = 3"
        ]) {
          yield* command(change)
          const after = yield* versionNow
          assert.isFalse(seen.has(after), change)
          seen.add(after)
        }
        yield* command("optimize table corridor_raw.some_table final")
        seen.delete(yield* versionNow)
        assert.strictEqual(seen.size, 4, "a merge that takes out what was deleted is a change, for rows went")
      })
    )
  }
)
