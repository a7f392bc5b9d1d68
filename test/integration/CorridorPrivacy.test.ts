/** Corridor's own project: every model exposes what it may, and a mart with person-level rows is refused with their lineage. */
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { compile } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { sensitiveColumnsFile, sensitiveColumnsText } from "../../infra/marts/sensitiveColumns.ts"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { cubes } from "../../release/catalogue/cubes.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { createRawTables } from "../property/marts/RawRows.ts"

const folder = testFolder("own-privacy")

const projectDir = join(folder, "transform")
for (const part of ["dbt_project.yml", "models", "macros", "seeds", "tests"]) {
  cpSync(new URL(`../../transform/${part}`, import.meta.url), join(projectDir, part), { recursive: true })
}

/** Marts that must be refused: the resulting class, and the end of its lineage. */
const attacks: Readonly<Record<string, readonly [sql: string, words: ReadonlyArray<string>]>> = {
  a_row_of_each_person: [
    "select person, origin, destination from {{ ref('int_routes') }}",
    [
      "a_row_of_each_person.person is 'pseudonym'",
      "int_routes.person (models/intermediate/int_routes.sql) <- int_routes_by_month.person (models/rebuild/int_routes_by_month.sql) <- stg_routes.person (models/staging/stg_routes.sql) <- source.corridor_raw.route_record.person",
      "a_row_of_each_person.origin is 'quasi'"
    ]
  ],
  a_record_id: [
    "select record_id from {{ ref('int_routes') }}",
    ["'pseudonym'", "source.corridor_raw.route_record.record_id"]
  ],
  persons_in_a_list: [
    "select origin, {{ measures() }}, groupArray(person) as persons from {{ ref('int_routes') }} group by origin",
    ["persons_in_a_list.persons is 'pseudonym'", "source.corridor_raw.route_record.person"]
  ],
  any_form_of_exploitation: [
    "select country, {{ persons() }} as victims, any(exploitation_types) as forms from {{ ref('int_victims') }} group by country",
    ["any_form_of_exploitation.forms is 'sensitive'", "source.corridor_raw.victim_record.typeOfExploitation"]
  ],
  persons_under_a_hash: [
    "select cityHash64(person) as x, {{ counted('count()') }} as n from {{ ref('int_routes') }} group by x",
    ["persons_under_a_hash.x is 'pseudonym'"]
  ],
  open_columns_of_persons: [
    "select partner_id, is_invented from {{ ref('int_routes') }}",
    ["the presence of rows in open_columns_of_persons is 'pseudonym'"]
  ],
  when_it_was_loaded: [
    "select loaded_at, {{ counted('count()') }} as n from {{ source('corridor_raw', 'route_record') }} group by loaded_at",
    ["when_it_was_loaded.loaded_at is 'precise'"]
  ],
  what_a_partner_proves_itself_with: [
    "select partner_id, token_hash from {{ source('corridor_raw', 'partner') }}",
    ["what_a_partner_proves_itself_with.token_hash is 'secret'"]
  ]
}

for (const [name, [sql]] of Object.entries(attacks)) writeFileSync(join(projectDir, `models/marts/${name}.sql`), sql)

layer(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer), {
  excludeTestServices: true
})("privacy in Corridor's lineage", (it) => {
  it.effect("marts contain counts by dimensions; person-level rows are refused", () =>
    Effect.gen(function* () {
      yield* createRawTables()
      const targetPath = join(folder, "target")
      const { results } = yield* compile({
        projectDir,
        target: corridorTarget,
        targetPath,
        select: ["resource_type:model"]
      })
      const failed = new Map(
        results.filter(({ status }) => status === "error").map(({ name, message }) => [name, message ?? ""])
      )
      assert.deepStrictEqual([...failed.keys()].sort(), Object.keys(attacks).sort(), [...failed.values()].join("\n\n"))
      for (const [name, [, words]] of Object.entries(attacks)) {
        for (const word of words) assert.include(failed.get(name), word)
      }
      const manifest = JSON.parse(readFileSync(join(targetPath, "manifest.json"), "utf8"))
      const classOf = (model: string, column: string): string =>
        manifest.nodes[`model.corridor.${model}`].columns[column].meta.corridor_privacy.class
      assert.strictEqual(classOf("flows", "victims"), "aggregate")
      assert.strictEqual(classOf("flows", "origin"), "dimension")
      assert.strictEqual(classOf("int_routes", "origin"), "quasi")
      assert.strictEqual(classOf("stg_routes", "person"), "pseudonym")
      assert.strictEqual(classOf("stg_partners", "partner_name"), "open")
      // The catalogue takes from this file which dimensions are sensitive.
      assert.strictEqual(readFileSync(sensitiveColumnsFile, "utf8"), sensitiveColumnsText(manifest))
      const isSensitive = (mart: string, column: string): boolean =>
        [...cubes.values()].find((cube) => cube.mart === mart)?.dimensions.find((one) => one.column === column)
          ?.sensitive ?? false
      assert.isTrue(isSensitive("partner_victims", "form"))
      assert.isTrue(isSensitive("partner_assistance", "assistance_type"))
      assert.isFalse(isSensitive("partner_victims", "country"))
    })
  )
})
