import { Effect } from "effect"
import { str } from "../../jinja/Print.ts"
import { plainFunction } from "../../jinja/Value.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Project } from "../../parse/ParseProject.ts"
import { parseFile } from "../../project/files/ParseFile.ts"
import type { Node } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"

/** `this`, `ref('x')` and `source('s', 't')` as unique ids; the ids that a model may name are those that it depends on. */
export const inputId = Effect.fn("UnitTestInput.id")(function* (
  project: Project,
  where: string,
  model: Node,
  input: string
) {
  if (input.trim() === "this") return model.uniqueId
  const { nodes, sources } = project.manifest
  let found: string | undefined
  const ref = plainFunction("ref", (args, named) => {
    const version = named.get("v") ?? named.get("version")
    const ids = [...model.dependsOn, ...nodes.keys()]
    found = ids.find((id) => {
      const node = nodes.get(id)
      if (node === undefined || node.resourceType === "test" || node.name !== str(args.at(-1) ?? "")) return false
      if (args.length === 2 && node.packageName !== str(args[0] as string)) return false
      return version === undefined || version === null
        ? node.version === node.latestVersion
        : String(node.version) === str(version)
    })
    return ""
  })
  const source = plainFunction("source", (args) => {
    const [name, table] = args.map(str)
    found = [...sources.values()].find((each) => each.sourceName === name && each.name === table)?.uniqueId
    return ""
  })
  const scope = project.base.jinja.scope([
    ["ref", ref],
    ["source", source]
  ])
  const template = yield* reading(() => parseFile(where, `{{ ${input} }}`))
  yield* project.base.jinja.render(where, template, scope)
  if (found !== undefined) return found
  return yield* new ProjectError({ subject: where, reason: `the input ${input} was not found in the project` })
})
