import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const read = (name: string): string =>
  readFileSync(new URL(`../fixtures/jinja/store/${name}`, import.meta.url), "utf8").replace(/\n$/, "")

/** Models that ask the store while they are compiled. */
export const templates = read("templates.txt").split("\n-----\n")

/** What the store holds then. */
export const setup = read("setup.sql")
  .split(/;\n?/)
  .filter((statement) => statement.trim() !== "")

export const modelName = (index: number): string => `asks_${index}`

/** A project with each template as a model. */
export const writeProject = (folder: string): void => {
  mkdirSync(join(folder, "models"), { recursive: true })
  writeFileSync(
    join(folder, "dbt_project.yml"),
    "name: corridor\nversion: '1.0'\nprofile: corridor\nflags: {send_anonymous_usage_stats: false}\n"
  )
  for (const [index, template] of templates.entries()) {
    writeFileSync(join(folder, "models", `${modelName(index)}.sql`), template)
  }
}
