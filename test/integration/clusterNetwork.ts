/** Network policies of Kubernetes, evaluated: which pod may connect to which port of which other. */

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: ReadonlyArray<{
    readonly key: string
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist"
    readonly values?: ReadonlyArray<string>
  }>
}

interface Peer {
  readonly podSelector?: Selector
  readonly namespaceSelector?: Selector
}

interface Rule {
  readonly from?: ReadonlyArray<Peer>
  readonly to?: ReadonlyArray<Peer>
  readonly ports?: ReadonlyArray<{ readonly port: number; readonly protocol?: string }>
}

export interface NetworkPolicy {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: {
    readonly podSelector: Selector
    readonly policyTypes: ReadonlyArray<"Ingress" | "Egress">
    readonly ingress?: ReadonlyArray<Rule>
    readonly egress?: ReadonlyArray<Rule>
  }
}

export interface Pod {
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
}

const podOf = (labels: Pod["labels"], namespace = "corridor"): Pod => ({ namespace, labels })
const app = (name: string) => podOf({ app: `corridor-${name}` })

/** A pod of each kind that the manifests know, and some that they do not. */
export const pods = {
  ingest: app("ingest"),
  page: app("page"),
  portal: app("portal"),
  migrate: app("migrate"),
  operator: app("operator"),
  registry: app("registry"),
  keeper: app("keeper"),
  state: app("state"),
  clickhouse: podOf({ "clickhouse.altinity.com/chi": "corridor" }),
  kafka: podOf({ "strimzi.io/name": "corridor-kafka" }),
  "clickhouse-operator": podOf({}, "clickhouse-operator"),
  prometheus: podOf({}, "monitoring"),
  "ingress-controller": podOf({}, "ingress"),
  stranger: podOf({ app: "stranger" }),
  outside: podOf({}, "default")
}

const matches = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Pod["labels"]): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key]
    if (operator === "Exists") return value !== undefined
    if (operator === "DoesNotExist") return value === undefined
    return (operator === "In") === (value !== undefined && values.includes(value))
  })

const isPeer = (policy: NetworkPolicy, pod: Pod, { podSelector, namespaceSelector }: Peer): boolean =>
  (namespaceSelector === undefined
    ? pod.namespace === policy.metadata.namespace
    : matches(namespaceSelector, { "kubernetes.io/metadata.name": pod.namespace })) &&
  (podSelector === undefined || matches(podSelector, pod.labels))

type Direction = "Ingress" | "Egress"

/** Who may exchange what with a pod in one direction. */
export interface AllowedPeers {
  /** Whether the pod is one of the peers. */
  readonly isPeer: (pod: Pod) => boolean
  /** TCP ports; undefined for all. */
  readonly ports: ReadonlyArray<number> | undefined
}

/** Returns what the policies that select a pod allow in one direction; undefined if none selects it: then everything is allowed. */
export const allowedPeers = (
  policies: ReadonlyArray<NetworkPolicy>,
  direction: Direction,
  pod: Pod
): ReadonlyArray<AllowedPeers> | undefined => {
  const own = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace &&
      spec.policyTypes.includes(direction) &&
      matches(spec.podSelector, pod.labels)
  )
  if (own.length === 0) return undefined
  return own.flatMap((policy) =>
    ((direction === "Ingress" ? policy.spec.ingress : policy.spec.egress) ?? []).map(({ from, to, ports }) => {
      const peers = (direction === "Ingress" ? from : to) ?? [{ namespaceSelector: {} }]
      return {
        isPeer: (other: Pod) => peers.some((peer) => isPeer(policy, other, peer)),
        ports: ports?.flatMap(({ port, protocol }) => (protocol === "UDP" ? [] : [port]))
      }
    })
  )
}

const allows = (allowed: ReadonlyArray<AllowedPeers> | undefined, other: Pod, port: number): boolean =>
  allowed === undefined ||
  allowed.some(({ isPeer, ports }) => (ports === undefined || ports.includes(port)) && isPeer(other))

/** Whether a TCP connection is allowed by the policies of both ends. */
export const mayConnect = (policies: ReadonlyArray<NetworkPolicy>, from: Pod, to: Pod, port: number): boolean =>
  allows(allowedPeers(policies, "Egress", from), to, port) && allows(allowedPeers(policies, "Ingress", to), from, port)
