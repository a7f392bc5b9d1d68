/** `{% docs name %}` blocks of `.md` files, and `doc(…)` in descriptions. */
import { Effect } from "effect"
import type { Expression } from "../jinja/Ast.ts"
import type { Jinja } from "../jinja/Jinja.ts"
import { str } from "../jinja/Print.ts"
import { Scope } from "../jinja/Scope.ts"
import { fail, type TemplateError } from "../jinja/TemplateError.ts"
import { isTemplate } from "../jinja/TemplateParser.ts"
import { plainFunction, type Value } from "../jinja/Value.ts"
import { type ProjectError, refuse } from "../ProjectError.ts"
import { blockTags } from "./files/BlockTags.ts"
import type { ProjectText } from "./files/PackageFolder.ts"
import { parseFile } from "./files/ParseFile.ts"
import type { Doc } from "./Node.ts"
import { reading } from "./Reading.ts"
import { NameLookup } from "./RefLookup.ts"

/** Reads the docs blocks of a package's files, by id. Refuses two of one name. */
export const readDocs = Effect.fn("Docs.read")(function* (
  jinja: Jinja,
  packageName: string,
  files: ReadonlyArray<ProjectText>
) {
  const docs = new Map<string, Doc>()
  for (const file of files) {
    const blocks = yield* reading(() => blockTags(file.path, file.text.trim(), new Set(["docs"])))
    for (const { name, contents, line } of blocks) {
      const uniqueId = `doc.${packageName}.${name}`
      const template = yield* reading(() => {
        const other = docs.get(uniqueId)
        if (other !== undefined) {
          refuse(`${file.path} line ${line}`, `the docs block '${name}' is also in ${other.originalFilePath}`)
        }
        return parseFile(file.path, contents)
      })
      const text = (yield* jinja.render(file.path, template, new Scope())).trim()
      docs.set(uniqueId, { uniqueId, name, packageName, path: file.below, originalFilePath: file.path, text })
    }
  }
  return docs
})

export interface Described {
  readonly text: string
  /** Unique ids of the docs blocks that it names. */
  readonly blocks: ReadonlyArray<string>
}

/** Texts given to `doc` where a call of it is printed. */
const named = (expression: Expression): ReadonlyArray<string> | undefined => {
  if (expression.type !== "call" || expression.of.type !== "name" || expression.of.name !== "doc") return undefined
  const args = expression.call.args.map((each) => (each.type === "const" ? each.value : undefined))
  return args.every((each) => typeof each === "string") ? (args as ReadonlyArray<string>) : undefined
}

/** Renders a description of a package; errors name `subject`. */
export type Describe = (
  subject: string,
  packageName: string,
  text: string
) => Effect.Effect<Described, ProjectError | TemplateError>

/** Descriptions, whose `doc(…)` is answered with the docs blocks of all packages. */
export const describing = (
  jinja: Jinja,
  root: string,
  docs: ReadonlyMap<string, Doc>,
  scopeOf: (packageName: string) => Scope
): Describe => {
  const names = new NameLookup(root)
  for (const { name, packageName, uniqueId } of docs.values()) names.add(name, packageName, uniqueId)
  const find = (subject: string, packageName: string, args: ReadonlyArray<string>): Doc | undefined => {
    const [name, wanted] = args.length === 2 ? [args[1] as string, args[0]] : [args[0] as string, undefined]
    return docs.get(names.find(subject, name, packageName, wanted) ?? "")
  }
  return Effect.fnUntraced(function* (subject: string, packageName: string, text: string) {
    if (!isTemplate(text)) return { text, blocks: [] }
    const template = yield* reading(() => parseFile(subject, text))
    const scope = new Scope(scopeOf(packageName))
    scope.set(
      "doc",
      plainFunction("doc", (args): Value => {
        if (args.length === 0 || args.length > 2) return fail("doc() takes a name, or a package and a name")
        const words = args.map(str)
        return find(subject, packageName, words)?.text ?? fail(`there is no docs block '${words.join(".")}'`)
      })
    )
    const rendered = yield* jinja.render(subject, template, scope)
    const blocks = yield* reading(() =>
      template.flatMap((each) => {
        const args = each.type === "print" ? named(each.value) : undefined
        const doc = args === undefined ? undefined : find(subject, packageName, args)
        return doc === undefined ? [] : [doc.uniqueId]
      })
    )
    return { text: rendered, blocks }
  })
}
