/** Hosts as network namespaces that are joined by a bridge, each with the firewall rules that network policies ask for. */
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ensureDebian } from "../fixtures/ensureDebian.ts"
import { type AllowedPeers, allowedPeers, type NetworkPolicy, type Pod } from "./clusterNetwork.ts"

const programs = ["/usr/sbin/nft", "/usr/sbin/ip"]
ensureDebian("/usr/sbin/nft", "nftables for the tests of network policies", ["nftables", "iproute2"])

/** Whether this user may make namespaces and has the programs for it. */
export const canRunHosts = programs.every((program) => existsSync(program)) && process.getuid?.() === 0

export interface Hosts {
  readonly addressOf: (host: string) => string
  /** Returns the command that runs the rest of its arguments on the host. */
  readonly on: (host: string) => ReadonlyArray<string>
  readonly close: () => void
}

const setOf = (items: ReadonlyArray<number | string>) => `{ ${items.join(", ")} }`

/** The rules of one direction. What is not allowed is answered at once, so that no test waits for it. */
const chainOf = (
  allowed: ReadonlyArray<AllowedPeers> | undefined,
  hook: "input" | "output",
  others: ReadonlyMap<string, Pod>
): string => {
  if (allowed === undefined) return ""
  const end = hook === "input" ? "saddr" : "daddr"
  const rules = allowed.flatMap(({ isPeer, ports }) => {
    const addresses = [...others].flatMap(([address, pod]) => (isPeer(pod) ? [address] : []))
    if (addresses.length === 0 || ports?.length === 0) return []
    const what = ports === undefined ? "meta l4proto tcp" : `tcp dport ${setOf(ports)}`
    return [`ip ${end} ${setOf(addresses)} ${what} accept`]
  })
  const lines = [
    `type filter hook ${hook} priority 0`,
    `${hook === "input" ? "iif" : "oif"} lo accept`,
    "ct state established,related accept",
    ...rules,
    "meta l4proto tcp reject with tcp reset",
    "meta nfproto ipv4 drop"
  ]
  return `chain ${hook} {\n${lines.join("\n")}\n}\n`
}

/** Starts the hosts. Their namespaces are gone when the process that holds them ends. `folder` keeps the rules. */
export const startHosts = async (
  folder: string,
  pods: Readonly<Record<string, Pod>>,
  policies: ReadonlyArray<NetworkPolicy>
): Promise<Hosts> => {
  const names = Object.keys(pods)
  const addressOf = (host: string) => `10.1.0.${names.indexOf(host) + 1}`
  const commands = names.map((name, i) => {
    const pod = pods[name] as Pod
    const others = new Map(names.flatMap((one) => (one === name ? [] : [[addressOf(one), pods[one] as Pod] as const])))
    const chains = [
      chainOf(allowedPeers(policies, "Ingress", pod), "input", others),
      chainOf(allowedPeers(policies, "Egress", pod), "output", others)
    ]
    const rules = join(folder, `${name}.nft`)
    writeFileSync(rules, `table inet policies {\n${chains.join("")}}\n`)
    return [
      `ip netns add ${name}`,
      `ip link add v${i} type veth peer name eth0 netns ${name}`,
      `ip link set v${i} master hosts up`,
      `ip -n ${name} addr add ${addressOf(name)}/24 dev eth0`,
      `ip -n ${name} link set eth0 up`,
      `ip -n ${name} link set lo up`,
      `ip netns exec ${name} nft -f ${rules}`
    ].join("\n")
  })
  const script = join(folder, "hosts.sh")
  const first =
    "mount --make-rprivate /\nmount -t tmpfs tmpfs /run\nip link add hosts type bridge\nip link set hosts up"
  writeFileSync(script, `set -e\n${first}\n${commands.join("\n")}\necho ready\nexec sleep infinity\n`)
  const holder: ChildProcess = spawn("unshare", ["--net", "--mount", "sh", script], {
    stdio: ["ignore", "pipe", "pipe"]
  })
  let said = ""
  holder.stderr?.on("data", (text) => {
    said += String(text)
  })
  await new Promise<void>((resolve, reject) => {
    holder.stdout?.on("data", () => resolve())
    holder.on("exit", () => reject(new Error(`The hosts did not start: ${said}`)))
  })
  const within = ["nsenter", "--target", String(holder.pid), "--net", "--mount", "ip", "netns", "exec"]
  return { addressOf, on: (host) => [...within, host], close: () => void holder.kill("SIGKILL") }
}
