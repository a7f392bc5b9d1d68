/** The compose file, the manifests and the capacity page: of the right form, of one mind with the code, and made from it. */
import { spawnSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { TestContext } from "vitest"
import { parse, parseAllDocuments } from "yaml"
import { capacityPage, needsOf, readMeasured } from "../../infra/cluster/Capacity.ts"
import { composeGates, gateConfig, gatesYaml } from "../../infra/cluster/Gates.ts"
import { topicSettings } from "../../infra/cluster/KafkaManifests.ts"
import { kafkaManifestsYaml } from "../../infra/cluster/ManifestYaml.ts"
import { pipelineRights } from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { settingTable } from "../../infra/settings/settingTable.ts"
import { full } from "../fixtures/fullRun.ts"
import { mayConnect, type NetworkPolicy, pods } from "./clusterNetwork.ts"
import { ensureDockerCompose } from "./ensureDockerCompose.ts"
import { faults, helm, kubernetesValidate, strimziSchemas } from "./kubernetesSchemas.ts"

const cluster = new URL("../../infra/cluster/", import.meta.url).pathname
const text = (name: string) => readFileSync(join(cluster, name), "utf8")

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  // biome-ignore lint/suspicious/noExplicitAny: manifests of many kinds
  readonly spec: any
}

const ofChart = ["Chart.yaml", "values.yaml"]
const manifestFiles = readdirSync(join(cluster, "kubernetes")).filter(
  (file) => file.endsWith(".yaml") && !ofChart.includes(file)
)
const manifests = manifestFiles.flatMap((file) =>
  parseAllDocuments(text(`kubernetes/${file}`)).map((document) => {
    assert.deepStrictEqual(document.errors, [], file)
    return document.toJS() as Manifest
  })
)
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind)

/** Skips a test that needs a tool that is not on this machine. */
const withoutTool = (context: TestContext, what: string) => {
  if (process.env["CI"] === "true") throw new Error(`${what} is needed here`)
  return context.skip(what)
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

  it("is a compose file, with every secret there", (context) => {
    if (!ensureDockerCompose()) return withoutTool(context, "docker-compose")
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
      assert.deepStrictEqual(service.security_opt, ["no-new-privileges:true"], name)
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

describe("parties of linkage rounds", () => {
  let folder = ""
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "corridor-linkage-"))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it("each server has a compose file of its own, which opens nothing but its gate", (context) => {
    for (const role of ["holder", "linker"]) {
      const { services, volumes } = parse(text(`linkage/${role}.yaml`))
      assert.deepStrictEqual(Object.keys(services), [role, "gate"])
      assert.deepStrictEqual(services[role].ports, ["127.0.0.1:8444:8444"])
      assert.strictEqual(services.gate.network_mode, `service:${role}`)
      assert.deepStrictEqual(Object.keys(volumes), ["party"])
      const { upstream } = composeGates[`linkage/${role}-gate.conf`] ?? {}
      assert.strictEqual(services[role].command.at(-1), String(upstream))
      if (!ensureDockerCompose()) return withoutTool(context, "docker-compose")
      mkdirSync(join(folder, "secrets"), { recursive: true })
      for (const name of ["server.crt", "server.key"]) writeFileSync(join(folder, "secrets", name), "")
      for (const name of [`${role}.yaml`, `${role}-gate.conf`])
        writeFileSync(join(folder, name), text(`linkage/${name}`))
      const { status, stderr } = spawnSync("docker-compose", ["-f", join(folder, `${role}.yaml`), "config"], {
        encoding: "utf8",
        env: { ...process.env, HOLDER_ID: "holder-one" }
      })
      assert.strictEqual(status, 0, stderr)
    }
  })

  it("the images have the files that their commands need", () => {
    const root = join(cluster, "../..")
    const image = join(folder, "image")
    // The targets of the parties, on the base of all images; the product's is the last.
    const [parties = "", product = ""] = text("compose/Dockerfile").split(/^FROM base AS product$/m)
    assert.include(product, "with-secrets")
    for (const [, sources = "", to = ""] of parties.matchAll(/^COPY (.+) (\S+)$/gm))
      for (const source of sources.split(" "))
        cpSync(join(root, source), join(image, to === "./" ? source : to), {
          recursive: true,
          filter: (path) => !/\/(?:node_modules|test)(?:\/|$)/.test(path.slice(root.length))
        })
    symlinkSync(join(root, "node_modules"), join(image, "node_modules"))
    const entries = [...parties.matchAll(/^ENTRYPOINT (\[.+\])$/gm)].map(([, json = "[]"]) => JSON.parse(json))
    assert.strictEqual(entries.length, 3)
    for (const [, ...args] of entries) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...args, "--help"], {
        cwd: image,
        encoding: "utf8"
      })
      assert.strictEqual(status, 0, stderr)
      assert.include(stdout, "link")
    }
  })
})

describe("manifests", () => {
  it("Kubernetes' own kinds match its schemas, strictly", (context) => {
    const program = kubernetesValidate()
    if (program === undefined) return withoutTool(context, "kubernetes-validate (Python)")
    const files = manifestFiles.map((file) => join(cluster, "kubernetes", file))
    const { status, stdout, stderr } = spawnSync(program, ["-k", "1.37", "--strict", ...files], { encoding: "utf8" })
    assert.strictEqual(status, 0, stdout + stderr)
    const unknown = (stdout + stderr).split("\n").filter((line) => line.startsWith("WARN"))
    for (const line of unknown) assert.match(line, /strimzi|altinity|monitoring\.coreos/)
  })

  const values = parse(text("kubernetes/values.yaml"))

  it("the chart's values stand for something in the manifests, and its version is the program's", () => {
    const all = manifestFiles.map((file) => text(`kubernetes/${file}`)).join("")
    for (const example of [values.image, values.host, values.podNetwork]) assert.include(all, example)
    for (const part of values.parts) assert.include(manifestFiles, `${part}.yaml`)
    const { version } = JSON.parse(readFileSync(join(cluster, "../../package.json"), "utf8"))
    assert.deepInclude(parse(text("kubernetes/Chart.yaml")), { version, appVersion: version })
    assert.include(values.image, `:${version}`)
  })

  it.runIf(full)(
    "Helm accepts the chart, and makes the manifests of it, with an installation's values",
    { timeout: 1_800_000, meta: { needs: "npm run test:full" } },
    (context) => {
      const program = helm()
      if (program === undefined) return withoutTool(context, "Go, to build Helm")
      const chart = join(cluster, "kubernetes")
      const run = (...args: ReadonlyArray<string>) => {
        const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" })
        assert.strictEqual(status, 0, stdout + stderr)
        return stdout
      }
      run("lint", "--strict", chart)
      const parts = manifestFiles.map((file) => file.replace(".yaml", ""))
      const rendered = (...flags: ReadonlyArray<string>) =>
        parseAllDocuments(run("template", "corridor", chart, "--set", `parts={${parts.join(",")}}`, ...flags)).map(
          (document) => document.toJS() as Manifest
        )
      const byName = (all: ReadonlyArray<Manifest>) =>
        new Map(all.map((one) => [`${one.kind}/${one.metadata.name}`, one]))
      const plain = byName(rendered())
      const hook = {
        "helm.sh/hook": "pre-install,pre-upgrade",
        "helm.sh/hook-delete-policy": "before-hook-creation"
      }
      const expected = byName(
        manifests.map((one) =>
          one.kind === "Job" ? { ...one, metadata: { ...one.metadata, annotations: hook } } : one
        ) as ReadonlyArray<Manifest>
      )
      assert.deepStrictEqual([...plain.keys()].sort(), [...expected.keys()].sort())
      for (const [name, manifest] of expected) assert.deepStrictEqual(plain.get(name), manifest, name)
      const own = [
        "--set",
        "image=own/corridor:1,host=data.example.net,overrides.Deployment/corridor-ingest.spec.replicas=5"
      ]
      const changed = rendered(...own)
      assert.strictEqual(byName(changed).get("Deployment/corridor-ingest")?.spec.replicas, 5)
      const words = JSON.stringify(changed)
      assert.include(words, "own/corridor:1")
      assert.include(words, "https://data.example.net")
      assert.notInclude(words, values.image)
      assert.notInclude(words, values.host)
      for (const [wrong, says] of [
        ["Image=own/corridor:1", "'Image' not allowed"],
        ["image=own/corridor", "at '/image'"],
        ["host=https://data.example.net", "at '/host'"],
        ["podNetwork=10.1.2.3", "at '/podNetwork'"],
        ["parts={product,prodct}", "there is no part prodct"],
        ["overrides.Deployment/corridor-injest.spec.replicas=5", "there is no manifest Deployment/corridor-injest"]
      ] as const) {
        const { status, stderr } = spawnSync(program, ["template", "corridor", chart, "--set", wrong], {
          encoding: "utf8"
        })
        assert.strictEqual(status, 1, wrong)
        assert.include(stderr, says)
      }
    }
  )

  it("Strimzi's kinds match the schemas that its generator makes", async (context) => {
    const schemas = await strimziSchemas()
    if (schemas === undefined) return withoutTool(context, "Java 21")
    const own = manifests.filter(({ apiVersion }) => apiVersion === "kafka.strimzi.io/v1")
    assert.strictEqual(own.length, 8)
    for (const manifest of own) {
      const schema = schemas.get(manifest.kind)
      assert.deepStrictEqual(faults(schema?.properties?.["spec"] ?? {}, manifest.spec), [], manifest.kind)
    }
    // The check finds errors.
    assert.isNotEmpty(faults(schemas.get("KafkaTopic")?.properties?.["spec"] ?? {}, { partitons: 1 }))
  })

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
    const workloads = [...ofKind("Deployment"), ...ofKind("StatefulSet")].map(({ metadata }) => metadata.name)
    for (const { spec, metadata } of ofKind("PodDisruptionBudget")) {
      assert.include(workloads, metadata.name)
      // A number that must stay could not be met with fewer replicas, and no node could be drained.
      assert.deepStrictEqual(spec, { maxUnavailable: 1, selector: { matchLabels: { app: metadata.name } } })
    }
  })

  it("no container may gain a right, write to its own files or speak to Kubernetes, and each has a limit and is watched", () => {
    const templates = ["Deployment", "StatefulSet", "Job", "CronJob"].flatMap(ofKind).map(({ spec, metadata }) => ({
      name: metadata.name,
      pod: (spec.jobTemplate?.spec ?? spec).template.spec,
      isServer: spec.jobTemplate === undefined && spec.replicas !== undefined
    }))
    assert.isAtLeast(templates.length, 9)
    for (const { name, pod, isServer } of templates) {
      assert.isFalse(pod.automountServiceAccountToken, name)
      assert.deepInclude(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } }, name)
      for (const container of pod.containers) {
        assert.deepStrictEqual(
          container.securityContext,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
          container.name
        )
        assert.isDefined(container.resources.limits.memory, container.name)
        const isWatched = container.livenessProbe ?? container.readinessProbe
        if (isServer && container.command?.[0] !== "sleep") assert.isDefined(isWatched, container.name)
      }
    }
    const [clickhouse] = ofKind("ClickHouseInstallation")[0]?.spec.templates.podTemplates ?? []
    assert.deepInclude(clickhouse.spec.securityContext, {
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" }
    })
  })

  it("Prometheus is sent to a port that leads to the metrics, with their token set", () => {
    const scraped = ofKind("Deployment").filter(({ spec }) => spec.template.metadata.annotations !== undefined)
    assert.sameMembers(
      scraped.map(({ metadata }) => metadata.name),
      ["corridor-ingest", "corridor-page", "corridor-portal"]
    )
    for (const { metadata, spec } of scraped) {
      const { annotations } = spec.template.metadata
      assert.deepInclude(annotations, { "prometheus.io/scrape": "true", "prometheus.io/scheme": "https" })
      const [product, gate] = spec.template.spec.containers
      const port = Number(annotations["prometheus.io/port"])
      assert.include(
        gate.ports.map(({ containerPort }: { readonly containerPort: number }) => containerPort),
        port
      )
      const set = new Map<string, { readonly value?: string; readonly valueFrom?: unknown }>(
        product.env.map((one: { readonly name: string }) => [one.name, one])
      )
      assert.isDefined(set.get("CORRIDOR_METRICS_TOKEN")?.valueFrom, metadata.name)
      const metrics = product.args[product.args.indexOf("--metrics") + 1]
      const own = product.args.includes("--metrics") ? metrics : set.get("CORRIDOR_METRICS_PORT")?.value
      const [config] = ofKind("ConfigMap").filter((one) => one.metadata.name === `${metadata.name}-gate`)
      const { data } = config as unknown as { readonly data: Readonly<Record<string, string>> }
      const server = (data["nginx.conf"] ?? "").split("  server {").find((one) => one.includes(`listen ${port} ssl`))
      assert.include(server, `proxy_pass http://127.0.0.1:${own};`, metadata.name)
    }
  })

  it("ClickHouse's servers do not write the text of statements to their logs", () => {
    for (const file of ["kubernetes/clickhouse.yaml", "compose/clickhouse-config.xml"])
      assert.include(text(file), "<logger><level>information</level></logger>", file)
  })

  it("ClickHouse's kind has the parts that its operator reads (no schema of it is in a registry)", () => {
    const [installation] = ofKind("ClickHouseInstallation") as [Manifest]
    for (const part of ["configuration", "defaults", "templates"]) assert.property(installation.spec, part)
    const { clusters, zookeeper } = installation.spec.configuration
    assert.strictEqual(clusters[0].name, "corridor")
    assert.isAtLeast(clusters[0].layout.replicasCount, 3)
    const { host, port, secure } = zookeeper.nodes[0]
    const keeper = ofKind("Service").find(({ metadata }) => metadata.name === host)
    assert.deepStrictEqual([keeper?.spec.ports[0].port, secure], [port, "yes"])
    const { podTemplate, dataVolumeClaimTemplate } = installation.spec.defaults.templates
    const named = (list: ReadonlyArray<{ readonly name: string }>) => list.map(({ name }) => name)
    assert.include(named(installation.spec.templates.podTemplates), podTemplate)
    assert.include(named(installation.spec.templates.volumeClaimTemplates), dataVolumeClaimTemplate)
  })

  it("keepers have no unencrypted port, and accept connections with a certificate only", () => {
    const configurations = [
      (
        ofKind("ConfigMap").find(({ metadata }) => metadata.name === "corridor-keeper") as unknown as {
          readonly data: Readonly<Record<string, string>>
        }
      ).data["keeper.xml"] ?? "",
      text("compose/keeper-config.xml")
    ]
    for (const xml of configurations) {
      assert.notMatch(xml, /<tcp_port>/)
      assert.match(xml, /<tcp_port_secure>9281<\/tcp_port_secure>/)
      const server = /<server>\s*<certificateFile>[\s\S]*?<\/server>/.exec(xml)?.[0] ?? ""
      assert.include(server, "<verificationMode>strict</verificationMode>")
    }
    assert.include(configurations[0], "<secure>true</secure>")
    const replicas = ofKind("StatefulSet").find(({ metadata }) => metadata.name === "corridor-keeper")?.spec.replicas
    assert.strictEqual(configurations[0]?.match(/<hostname>corridor-keeper-\d\./g)?.length, replicas)
  })

  it("gates are those of the code", () => {
    assert.strictEqual(text("kubernetes/gates.yaml"), gatesYaml())
    for (const [file, gate] of Object.entries(composeGates)) assert.strictEqual(text(file), gateConfig(gate))
  })

  it("policies allow what each part needs, and nothing else", () => {
    const policies = ofKind("NetworkPolicy") as unknown as ReadonlyArray<NetworkPolicy>
    type Name = keyof typeof pods
    const needed: ReadonlyArray<readonly [Name, Name, number]> = [
      ["ingest", "clickhouse", 8443],
      ["ingest", "kafka", 9093],
      ["ingest", "registry", 8443],
      ["page", "clickhouse", 8443],
      ["portal", "clickhouse", 8443],
      ["portal", "kafka", 9093],
      ["portal", "registry", 8443],
      ["portal", "state", 5432],
      ["migrate", "clickhouse", 8443],
      ["operator", "clickhouse", 8443],
      ["operator", "kafka", 9093],
      ["operator", "registry", 8443],
      ["operator", "state", 5432],
      ["clickhouse-operator", "clickhouse", 8443],
      ["clickhouse", "clickhouse", 9440],
      ["clickhouse", "clickhouse", 9010],
      ["clickhouse", "keeper", 9281],
      ["keeper", "keeper", 9234],
      ["prometheus", "ingest", 9465],
      ["prometheus", "page", 9465],
      ["prometheus", "portal", 9465],
      ["ingress-controller", "portal", 8444],
      ["ingress-controller", "page", 8444]
    ]
    const allowed = new Set(needed.map((connection) => connection.join()))
    for (const [from, to, port] of needed)
      assert.isTrue(mayConnect(policies, pods[from], pods[to], port), `${from} to ${to}:${port}`)
    // Kafka's and the state store's own policies come with them.
    const guarded: ReadonlyArray<readonly [Name, ReadonlyArray<number>]> = [
      ["clickhouse", [8443, 9440, 9010, 9000, 8123]],
      ["keeper", [9281, 9234, 2181]],
      ["registry", [8443, 8080]],
      ["page", [8444, 8080, 9465, 9464]],
      ["portal", [8444, 8080, 9465, 9464]],
      ["ingest", [9465, 9464]],
      ["operator", [22, 8080]],
      ["migrate", [8080]]
    ]
    for (const from of Object.keys(pods) as ReadonlyArray<Name>)
      for (const [to, ports] of guarded)
        for (const port of ports)
          if (!allowed.has([from, to, port].join()))
            assert.isFalse(mayConnect(policies, pods[from], pods[to], port), `${from} to ${to}:${port}`)
    for (const [from, to, port] of [
      ["page", "kafka", 9093],
      ["migrate", "kafka", 9093],
      ["registry", "kafka", 9093],
      ["ingest", "state", 5432],
      ["ingest", "outside", 443],
      ["page", "outside", 443],
      ["portal", "outside", 443],
      ["portal", "page", 8444],
      ["operator", "outside", 443],
      ["clickhouse", "outside", 443],
      ["clickhouse", "state", 5432],
      ["clickhouse", "kafka", 9093]
    ] as const)
      assert.isFalse(mayConnect(policies, pods[from], pods[to], port), `${from} to ${to}:${port}`)
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
