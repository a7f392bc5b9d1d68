/** What one runner left otherwise than the other, as lines a person can act on. */
import { isDeepStrictEqual } from "node:util"
import type { Seen } from "./RunScenario.ts"
import type { Observed, Scenario, Stored } from "./Scenario.ts"

export interface Difference {
  /** The command after which it shows. */
  readonly command: string
  /** `result`, `compiled`, `stored`, `list`, `document nodes`… */
  readonly what: string
  readonly of: string
  readonly expected: unknown
  readonly found: unknown
}

type Entries = Readonly<Record<string, unknown>>

const compare = (command: string, what: string, expected: Entries, found: Entries): ReadonlyArray<Difference> =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((of) =>
    isDeepStrictEqual(expected[of], found[of]) ? [] : [{ command, what, of, expected: expected[of], found: found[of] }]
  )

/** The first field that differs, with its path; dbt-ts may report more than dbt, never less or something else. */
export const compareDeep = (
  command: string,
  what: string,
  of: string,
  expected: unknown,
  found: unknown
): ReadonlyArray<Difference> => {
  const isFields = (value: unknown): value is Entries =>
    typeof value === "object" && value !== null && !Array.isArray(value)
  if (!isFields(expected) || !isFields(found))
    return isDeepStrictEqual(expected, found) ? [] : [{ command, what, of, expected, found }]
  return Object.keys(expected).flatMap((key) => compareDeep(command, what, `${of}.${key}`, expected[key], found[key]))
}

type Scene = Pick<Scenario, "halfMade" | "contested">

const tables = (stored: Readonly<Record<string, Stored>>, { halfMade }: Scene): Entries =>
  Object.fromEntries(Object.entries(stored).filter(([name]) => !halfMade.some((pattern) => pattern.test(name))))

/** A catalog's entry of such a table. */
const isHalfMade = (value: unknown, { halfMade }: Scene): boolean => {
  const metadata = (value as { metadata?: { schema: string; name: string } } | null)?.metadata
  return metadata !== undefined && halfMade.some((pattern) => pattern.test(`${metadata.schema}.${metadata.name}`))
}

const commandDifferences = (scene: Scene, expected: Observed, found: Observed): ReadonlyArray<Difference> => {
  const command = expected.arguments.join(" ")
  return [
    ...(expected.success === found.success
      ? []
      : [
          { command, what: "command", of: "success", expected: expected.success, found: found.raised ?? found.success }
        ]),
    ...compare(command, "result", expected.results, found.results),
    ...compare(command, "compiled", expected.compiled, found.compiled).filter(
      ({ of }) => !scene.contested.includes(of)
    ),
    ...compare(command, "stored", tables(expected.stored, scene), tables(found.stored, scene)),
    ...Object.entries(expected.documents).flatMap(([name, parts]) =>
      Object.entries((parts ?? {}) as Readonly<Record<string, Entries>>).flatMap(([part, all]) => {
        const entries = Object.fromEntries(Object.entries(all).filter(([, value]) => !isHalfMade(value, scene)))
        const others = ((found.documents[name] ?? {}) as Readonly<Record<string, Entries>>)[part] ?? {}
        const more = Object.keys(others).filter((key) => !(key in all) && !isHalfMade(others[key], scene))
        return [
          ...more.map((of) => ({ command, what: `${name} ${part}`, of, expected: undefined, found: "is there" })),
          ...compareDeep(command, `${name} ${part}`, part, entries, others)
        ]
      })
    )
  ]
}

/** A selection that is refused is refused in each runner's own words. */
const listed = (of: ReadonlyArray<readonly [string, ReadonlyArray<string> | string]>): Entries =>
  Object.fromEntries(of.map(([key, nodes]) => [key, typeof nodes === "string" ? "refused" : nodes]))

/** Of one step of a scenario. */
export const differences = (scene: Scene, expected: Seen, found: Seen): ReadonlyArray<Difference> => {
  if (expected.kind === "command" && found.kind === "command")
    return commandDifferences(scene, expected.observed, found.observed)
  if (expected.kind === "listed" && found.kind === "listed")
    return compare("ls", "list", listed(expected.listed), listed(found.listed))
  return [{ command: "", what: "step", of: "kind", expected: expected.kind, found: found.kind }]
}
