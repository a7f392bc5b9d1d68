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

/** Whether `pod` may exchange with `other` in one direction. A pod that no policy selects may do anything. */
const allowsDirection = (
  policies: ReadonlyArray<NetworkPolicy>,
  direction: "Ingress" | "Egress",
  pod: Pod,
  other: Pod,
  port: number
): boolean => {
  const own = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace &&
      spec.policyTypes.includes(direction) &&
      matches(spec.podSelector, pod.labels)
  )
  return (
    own.length === 0 ||
    own.some((policy) =>
      ((direction === "Ingress" ? policy.spec.ingress : policy.spec.egress) ?? []).some(
        ({ from, to, ports }) =>
          (ports === undefined || ports.some((one) => one.port === port && one.protocol !== "UDP")) &&
          ((direction === "Ingress" ? from : to) ?? [{ namespaceSelector: {} }]).some((peer) =>
            isPeer(policy, other, peer)
          )
      )
    )
  )
}

/** Whether a TCP connection is allowed by the policies of both ends. */
export const mayConnect = (policies: ReadonlyArray<NetworkPolicy>, from: Pod, to: Pod, port: number): boolean =>
  allowsDirection(policies, "Egress", from, to, port) && allowsDirection(policies, "Ingress", to, from, port)
