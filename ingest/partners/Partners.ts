/** The partners: organisations that may send records, with their rights and keys. */
import { randomBytes } from "node:crypto"
import { Effect, Redacted, Schema } from "effect"
import type { Identity } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { laterTime } from "../../ports/laterTime.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { KeyStore } from "../keys/KeyStore.ts"
import { otherKey } from "./OtherKey.ts"
import type { PartnerId } from "./PartnerId.ts"
import type { PartnerSecrets } from "./PartnerSecrets.ts"
import { topicOfPartner } from "./PartnerTopic.ts"

const table = "corridor_raw.partner"

/** Number of partitions of a partner's topic, and so of workers that can read it in parallel. */
export const partitions = 4

interface Partner {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly status: "enabled" | "disabled"
  /** True for an invented partner of the demonstration. */
  readonly demonstration: boolean
  readonly createdAt: string
  /** Check value of the partner's own key (`submit/check/keyCheck.ts`); "" while none is registered. */
  readonly keyCheck: string
}

/** The partner cannot be created or changed; `message` gives the reason. */
export class PartnerRefused extends Schema.TaggedError<PartnerRefused>()("PartnerRefused", {
  message: Schema.String
}) {}

interface NewPartner {
  readonly id: PartnerId
  readonly type: string
  readonly name: string
  readonly demonstration: boolean
}

/** What the installation keeps of a partner that makes its own key. */
type KeepIdentity<E, R> = (identity: Identity) => Effect.Effect<void, E, R>

/** The credentials of a new partner, which are shown once. */
interface Credentials extends PartnerSecrets {
  readonly topic: string
}

const secret = () => randomBytes(24).toString("base64url")

/** Returns all partners, also disabled ones, by id. */
export const list = Effect.fn("Partners.list")(function* () {
  return yield* Warehouse.query<Partner>(
    `SELECT partner_id AS id, type, name, status, demonstration = 1 AS demonstration, toString(created_at) AS createdAt,
       key_check AS keyCheck
     FROM ${table} FINAL ORDER BY id`
  )
})

const find = Effect.fn("Partners.find")(function* (id: PartnerId) {
  return (yield* list()).find((partner) => partner.id === id)
})

const write = Effect.fn("Partners.write")(function* (partner: Omit<Partner, "createdAt">, createdAt: string) {
  const at = yield* laterTime(table, "updated_at", "partner_id = {partner:String}", { partner: partner.id })
  yield* Warehouse.insert(
    table,
    [
      {
        partner_id: partner.id,
        type: partner.type,
        name: partner.name,
        demonstration: partner.demonstration ? 1 : 0,
        status: partner.status,
        // Tokens are in the state store.
        token_hash: "",
        key_check: partner.keyCheck,
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
 * Creates a partner that has no key of its own yet: the pipeline's key for it, its topic, and its Kafka user with rights to that topic only. `keep`
 * stores the identity. After a failure it can be run again: the partner's row is written last.
 */
export const invite = Effect.fn("Partners.invite")(function* <E, R>(partner: NewPartner, keep: KeepIdentity<E, R>) {
  const refused = check(partner)
  if (refused !== undefined) return yield* refused
  if ((yield* find(partner.id)) !== undefined)
    return yield* new PartnerRefused({
      message: `Partner ${partner.id} already exists. For another one-time code: corridor partner invite ${partner.id}`
    })
  const admin = yield* EventLogAdmin
  const keys = yield* KeyStore
  const topic = topicOfPartner(partner.id)
  const identity: Identity = { username: `partner-${partner.id}`, password: Redacted.make(secret()) }
  yield* keys.create(partner.id)
  yield* admin.ensureTopic(topic, partitions)
  yield* admin.grantPartner(identity, topic)
  yield* keep(identity)
  yield* write({ ...partner, status: "enabled", keyCheck: "" }, "")
  return { identity, topic }
})

/** Creates a partner together with its own key. `keep` stores the secrets. */
export const add = Effect.fn("Partners.add")(function* <E, R>(
  partner: NewPartner,
  keep: (secrets: PartnerSecrets) => Effect.Effect<void, E, R>
) {
  const key = Redacted.make(new Uint8Array(randomBytes(32)))
  const { identity, topic } = yield* invite(partner, (made) => keep({ identity: made, key }))
  return { identity, key, topic } satisfies Credentials
})

/** Returns a partner. Fails with `PartnerRefused` if there is none with this id. */
export const existing = Effect.fn("Partners.existing")(function* (id: PartnerId) {
  return (
    (yield* find(id)) ??
    (yield* new PartnerRefused({ message: `Partner ${id} does not exist. 'partner list' shows all.` }))
  )
})

/** Fails if another key than this one is registered. */
export const checkKey = Effect.fn("Partners.checkKey")(function* (id: PartnerId, keyCheck: string) {
  const registered = (yield* existing(id)).keyCheck
  if (registered !== "" && registered !== keyCheck) return yield* otherKey
})

/** Registers the check value of the partner's own key. Fails if that of another key is registered. */
export const registerKey = Effect.fn("Partners.registerKey")(function* (id: PartnerId, keyCheck: string) {
  const partner = yield* existing(id)
  yield* checkKey(id, keyCheck)
  if (partner.keyCheck === "") yield* write({ ...partner, keyCheck }, partner.createdAt)
})

/** Forgets the check value of a lost key, so that the partner can register a new one. */
export const forgetKey = Effect.fn("Partners.forgetKey")(function* (id: PartnerId) {
  const partner = yield* existing(id)
  if (partner.keyCheck !== "") yield* write({ ...partner, keyCheck: "" }, partner.createdAt)
})

/** Disables a partner. Its records stay, and records in its topic are still read. */
export const disable = Effect.fn("Partners.disable")(function* (id: PartnerId) {
  const partner = yield* existing(id)
  const admin = yield* EventLogAdmin
  yield* admin.revokePartner(`partner-${id}`, topicOfPartner(id))
  yield* write({ ...partner, status: "disabled" }, partner.createdAt)
})
