/**
 * The bill of materials of a release in CycloneDX 1.5 (https://cyclonedx.org): npm packages and the Rust crates of WebAssembly from their lock files,
 * with the hashes that npm and cargo check, and the jars of Kafka and the schema registry with their SHA-256. The same tree and jars give the same
 * bytes.
 */
import { execFileSync } from "node:child_process"
import { hash } from "node:crypto"
import { globSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { kafkaFolder } from "../kafka/KafkaArtifacts.ts"
import { apicurioJars } from "../registry/ApicurioArtifacts.ts"

interface Component {
  readonly type: string
  readonly name: string
  readonly version: string
  readonly purl?: string
  readonly hashes?: ReadonlyArray<{ readonly alg: string; readonly content: string }>
}

interface Bom {
  readonly bomFormat: string
  readonly components: ReadonlyArray<Component>
}

const npmBom = (root: string): Bom & { readonly metadata: { readonly component: object } } =>
  JSON.parse(
    execFileSync("npm", ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 28
    })
  )

/** Returns a jar by its file name, `<artifact>-<version>.jar`. */
const jarComponent = (path: string): Component => {
  const file = basename(path, ".jar")
  const [, name = file, version = ""] = /^(.+?)-(\d.*)$/.exec(file) ?? []
  return { type: "library", name, version, hashes: [{ alg: "SHA-256", content: hash("sha256", readFileSync(path)) }] }
}

/** Returns the crates of a Cargo.lock that come from a registry. */
const crates = (lock: string): ReadonlyArray<Component> =>
  [...lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g)].map(
    ([, name = "", version = "", content = ""]) => ({
      type: "library",
      name,
      version,
      purl: `pkg:cargo/${name}@${version}`,
      hashes: [{ alg: "SHA-256", content }]
    })
  )

/** Returns the jars that Kafka and the registry start with; none of a server that was not downloaded yet. */
export const serverJars = (cache: string): ReadonlyArray<string> => [
  ...globSync("**/*.jar", { cwd: join(cache, kafkaFolder) })
    .sort()
    .map((jar) => join(cache, kafkaFolder, jar)),
  ...apicurioJars(cache)
]

/** Returns the bill of materials of the tree at `root`, with the jars in `cache`. */
export const makeBom = (root: string, cache: string): Bom => {
  const bom = npmBom(root)
  const { timestamp: _, ...metadata } = bom.metadata as { readonly component: object; readonly timestamp?: string }
  const whole = {
    ...bom,
    metadata: { ...metadata, component: { ...metadata.component, name: "corridor" } },
    components: [
      ...bom.components,
      ...crates(readFileSync(join(root, "packages/linkage/kernel/Cargo.lock"), "utf8")),
      ...serverJars(cache).map(jarComponent)
    ]
  }
  // The number that npm draws at random follows from the content here.
  const id = hash("sha256", JSON.stringify({ ...whole, serialNumber: "" }))
  const serialNumber = `urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-5${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`
  return { ...whole, serialNumber } as Bom
}
