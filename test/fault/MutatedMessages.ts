/** Mutations of good messages: broken, cut, spliced, inflated, or encoded in unusual ways. */
import avro from "avsc"
import fc from "fast-check"
import { type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { validRecord } from "../property/arbitraryRecord.ts"
import { type AvroSchema, varint, writeOddly } from "./AvroBytes.ts"
import type { SeededRandom } from "./SeededRandom.ts"

export interface Mutated {
  /** What was done to it. */
  readonly name: string
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}

/** Schema ids of all versions of each kind's schema, oldest first. */
export type SchemaIds = ReadonlyMap<string, ReadonlyArray<number>>

/** A message to mutate. */
interface Good {
  readonly id: number
  readonly schema: AvroSchema
  readonly record: Readonly<Record<string, unknown>>
  readonly key: Buffer
  readonly body: Buffer
  readonly ids: SchemaIds
  readonly random: SeededRandom
  readonly other: () => Good
}

const framed = (id: number, body: Uint8Array, magic = 0) => {
  const head = Buffer.alloc(5)
  head[0] = magic
  head.writeUInt32BE(id >>> 0, 1)
  return Buffer.concat([head, body])
}

const bytesOf = (random: SeededRandom, count: number) =>
  Buffer.from(Array.from({ length: count }, () => random.whole(0, 255)))

/** Replaces `removed` bytes of the body at a random position, or at the given one. */
const spliced = ({ body, random }: Good, inside: Uint8Array, removed = 0, at = random.whole(0, body.length)) =>
  Buffer.concat([body.subarray(0, at), inside, body.subarray(Math.min(body.length, at + removed))])

const huge = [2n ** 31n - 1n, 2n ** 31n, 2n ** 40n, 2n ** 53n, 2n ** 62n, -1n, -(2n ** 31n), -(2n ** 53n), -(2n ** 63n)]

/** Position of the case reference's length: after the id (37 bytes) and the revision, which takes one byte here. */
const referenceAt = 38

type Mutation = (good: Good) => Uint8Array | { readonly key?: Uint8Array | null; readonly value?: Uint8Array | null }

const utf8Faults = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0xef, 0xbf, 0xbd]
]

const mutations: Readonly<Record<string, Mutation>> = {
  "as it was": (good) => framed(good.id, good.body),
  "written oddly": (good) => framed(good.id, Buffer.from(writeOddly(good.schema, good.record, good.random))),
  "bits flipped": (good) => {
    const value = framed(good.id, good.body)
    const from = good.random.next() < 0.1 ? 0 : 5
    for (let i = good.random.whole(1, 6); i > 0; i--) {
      const at = good.random.whole(from, value.length - 1)
      value[at] = (value[at] as number) ^ (1 << good.random.whole(0, 7))
    }
    return value
  },
  "one bit flipped": (good) => {
    const value = framed(good.id, good.body)
    const at = good.random.whole(5, value.length - 1)
    value[at] = (value[at] as number) ^ (1 << good.random.whole(0, 7))
    return value
  },
  "bytes overwritten": (good) => framed(good.id, spliced(good, bytesOf(good.random, 3), 3)),
  "cut off": (good) => {
    const value = framed(good.id, good.body)
    return value.subarray(0, good.random.whole(0, value.length - 1))
  },
  "cut in the middle": (good) => framed(good.id, spliced(good, Buffer.alloc(0), good.random.whole(1, 20))),
  "bytes put in": (good) => framed(good.id, spliced(good, bytesOf(good.random, good.random.whole(1, 12)))),
  "a piece repeated": (good) => {
    const from = good.random.whole(0, good.body.length - 1)
    return framed(good.id, spliced(good, good.body.subarray(from, from + good.random.whole(1, 40))))
  },
  "spliced with another": (good) => {
    const other = good.other()
    const [i, j] = [good.random.whole(0, good.body.length), good.random.whole(0, other.body.length)]
    return framed(
      good.id,
      Buffer.concat([good.body.subarray(0, i), other.body.subarray(good.random.next() < 0.5 ? i : j)])
    )
  },
  "another behind it": (good) => framed(good.id, Buffer.concat([good.body, good.other().body])),
  "a bomb": (good) =>
    framed(good.id, spliced(good, Buffer.from(varint(good.random.pick(huge))), good.random.whole(0, 1))),
  "a bomb and the end": (good) => {
    const at = good.random.whole(0, good.body.length)
    return framed(good.id, Buffer.concat([good.body.subarray(0, at), Buffer.from(varint(good.random.pick(huge)))]))
  },
  "a text of a huge length": (good) =>
    framed(good.id, spliced(good, Buffer.from(varint(good.random.pick(huge))), 1, good.random.pick([0, referenceAt]))),
  "a number without end": (good) =>
    framed(
      good.id,
      spliced(
        good,
        Buffer.alloc(good.random.whole(5, 30), 0xff),
        1,
        good.random.pick([0, 37, referenceAt, good.random.whole(0, good.body.length)])
      )
    ),
  "a number that is too long": (good) =>
    framed(good.id, spliced(good, Buffer.from(varint(0n, good.random.whole(1, 12))), 1, 37)),
  "blocks without end": (good) => {
    // After the consent, only a route has arrays: of countries, and of legs.
    const block = good.random.pick([
      varint(1n),
      [...varint(-1n), ...varint(4n)],
      [...varint(-1n), ...varint(2n ** 40n)]
    ])
    const item = [...block, ...varint(3n), ...Buffer.from("UKR")]
    const at = good.random.whole(referenceAt, good.body.length)
    const times = good.random.pick([9, 1_000, 8_000])
    return framed(good.id, spliced(good, Buffer.from(Array.from({ length: times }, () => item).flat()), 0, at))
  },
  "blocks in blocks": (good) => {
    const deep = Array.from({ length: good.random.pick([3, 500, 5_000]) }, () => [
      ...varint(-1n),
      ...varint(60_000n)
    ]).flat()
    return framed(good.id, spliced(good, Buffer.from(deep), 0, good.random.whole(referenceAt, good.body.length)))
  },
  "no UTF-8": (good) =>
    framed(
      good.id,
      spliced(good, Buffer.from(good.random.pick(utf8Faults)), 2, good.random.whole(referenceAt + 1, good.body.length))
    ),
  "another magic byte": (good) => framed(good.id, good.body, good.random.whole(1, 255)),
  "the id of another schema": (good) => framed(good.random.pick([...good.ids.values()].flat()), good.body),
  "an unknown schema": (good) => framed(good.random.pick([0, 1_000_001, 0x7fff_ffff, 0xffff_ffff]), good.body),
  "random bytes": (good) => bytesOf(good.random, good.random.whole(1, 300)),
  "a frame around random bytes": (good) => framed(good.id, bytesOf(good.random, good.random.whole(0, 300))),
  "all zeros": (good) => framed(good.id, Buffer.alloc(good.random.pick([1, 50, 65_000]))),
  "as large as may be, or one larger": (good) =>
    framed(good.id, Buffer.concat([good.body, Buffer.alloc(65_536 - 5 - good.body.length + good.random.whole(0, 1))])),
  "nothing at all": (good) => ({ value: good.random.pick([null, new Uint8Array(0), Buffer.from([0])]) }),
  "another key": (good) => ({
    key: good.random.pick([null, Buffer.alloc(0), Buffer.from("CANARY"), bytesOf(good.random, 36), good.other().key]),
    value: framed(good.id, good.body)
  }),
  "a key in capitals": (good) => ({
    key: Buffer.from(good.key.toString().toUpperCase()),
    value: framed(good.id, good.body)
  })
}

const types = new Map(
  recordKinds.map((kind) => [
    kind,
    recordSchema(kind).versions.map(({ text }) => ({
      schema: JSON.parse(text) as AvroSchema,
      type: avro.Type.forSchema(JSON.parse(text) as avro.Schema)
    }))
  ])
)

/** Every mutation in turn, each of a message with its own id and case. The case references contain `CANARY`. */
export const mutatedMessages = (random: SeededRandom, count: number, ids: SchemaIds): ReadonlyArray<Mutated> => {
  const pools = new Map(
    recordKinds.map((kind) => [kind, fc.sample(validRecord[kind], { seed: random.whole(0, 2 ** 31), numRuns: 200 })])
  )
  const makeGood = (): Good => {
    const kind: RecordKind = random.pick([...recordKinds, "victim", "route", "route", "route"])
    const versions = types.get(kind) ?? []
    const version = random.whole(0, versions.length - 1)
    const { schema, type } = versions[version] as (typeof versions)[number]
    const recordId = random.uuid()
    const drawn = random.pick(pools.get(kind) as ReadonlyArray<Readonly<Record<string, unknown>>>)
    const record = { ...drawn, recordId, caseReference: `CANARY-${random.uuid()}`, revision: random.whole(0, 3) }
    const id = ids.get(kind)?.[version] as number
    return { id, schema, record, key: Buffer.from(recordId), body: type.toBuffer(record), ids, random, other: makeGood }
  }
  const names = Object.keys(mutations)
  return Array.from({ length: count }, (_, i) => {
    const name = names[i % names.length] as string
    const good = makeGood()
    const made = mutations[name]?.(good) as ReturnType<Mutation>
    return made instanceof Uint8Array
      ? { name, key: good.key, value: made }
      : { name, key: good.key, value: null, ...made }
  })
}
