/** A project's privacy settings, in YAML that dbt reads, too: `meta` of columns and models, and `vars`. */
import { isMapping } from "../Documents.ts"
import { refuse } from "../ProjectError.ts"
import type { Manifest, Node, Source } from "../project/Node.ts"
import type { Settings } from "../project/Settings.ts"
import type { Lowering } from "./Lowering.ts"
import { isPrivacyClass, type PrivacyClass, privacyClasses } from "./PrivacyClass.ts"

const classOf = (subject: string, value: unknown): PrivacyClass =>
  isPrivacyClass(value)
    ? value
    : refuse(subject, `privacy '${String(value)}' must be one of ${privacyClasses.join(", ")}`)

const texts = (subject: string, what: string, value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) && value.every((each) => typeof each === "string")
    ? (value as ReadonlyArray<string>)
    : refuse(subject, `'${what}' must be a list of names`)

const only = (subject: string, settings: Settings, keys: ReadonlyArray<string>): void => {
  for (const key of Object.keys(settings)) {
    if (!keys.includes(key)) refuse(subject, `'${key}' of privacy is not supported: it has ${keys.join(", ")}`)
  }
}

/** Returns the class that `meta` gives a column; undefined if none. Refuses any other word, naming `subject`. */
export const columnClass = (subject: string, meta: Settings): PrivacyClass | undefined =>
  meta["privacy"] === undefined ? undefined : classOf(subject, meta["privacy"])

/** `meta: {privacy: {rows: …}}` at a source table: what its rows disclose if no column is a pseudonym. */
export const sourceRows = (source: Source): PrivacyClass | undefined => {
  const privacy = source.meta["privacy"]
  if (privacy === undefined) return undefined
  if (!isMapping(privacy)) return refuse(source.uniqueId, "'privacy' of a source table must have 'rows'")
  only(source.uniqueId, privacy, ["rows"])
  return classOf(source.uniqueId, privacy["rows"])
}

export interface ModelPrivacy {
  readonly mayExpose: ReadonlySet<PrivacyClass>
  /** Why the classes in its YAML are used instead of those derived from its SQL. */
  readonly trust: string | undefined
}

/** `meta: {privacy: {may_expose: […], trust: …}}` of a model, most often given to its folder. */
export const modelPrivacy = (node: Node): ModelPrivacy | undefined => {
  const privacy = node.config.meta["privacy"]
  if (privacy === undefined) return undefined
  if (!isMapping(privacy)) return refuse(node.uniqueId, "'privacy' must have 'may_expose'")
  only(node.uniqueId, privacy, ["may_expose", "trust"])
  const { may_expose: mayExpose, trust } = privacy
  if (trust !== undefined && (typeof trust !== "string" || trust.trim() === "")) {
    return refuse(node.uniqueId, "'trust' must give a reason")
  }
  return {
    mayExpose: new Set(texts(node.uniqueId, "may_expose", mayExpose).map((each) => classOf(node.uniqueId, each))),
    trust: trust as string | undefined
  }
}

const lowering = (name: string, value: unknown): Lowering => {
  const subject = `dbt_project.yml: privacy_lowerings.${name}`
  if (!isMapping(value)) return refuse(subject, "must have 'from', 'to' and 'functions'")
  only(subject, value, ["from", "to", "functions", "groups", "guarded"])
  const from = new Set(texts(subject, "from", value["from"]).map((each) => classOf(subject, each)))
  for (const never of ["direct", "secret"] as const) {
    if (from.has(never)) return refuse(subject, `'${never}' is never lowered`)
  }
  return {
    name,
    from,
    to: classOf(subject, value["to"]),
    functions: new Set(texts(subject, "functions", value["functions"]).map((each) => each.toLowerCase())),
    groups: value["groups"] === true,
    guarded: value["guarded"] === true
  }
}

/** Returns the macros that may lower a class: `vars: {privacy_lowerings: {…}}` of the project file; `--vars` cannot change it. */
export const lowerings = (vars: Settings): ReadonlyArray<Lowering> => {
  const written = vars["privacy_lowerings"] ?? {}
  if (!isMapping(written)) return refuse("dbt_project.yml", "'privacy_lowerings' must be macros by name")
  return Object.entries(written).map(([name, value]) => lowering(name, value))
}

/** A project whose YAML does not mention privacy is not checked. */
export const isGoverned = ({ nodes, sources }: Manifest): boolean =>
  [...sources.values()].some(
    ({ meta, columns }) =>
      meta["privacy"] !== undefined || [...columns.values()].some((each) => each.meta["privacy"] !== undefined)
  ) || [...nodes.values()].some(({ config }) => config.meta["privacy"] !== undefined)

/**
 * Returns the classes that may leave for an operator's terminal by `show` and `run-operation`, and for a table by `store_failures` of a
 * test without its own setting: `vars: {privacy_shown: […]}` of the project file; `--vars` cannot change it.
 */
export const shownClasses = (vars: Settings): ReadonlySet<PrivacyClass> => {
  const subject = "dbt_project.yml: privacy_shown"
  const written = vars["privacy_shown"]
  if (written === undefined) return new Set(["open", "aggregate", "dimension"])
  return new Set(texts(subject, "privacy_shown", written).map((each) => classOf(subject, each)))
}
