/** The partners: organisations that may send records, with their rights and keys. */
import { randomBytes } from "node:crypto"
import { Clock, Effect, Redacted, Schema } from "effect"
import type { Identity } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { KeyStore } from "../keys/KeyStore.ts"
import type { PartnerId } from "./PartnerId.ts"
import type { PartnerSecrets } from "./PartnerSecrets.ts"
import { topicOfPartner } from "./PartnerTopic.ts"

const table = "corridor_raw.partner"

/** Number of partitions of a partner's topic, and so of workers that can read it in parallel. */
const partitions = 4

export interface Partner {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly status: "enabled" | "disabled"
  /** True for an invented partner of the demonstration. */
  readonly demonstration: boolean
  readonly createdAt: string
}

/** The partner cannot be created or changed; `message` gives the reason. */
export class PartnerRefused extends Schema.TaggedError<PartnerRefused>()("PartnerRefused", {
  message: Schema.String
}) {}

export interface NewPartner {
  readonly id: PartnerId
  readonly type: string
  readonly name: string
  readonly demonstration: boolean
}

/** The credentials of a new partner, which are shown once. */
export interface Credentials extends PartnerSecrets {
  readonly topic: string
}

const secret = () => randomBytes(24).toString("base64url")

/** Returns all partners, by id. */
export const list = Effect.fn("Partners.list")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<Partner>(
    `SELECT partner_id AS id, type, name, status, demonstration = 1 AS demonstration, toString(created_at) AS createdAt
     FROM ${table} FINAL ORDER BY id`
  )
})

const find = Effect.fn("Partners.find")(function* (id: PartnerId) {
  return (yield* list()).find((partner) => partner.id === id)
})

const write = Effect.fn("Partners.write")(function* (partner: Omit<Partner, "createdAt">, createdAt: string) {
  const warehouse = yield* Warehouse
  const now = yield* Clock.currentTimeMillis
  const at = new Date(now).toISOString().replace("T", " ").replace("Z", "")
  yield* warehouse.insert(
    table,
    [
      {
        partner_id: partner.id,
        type: partner.type,
        name: partner.name,
        demonstration: partner.demonstration ? 1 : 0,
        status: partner.status,
        // Tokens are in corridor_access.token.
        token_hash: "",
        created_at: createdAt === "" ? at.slice(0, 19) : createdAt,
        updated_at: at
      }
    ],
    { token: "" }
  )
})

const check = (partner: NewPartner): PartnerRefused | undefined => {
  const types = readCodeList("organisation-type").map((row) => row["code"] as string)
  if (!types.includes(partner.type))
    return new PartnerRefused({ message: `The type must be one of ${types.join(", ")}.` })
  if (partner.name.trim() === "" || partner.name.length > 200)
    return new PartnerRefused({ message: "The name must have 1 to 200 characters." })
  return undefined
}

/**
 * Creates a partner: its pseudonymisation key, its topic, its Kafka user with rights to that topic only, and its own key. `keep` stores the
 * secrets. After a failure it can be run again: the partner's row is written last.
 */
export const add = Effect.fn("Partners.add")(function* <E, R>(
  partner: NewPartner,
  keep: (secrets: PartnerSecrets) => Effect.Effect<void, E, R>
) {
  const refused = check(partner)
  if (refused !== undefined) return yield* refused
  if ((yield* find(partner.id)) !== undefined)
    return yield* new PartnerRefused({ message: `Partner ${partner.id} already exists.` })
  const admin = yield* EventLogAdmin
  const keys = yield* KeyStore
  const topic = topicOfPartner(partner.id)
  const identity: Identity = { username: `partner-${partner.id}`, password: Redacted.make(secret()) }
  const secrets: PartnerSecrets = { identity, key: Redacted.make(new Uint8Array(randomBytes(32))) }
  yield* keys.create(partner.id)
  yield* admin.ensureTopic(topic, partitions)
  yield* admin.grantPartner(identity, topic)
  yield* keep(secrets)
  yield* write({ ...partner, status: "enabled" }, "")
  return { ...secrets, topic } satisfies Credentials
})

/** Disables a partner. Its records stay, and records in its topic are still read. */
export const disable = Effect.fn("Partners.disable")(function* (id: PartnerId) {
  const partner = yield* find(id)
  if (partner === undefined) return yield* new PartnerRefused({ message: `Partner ${id} does not exist.` })
  const admin = yield* EventLogAdmin
  yield* admin.revokePartner(`partner-${id}`, topicOfPartner(id))
  yield* write({ ...partner, status: "disabled" }, partner.createdAt)
})
