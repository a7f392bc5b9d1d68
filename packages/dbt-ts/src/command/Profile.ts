/** dbt's `profiles.yml`: where a project's ClickHouse is. */
import { homedir } from "node:os"
import { resolve } from "node:path"
import { Effect, FileSystem, type Layer, Path, Redacted } from "effect"
import { environmentFunction } from "../context/GlobalNames.ts"
import { Jinja } from "../jinja/Jinja.ts"
import { asProjectError, refuse } from "../ProjectError.ts"
import { renderSettings } from "../project/files/RenderSettings.ts"
import { readText } from "../project/files/readText.ts"
import { parseYaml, settings } from "../project/files/Yaml.ts"
import { reading } from "../project/Reading.ts"
import type { ClickHouse, ClickHouseError } from "../store/ClickHouse.ts"
import * as EmbeddedClickHouse from "../store/EmbeddedClickHouse.ts"
import * as ServerClickHouse from "../store/ServerClickHouse.ts"
import { defaultTarget, type Target } from "../TransformOptions.ts"

export interface ProfileOptions {
  readonly projectDir: string
  /** Folder with `profiles.yml`; when left out, `DBT_PROFILES_DIR`, the project's folder, `~/.dbt`. */
  readonly profilesDir?: string | undefined
  /** Name of the profile; the project's `profile` when left out. */
  readonly profile?: string | undefined
  /** Name of the output; the profile's `target` when left out. */
  readonly target?: string | undefined
  readonly env: Readonly<Record<string, string>>
}

export interface Profile {
  readonly target: Target
  readonly store: Layer.Layer<ClickHouse, ClickHouseError>
}

/** Keys that change nothing in what is built. */
const passive = new Set(
  "type threads connect_timeout send_receive_timeout sync_request_timeout compression compress_block_size retries check_exchange tcp_keepalive".split(
    " "
  )
)
const known = new Set("path host port user username password schema secure driver verify use_lw_deletes".split(" "))

type Output = Readonly<Record<string, unknown>>

const text = (value: unknown, otherwise: string): string =>
  value === undefined || value === null ? otherwise : String(value)

const checkKeys = (where: string, output: Output): void => {
  if (output["type"] !== "clickhouse") refuse(where, "the type must be 'clickhouse'")
  for (const key of Object.keys(output)) {
    if (!passive.has(key) && !known.has(key)) refuse(where, `'${key}' is not supported`)
  }
  if (output["driver"] === "native") refuse(where, "the driver 'native' is not supported: use ClickHouse's HTTP port")
  if (output["verify"] === false) refuse(where, "'verify: false' is not supported: certificates are always verified")
}

const storeOf = (output: Output, folder: string): Profile["store"] => {
  if (output["path"] !== undefined) return EmbeddedClickHouse.layer(resolve(folder, String(output["path"])))
  const secure = output["secure"] === true
  return ServerClickHouse.layer({
    url: `${secure ? "https" : "http"}://${text(output["host"], "localhost")}:${text(output["port"], secure ? "8443" : "8123")}`,
    user: text(output["user"] ?? output["username"], "default"),
    password: Redacted.make(text(output["password"], ""))
  })
}

const readFile = Effect.fn("Profile.readFile")(function* (file: string, env: ProfileOptions["env"]) {
  const content = yield* readText(file)
  const jinja = new Jinja()
  const scope = jinja.scope([["env_var", environmentFunction(env, { isWhole: true, hasSecrets: true })]])
  const written = yield* reading(() => settings(file, file, parseYaml(file, content)))
  return (yield* renderSettings(
    jinja,
    scope,
    file,
    written,
    (keys) => keys[0] !== "profile" && file.endsWith("dbt_project.yml")
  )) as Output
})

/** Reads the profile of a project: its target, and a layer that connects to its ClickHouse. */
export const readProfile = Effect.fn("Profile.read")(function* (options: ProfileOptions) {
  const { projectDir, env } = options
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const places = [options.profilesDir ?? env["DBT_PROFILES_DIR"] ?? projectDir, path.join(homedir(), ".dbt")]
  const files = places.map((place) => path.join(place, "profiles.yml"))
  const found = yield* Effect.filter(files, (file) => fs.exists(file))
  return yield* asProjectError(
    Effect.gen(function* () {
      const project = path.join(projectDir, "dbt_project.yml")
      if (!(yield* fs.exists(project))) return yield* reading(() => refuse(projectDir, "there is no dbt_project.yml"))
      const [file] = found
      if (file === undefined)
        return yield* reading(() => refuse("profiles.yml", `was not found in ${places.join(" or ")}`))
      const name = options.profile ?? (yield* readFile(project, env))["profile"]
      const profiles = yield* readFile(file, env)
      return yield* reading((): Profile => {
        if (typeof name !== "string") return refuse(project, "'profile' must name a profile of profiles.yml")
        if (!Object.hasOwn(profiles, name)) return refuse(file, `there is no profile '${name}'`)
        const profile = settings(file, name, profiles[name])
        const outputs = settings(file, `${name}.outputs`, profile["outputs"])
        const target = options.target ?? text(profile["target"], "default")
        if (!Object.hasOwn(outputs, target)) return refuse(file, `the profile '${name}' has no output '${target}'`)
        const where = `${file} ${name}.outputs.${target}`
        const output = settings(file, target, outputs[target])
        checkKeys(where, output)
        return {
          store: storeOf(output, path.dirname(file)),
          target: {
            name: target,
            profile: name,
            schema: text(output["schema"], defaultTarget.schema),
            threads: Number(output["threads"] ?? 1),
            useLightweightDeletes: output["use_lw_deletes"] === true
          }
        }
      })
    })
  )
})
