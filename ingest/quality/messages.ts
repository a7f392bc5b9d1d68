/** What became of a partner's messages by month: read, refused, repeated, and refused by rule. The store keeps batches for 90 days, refusals for 180. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { quarantineTable } from "../keys/PersonTables.ts"
import { topicOfPartner } from "../partners/PartnerTopic.ts"
import type { MessageMonth, RuleMonth } from "./QualitySchemas.ts"

/** Returns the months of each partner, oldest first. */
export const messageMonths = Effect.fn("Quality.messages")(function* (partners: ReadonlyArray<string>) {
  const rows = yield* Warehouse.query<MessageMonth & { readonly topic: string }>(
    `SELECT topic, formatDateTime(stored, '%Y-%m', 'UTC') AS month, toFloat64(sum(consumed)) AS read,
            toFloat64(sum(quarantined)) AS refused, toFloat64(sum(duplicates)) AS duplicates
     FROM (SELECT topic, min(at) AS stored, any(consumed) AS consumed, any(quarantined) AS quarantined, any(duplicates) AS duplicates
           FROM corridor_audit.batch WHERE state = 'stored' AND topic IN {topics:Array(String)}
           GROUP BY topic, partition, first_offset, last_offset)
     GROUP BY topic, month ORDER BY topic, month`,
    { params: { topics: partners.map(topicOfPartner) } }
  )
  const byTopic = Map.groupBy(rows, ({ topic }) => topic)
  return new Map(
    partners.map((partner): [string, ReadonlyArray<MessageMonth>] => [
      partner,
      (byTopic.get(topicOfPartner(partner)) ?? []).map(({ topic: _, ...month }) => month)
    ])
  )
})

/** Returns the partner's refused messages by month and rule, newest month first. */
export const ruleMonths = Effect.fn("Quality.rules")(function* (partner: string) {
  return yield* Warehouse.query<RuleMonth>(
    `SELECT formatDateTime(quarantined_at, '%Y-%m', 'UTC') AS month, code, toFloat64(uniqExact(partition, offset, sent_at)) AS messages
     FROM ${quarantineTable} WHERE topic = {topic:String}
     GROUP BY month, code ORDER BY month DESC, messages DESC, code`,
    { params: { topic: topicOfPartner(partner) } }
  )
})
