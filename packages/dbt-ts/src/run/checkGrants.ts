import { Effect } from "effect"
import { ProjectError } from "../ProjectError.ts"
import { isSettings } from "../project/files/Yaml.ts"
import type { Node } from "../project/Node.ts"

/** Fails if a node that will be built has grants: dbt would grant these rights, dbt-ts would not. */
export const checkGrants = (nodes: Iterable<Node>): Effect.Effect<void, ProjectError> => {
  for (const { resourceType, config, originalFilePath } of nodes) {
    const { grants } = config
    if (["model", "seed", "snapshot"].includes(resourceType) && isSettings(grants) && Object.keys(grants).length > 0) {
      const reason = "the config 'grants' is not supported: grant the rights in ClickHouse and remove it"
      return Effect.fail(new ProjectError({ subject: originalFilePath, reason }))
    }
  }
  return Effect.void
}
