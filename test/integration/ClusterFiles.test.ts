/** The compose file, the manifests and the capacity page: of the right form, of one mind with the code, and made from it. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { parse, parseAllDocuments } from "yaml"
import { capacityPage, needsOf, readMeasured } from "../../infra/cluster/Capacity.ts"
import { topicSettings } from "../../infra/cluster/KafkaManifests.ts"
import { kafkaManifestsYaml } from "../../infra/cluster/ManifestYaml.ts"
import { pipelineRights } from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { settingTable } from "../../infra/settings/Settings.ts"
import { ensureDockerCompose } from "./ensureDockerCompose.ts"
import { faults, kubernetesValidate, strimziSchemas } from "./kubernetesSchemas.ts"

const cluster = new URL("../../infra/cluster/", import.meta.url).pathname
const text = (name: string) => readFileSync(join(cluster, name), "utf8")

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  // biome-ignore lint/suspicious/noExplicitAny: manifests of many kinds
  readonly spec: any
}

const manifestFiles = readdirSync(join(cluster, "kubernetes")).filter((file) => file.endsWith(".yaml"))
const manifests = manifestFiles.flatMap((file) =>
  parseAllDocuments(text(`kubernetes/${file}`)).map((document) => {
    assert.deepStrictEqual(document.errors, [], file)
    return document.toJS() as Manifest
  })
)
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind)

const withoutTool = (what: string) => {
  if (process.env["CI"] === "true") throw new Error(`${what} is needed here`)
  console.error(`not checked: ${what} is not to be had on this machine`)
}

describe("compose", () => {
  const compose = parse(text("compose/compose.yaml"), { merge: true })
  let folder = ""
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "corridor-compose-"))
    const made = spawnSync("sh", [join(cluster, "compose", "make-secrets.sh"), join(folder, "secrets")])
    assert.strictEqual(made.status, 0, String(made.stderr))
    for (const file of readdirSync(join(cluster, "compose")).filter((name) => name !== "secrets"))
      symlinkSync(join(cluster, "compose", file), join(folder, file))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it("is a compose file, with every secret there", () => {
    if (!ensureDockerCompose()) return withoutTool("docker-compose")
    const args = ["-f", join(folder, "compose.yaml"), "--env-file", join(folder, "secrets", "environment"), "config"]
    const { status, stderr } = spawnSync("docker-compose", args, { encoding: "utf8" })
    assert.strictEqual(status, 0, stderr)
  })

  it("certificates are valid, and every file with a secret is created owner-only", () => {
    for (const { file } of Object.values(compose.secrets) as ReadonlyArray<{ file: string }>)
      assert.isTrue(existsSync(join(folder, file)), file)
    const secrets = join(folder, "secrets")
    const { stdout } = spawnSync(
      "openssl",
      ["verify", "-CAfile", join(secrets, "ca.crt"), join(secrets, "server.crt")],
      {
        encoding: "utf8"
      }
    )
    assert.match(stdout, /: OK/)
    const { stdout: modes } = spawnSync("find", [secrets, "-type", "f", "-perm", "/077"], { encoding: "utf8" })
    assert.strictEqual(modes, "")
  })

  it("opens nothing beyond the loopback address, pins every version, examines what stays", () => {
    for (const [name, service] of Object.entries(compose.services) as ReadonlyArray<
      // biome-ignore lint/suspicious/noExplicitAny: a file's content
      readonly [string, any]
    >) {
      for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/, name)
      assert.match(service.image, /:\d+\.\d+\.\d+/, name)
      if (service.restart === "unless-stopped") assert.isDefined(service.healthcheck, name)
      for (const setting of Object.keys(service.environment ?? {}).filter((key) => key.startsWith("CORRIDOR_")))
        assert.include(
          Object.values(settingTable).map((known) => known.name as string),
          setting.replace(/_FILE$/, "")
        )
    }
  })

  it("gives the pipeline the rights that the code gives", () => {
    const setup = text("compose/kafka-setup.sh")
    for (const { resource, name, prefix, operations } of pipelineRights) {
      const line = setup.split("\n").find((l) => l.startsWith("$allow") && l.includes(`--${resource} ${name} `))
      assert.include(line, prefix ? "prefixed" : "literal")
      const given = [...(line ?? "").matchAll(/--operation (\w+)/g)].map(([, word]) => word?.toLowerCase())
      assert.deepStrictEqual(given, [...operations])
    }
  })

  it("every script of it is read by the shell", () => {
    for (const file of readdirSync(join(cluster, "compose")).filter((name) => name.endsWith(".sh")))
      assert.strictEqual(spawnSync("sh", ["-n", join(cluster, "compose", file)]).status, 0, file)
  })
})

describe("manifests", () => {
  it("Kubernetes' own kinds match its schemas, strictly", () => {
    const program = kubernetesValidate()
    if (program === undefined) return withoutTool("kubernetes-validate (Python)")
    const files = manifestFiles.map((file) => join(cluster, "kubernetes", file))
    const { status, stdout, stderr } = spawnSync(program, ["-k", "1.37", "--strict", ...files], { encoding: "utf8" })
    assert.strictEqual(status, 0, stdout + stderr)
    const unknown = (stdout + stderr).split("\n").filter((line) => line.startsWith("WARN"))
    for (const line of unknown) assert.match(line, /strimzi|altinity/)
  })

  it("Strimzi's kinds match the schemas that its generator makes", async () => {
    const schemas = await strimziSchemas()
    if (schemas === undefined) return withoutTool("Java 21")
    const own = manifests.filter(({ apiVersion }) => apiVersion === "kafka.strimzi.io/v1")
    assert.strictEqual(own.length, 7)
    for (const manifest of own) {
      const schema = schemas.get(manifest.kind)
      assert.deepStrictEqual(faults(schema?.properties?.["spec"] ?? {}, manifest.spec), [], manifest.kind)
    }
    // The check finds errors.
    assert.isNotEmpty(faults(schemas.get("KafkaTopic")?.properties?.["spec"] ?? {}, { partitons: 1 }))
  }, 300_000)

  it("topics and users are those of the code, and brokers' defaults those of the topics", () => {
    assert.strictEqual(text("kubernetes/kafka-topics-and-users.yaml"), kafkaManifestsYaml())
    const config = ofKind("Kafka")[0]?.spec.kafka.config
    const brokers = {
      "retention.ms": "log.retention.ms",
      "max.message.bytes": "message.max.bytes",
      "cleanup.policy": undefined
    } as Readonly<Record<string, string | undefined>>
    for (const [name, value] of Object.entries(topicSettings)) {
      const broker = name in brokers ? brokers[name] : name
      if (broker !== undefined) assert.strictEqual(String(config[broker]), value, name)
    }
    const compose = text("compose/kafka-start.sh")
    for (const [name, value] of Object.entries(config)) assert.include(compose, `${name}=${String(value)}`)
  })

  it("everything referenced exists: claims, configurations, secrets of the operators, ports", () => {
    const names = (kind: string) => ofKind(kind).map(({ metadata }) => metadata.name)
    const everything = JSON.stringify(manifests)
    for (const [, name] of everything.matchAll(/"claimName":"([^"]+)"/g))
      assert.include(names("PersistentVolumeClaim"), name)
    for (const [, name] of everything.matchAll(/"configMap":\{"name":"([^"]+)"/g))
      assert.include(names("ConfigMap"), name)
    for (const image of everything.matchAll(/"image":"([^"]+)"/g)) assert.match(image[1] ?? "", /:\d+\.\d+\.\d+/)
    assert.notMatch(everything, /"kind":"Secret"/)
    for (const { spec, metadata } of ofKind("PodDisruptionBudget")) {
      const workload = ofKind("Deployment").find(({ metadata: { name } }) => name === metadata.name)
      assert.isBelow(spec.minAvailable, workload?.spec.replicas)
    }
  })

  it("ClickHouse's kinds have the parts that its operator reads (no schema of theirs is in a registry)", () => {
    const [installation, keeper] = [ofKind("ClickHouseInstallation")[0], ofKind("ClickHouseKeeperInstallation")[0]]
    for (const part of ["configuration", "defaults", "templates"]) {
      assert.property(installation?.spec, part)
      assert.property(keeper?.spec, part)
    }
    const { clusters, zookeeper } = (installation as Manifest).spec.configuration
    assert.strictEqual(clusters[0].name, "corridor")
    assert.isAtLeast(clusters[0].layout.replicasCount, 3)
    assert.strictEqual(zookeeper.nodes[0].host, `keeper-${keeper?.metadata.name}`)
    for (const one of [installation, keeper] as ReadonlyArray<Manifest>) {
      const { podTemplate, dataVolumeClaimTemplate } = one.spec.defaults.templates
      const named = (list: ReadonlyArray<{ readonly name: string }>) => list.map(({ name }) => name)
      assert.include(named(one.spec.templates.podTemplates), podTemplate)
      assert.include(named(one.spec.templates.volumeClaimTemplates), dataVolumeClaimTemplate)
    }
  })
})

describe("capacity", () => {
  const spaced = (page: string) =>
    page.replace(/-{3,}/g, "-").replace(/\s+/g, " ").replaceAll("| - ", "|-").replaceAll("- |", "-|")
  it("the page is generated from the measurements", () => {
    assert.strictEqual(spaced(text("CAPACITY.md")), spaced(capacityPage(readMeasured())))
  })

  it("the sums are right, done by hand", () => {
    const cost = { ...readMeasured(), kafkaBytes: 100, storeBytes: 10, storeBytesPlain: 50, cpuSecondsPerMillion: 5 }
    const needs = needsOf(315_360_000, cost)
    // 10 records a second, 200 at the peak; 1 ms of a core a second; 100 bytes thrice on half-full disks.
    assert.strictEqual(needs.peakPerSecond, 200)
    assert.closeTo(needs.cores, 0.001, 1e-12)
    assert.strictEqual(needs.kafkaBytes, 315_360_000 * 600)
    assert.closeTo(needs.storeBytes, 315_360_000 * 72, 1)
    assert.closeTo(needs.megabitsAtPeak, (200 * (400 + 150) * 8) / 1e6, 1e-9)
  })
})
