import type { Template } from "../jinja/Ast.ts"
import type { Jinja } from "../jinja/Jinja.ts"
import type { Macro } from "../jinja/Macro.ts"
import type { Scope } from "../jinja/Scope.ts"
import { TemplateError } from "../jinja/TemplateError.ts"
import { parseTemplate } from "../jinja/TemplateParser.ts"
import { HostObject, type Value } from "../jinja/Value.ts"
import { refuse } from "../ProjectError.ts"
import type { ProjectText } from "../project/ProjectFolder.ts"
import { builtinMacros } from "./BuiltinMacros.ts"

interface MacroFile {
  /** `dbt` for what every project has, else the project's name. */
  readonly package: string
  readonly path: string
  readonly template: Template
}

/** `dbt.name(…)` and `project.name(…)`. */
class PackageMacros extends HostObject {
  readonly typeName = "MacroNamespace"
  readonly #macros: ReadonlyMap<string, Macro>
  constructor(macros: ReadonlyMap<string, Macro>) {
    super()
    this.#macros = macros
  }
  override attribute(name: string): Value | undefined {
    return this.#macros.get(name)
  }
}

/** Parses a file's template; an error names the file. */
export const parseFile = (path: string, text: string): Template => {
  try {
    return parseTemplate(text)
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown
    throw new TemplateError({
      message: thrown.message,
      template: path,
      ...(thrown.line === undefined ? {} : { line: thrown.line })
    })
  }
}

/** Every macro of a project, ready to be given to the context of one node after the other. */
export class MacroLibrary {
  readonly #project: string
  readonly #files: ReadonlyArray<MacroFile>

  constructor(project: string, files: ReadonlyArray<ProjectText>) {
    this.#project = project
    this.#files = [
      { package: "dbt", path: "builtin", template: parseFile("builtin", builtinMacros) },
      ...files.map(({ path, text }) => ({ package: project, path, template: parseFile(path, text) }))
    ]
    for (const { path, template } of this.#files) {
      const other = template.find((each) => each.type !== "macro" && each.type !== "data")
      if (other !== undefined) refuse(path, `'${other.type}' outside of macros is not supported in macro files`)
    }
  }

  /** Files and names of the project's own macros. */
  ownMacros(): ReadonlyArray<{ readonly path: string; readonly name: string }> {
    return this.#files.flatMap(({ package: owner, path, template }) =>
      owner === "dbt"
        ? []
        : template.flatMap((each) => (each.type === "macro" ? [{ path, name: each.macro.name }] : []))
    )
  }

  /** Puts the macros into `scope`, whose names they see, and gives them by name. */
  install(jinja: Jinja, scope: Scope): ReadonlyMap<string, Macro> {
    const all = new Map<string, Macro>()
    const byPackage = new Map<string, Map<string, Macro>>()
    for (const file of this.#files) {
      const own = byPackage.get(file.package) ?? new Map<string, Macro>()
      byPackage.set(file.package, own)
      for (const macro of jinja.macros(file.template, scope)) {
        all.set(macro.body.name, macro)
        own.set(macro.body.name, macro)
      }
    }
    for (const [name, macro] of all) scope.set(name, macro)
    for (const name of ["dbt", this.#project]) scope.set(name, new PackageMacros(byPackage.get(name) ?? new Map()))
    return all
  }
}
