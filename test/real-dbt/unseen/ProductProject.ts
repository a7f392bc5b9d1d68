/** Corridor's own project on generated raw records of every kind, late ones and withdrawals among them. */
import { join } from "node:path"
import { type Project, readProject } from "../../../packages/dbt-ts/test/conformance/dbt/FoundProject.ts"
import { insertAssistance, insertProceedings, insertVictims } from "../../bench/marts/PersonRows.ts"
import { insertPartners, insertRoutes } from "../../bench/marts/RouteRows.ts"
import { rawTableStatements } from "../../property/marts/RawRows.ts"

const records = 20_000

export const productProject = (): Project => ({
  files: readProject(join(import.meta.dirname, "../../../transform")),
  scenario: {
    project: "corridor",
    schema: "corridor_mart",
    env: {},
    // Counts the builds of marts in the order in which they began, which is no runner's to promise.
    halfMade: [/^corridor_staging\.mart_months$/],
    contested: ["collected_questions", "codes", "int_victims", "int_victim_answers"].map(
      (input) => `corridor/models/marts/victims/_unit_tests.yml/${input}.sql`
    ),
    steps: [
      {
        kind: "sql",
        statements: [
          ...rawTableStatements,
          insertPartners,
          insertRoutes(0, records, 0),
          insertRoutes(0, records, 1),
          insertVictims({ first: 0, count: records / 2 }),
          insertAssistance({ first: 0, count: records / 4 }),
          insertProceedings({ first: 0, count: records / 8 })
        ]
      },
      { kind: "dbt", arguments: ["build"], documents: ["manifest"] },
      {
        kind: "sql",
        statements: [
          insertRoutes(records, 200, 0, { year: 2024, month: 11 }),
          insertRoutes(records + 200, 200, 0, { year: 2009, month: 3 }),
          insertVictims({ first: records, count: 100, arrival: { year: 2024, month: 11 } }),
          insertAssistance({ first: records, count: 100, arrival: { year: 2009, month: 3 } }),
          insertProceedings({ first: records, count: 100, arrival: { year: 2024, month: 11 } }),
          "insert into corridor_raw.withdrawal (partner_id, record_id, person) select partner_id, record_id, person from corridor_raw.route_record where cityHash64(person) % 50 = 0"
        ]
      },
      { kind: "dbt", arguments: ["build"] },
      { kind: "dbt", arguments: ["run", "--full-refresh"] },
      { kind: "list", selections: [[], ["--select", "+tag:mart"]] }
    ]
  }
})
