/**
 * The network policies enforced by the kernel, between hosts that are network namespaces: every pod tries every port of every other. Two pods
 * of the page are real ones, nginx and the product; in the others something listens on every port.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { parseAllDocuments } from "yaml"
import { gateConfig } from "../../infra/cluster/Gates.ts"
import { portalMaxBytes } from "../../ingest/portal/server/portalGuard.ts"
import { cliMain, nodeBinary, root } from "../fixtures/program.ts"
import { canRunHosts, type Hosts, startHosts } from "./clusterHosts.ts"
import { mayConnect, type NetworkPolicy, type Pod, pods } from "./clusterNetwork.ts"
import { canRunGates, gateFolder, selfSigned, startGate } from "./readOnlyGate.ts"

const manifests = readFileSync(join(root, "infra/cluster/kubernetes/network.yaml"), "utf8")
const policies = parseAllDocuments(manifests)
  .map((document) => document.toJS() as NetworkPolicy & { readonly kind: string })
  .filter(({ kind }) => kind === "NetworkPolicy")

const ports = [22, 443, 2181, 5432, 8080, 8123, 8443, 8444, 9000, 9010, 9093, 9234, 9281, 9440, 9464, 9465]
const pages = ["page-1", "page-2"]
const { page, ...others } = pods
const hostPods: Readonly<Record<string, Pod>> = { ...others, ...Object.fromEntries(pages.map((name) => [name, page])) }
const names = Object.keys(hostPods)

const listen = `
  const ports = process.argv.slice(1).map(Number)
  let open = 0
  for (const port of ports) require("net").createServer((socket) => socket.destroy()).listen(port, "0.0.0.0", () => {
    if (++open === ports.length) console.log("ready")
  })`

// Prints which connections were made.
const connect = `
  const net = require("net")
  Promise.all(process.argv.slice(1).map((to) => new Promise((resolve) => {
    const [host, port] = to.split(":")
    const socket = net.connect({ host, port: Number(port), timeout: 5000 })
    const end = (made) => () => { socket.destroy(); resolve(made ? [to] : []) }
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false))
  }))).then((made) => console.log(JSON.stringify(made.flat())))`

const get = `
  const [host, path] = process.argv.slice(1)
  const headers = { host: "corridor.example.org" }
  require("https").get({ host, port: 8444, path, headers, rejectUnauthorized: false }, (answer) => {
    console.log(answer.statusCode)
    answer.resume()
  }).on("error", (error) => console.log(error.code))`

describe.skipIf(!canRunHosts || !canRunGates)(
  "network policies",
  { meta: { needs: "root, nftables and nginx" } },
  () => {
    let folder = ""
    let hosts: Hosts
    const running: Array<ChildProcess> = []

    const nodeOn = (host: string, script: string, ...args: ReadonlyArray<string>) => {
      const [command = "", ...rest] = [...hosts.on(host), nodeBinary, "-e", script, ...args]
      return { command, rest }
    }

    const startPage = async (host: string, certificate: string, key: string) => {
      const data = join(folder, host)
      mkdirSync(data)
      const [command = "", ...rest] = [
        ...hosts.on(host),
        nodeBinary,
        cliMain,
        "serve",
        "--port",
        "8080",
        "--data",
        data
      ]
      const env = { ...process.env, CORRIDOR_URL: "https://corridor.example.org", CORRIDOR_HOSTS: "127.0.0.1" }
      const product = spawn(command, rest, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] })
      running.push(product)
      await new Promise<void>((resolve, reject) => {
        let said = ""
        const take = (text: unknown) => {
          said += String(text)
          if (said.includes("http://127.0.0.1:8080")) resolve()
        }
        product.stdout?.on("data", take)
        product.stderr?.on("data", take)
        product.on("exit", () => reject(new Error(`The page of ${host} did not start: ${said}`)))
      })
      const config = join(folder, `${host}.conf`)
      writeFileSync(config, gateConfig({ port: 8444, upstream: 8080, certificate, key, maxBody: portalMaxBytes }))
      running.push(startGate(config, hosts.on(host)))
    }

    beforeAll(async () => {
      folder = gateFolder("hosts")
      hosts = await startHosts(folder, hostPods, policies)
      const { certificate, key } = selfSigned(folder)
      const listening = names
        .filter((name) => !pages.includes(name))
        .map((name) => {
          const { command, rest } = nodeOn(name, listen, ...ports.map(String))
          const server = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] })
          running.push(server)
          return new Promise<void>((resolve) => void server.stdout?.on("data", () => resolve()))
        })
      await Promise.all([...listening, ...pages.map((name) => startPage(name, certificate, key))])
    })
    afterAll(() => {
      for (const one of running) one.kill("SIGTERM")
      hosts?.close()
      if (folder !== "") rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    })

    const statusFrom = (host: string, to: string, path: string): string => {
      const { command, rest } = nodeOn(host, get, hosts.addressOf(to), path)
      return spawnSync(command, rest, { encoding: "utf8" }).stdout.trim()
    }

    it("the ingress controller reaches both pages, and a stranger neither", async () => {
      for (const name of pages) {
        for (let i = 0; i < 100 && statusFrom("ingress-controller", name, "/") !== "200"; i++)
          await new Promise((resolve) => setTimeout(resolve, 100))
        assert.strictEqual(statusFrom("ingress-controller", name, "/"), "200")
        assert.strictEqual(statusFrom("ingress-controller", name, "/openapi.json"), "200")
        assert.strictEqual(statusFrom("stranger", name, "/"), "ECONNREFUSED")
      }
    })

    it("every pod reaches the ports of every other that the policies allow, and no others", () => {
      for (const from of names) {
        const targets = names
          .filter((to) => to !== from)
          .flatMap((to) => ports.map((port) => ({ to, port, at: `${hosts.addressOf(to)}:${port}` })))
        const { command, rest } = nodeOn(from, connect, ...targets.map(({ at }) => at))
        const { stdout, stderr } = spawnSync(command, rest, { encoding: "utf8" })
        assert.strictEqual(stderr, "")
        const made = new Set(JSON.parse(stdout) as ReadonlyArray<string>)
        for (const { to, port, at } of targets) {
          const isOpen = !pages.includes(to) || port === 8444
          const expected = isOpen && mayConnect(policies, hostPods[from] as Pod, hostPods[to] as Pod, port)
          assert.strictEqual(made.has(at), expected, `${from} to ${to}:${port}`)
        }
      }
    })
  }
)
