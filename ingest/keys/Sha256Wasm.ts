/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of four messages in parallel: a WebAssembly module that is assembled here at import.
 *
 * A call into OpenSSL costs more than the hash of a short message. WebAssembly has 128-bit vectors, so one instruction does the same step for
 * four messages: lane n of every vector belongs to message n. It is assembled here because a binary in the repository could not be reviewed,
 * and a compiler would be another dependency. The file is ordered bottom-up: bytes, instructions, memory, SHA-256, the loop, the module.
 */

// ---- Bytes. Code is a list of bytes.

type Code = ReadonlyArray<number>

/** LEB128: seven bits per byte, lowest first; the top bit is set if more follow. */
const unsigned = (n: number): Code => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)])

/** Signed LEB128: bit 6 of the last byte is the sign. */
const signed = (n: number): Code => (n >= -64 && n < 64 ? [n & 127] : [(n & 127) | 128, ...signed(n >> 7)])

/** Items, preceded by their count. */
const list = (...items: ReadonlyArray<Code>): Code => [...unsigned(items.length), ...items.flat()]

/** Bytes, preceded by their count. */
const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes]

const text = (ascii: string): Code => sized([...Buffer.from(ascii)])

// ---- Instructions. WebAssembly is a stack machine: operands come first, the opcode last. Opcodes: WebAssembly Core
// Specification 2.0, section 5.4. Locals (including parameters) and functions have numbers.

const i32 = 0x7f
const v128 = 0x7b

const get = (local: number): Code => [0x20, ...unsigned(local)]
const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)]
const call = (func: number, ...operands: ReadonlyArray<Code>): Code => [...operands.flat(), 0x10, ...unsigned(func)]
const integer = (n: number): Code => [0x41, ...signed(n)]
const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a]
/** Repeats `body` while a < b; at least once. */
const repeatWhileLess = (body: Code, a: Code, b: Code): Code => [0x03, 0x40, ...body, ...a, ...b, 0x49, 0x0d, 0, 0x0b]

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)]
/** Returns the vector at address + offset. The 0 means unaligned. */
const load = (address: Code, offset: number): Code => [...address, ...vector(0x00), 0, ...unsigned(offset)]
const store = (address: Code, offset: number, value: Code): Code =>
  [address, value, vector(0x0b), [0], unsigned(offset)].flat()
/** Returns the 32-bit number at an address, in all four lanes. */
const loadInAllLanes = (address: number): Code => [...integer(0), ...vector(0x09), 0, ...unsigned(address)]
/** Sixteen bytes, each chosen from `a` (0 to 15) or `b` (16 to 31). */
const shuffle = (a: Code, b: Code, chosen: Code): Code => [...a, ...b, ...vector(0x0d), ...chosen]
const and = (a: Code, b: Code): Code => [...a, ...b, ...vector(0x4e)]
const joined = (opcode: number, terms: ReadonlyArray<Code>): Code =>
  terms.flatMap((term, i) => (i === 0 ? term : [...term, ...vector(opcode)]))
const xor = (...terms: ReadonlyArray<Code>): Code => joined(0x51, terms)
const add = (...terms: ReadonlyArray<Code>): Code => joined(0xae, terms)
const shiftLeft = (a: Code, bits: number): Code => [...a, ...integer(bits), ...vector(0xab)]
const shiftRight = (a: Code, bits: number): Code => [...a, ...integer(bits), ...vector(0xad)]
/** Rotations to the right, as two shifts joined by xor: they have no bits in common. */
const rotations = (a: Code, ...distances: ReadonlyArray<number>): ReadonlyArray<Code> =>
  distances.flatMap((bits) => [shiftRight(a, bits), shiftLeft(a, 32 - bits)])
/** Returns a function's body: its locals besides the parameters, and its code. */
const body = (locals: ReadonlyArray<readonly [count: number, type: number]>, code: ReadonlyArray<Code>): Code =>
  sized([...list(...locals.map(([count, type]) => [...unsigned(count), type])), ...code.flat(), 0x0b])

// ---- Memory. A state has 8 vectors, a block 16. Word w of lane n of either is at 16 * w + 4 * n.

/** One page of WebAssembly's memory. */
const memorySize = 65_536

/** Addresses in the memory. Everything but the constants derives from messages and keys, so the caller wipes it. */
export const place = {
  /** The states after the key's inner and outer block, the same in all lanes. */
  innerKey: 0,
  outerKey: 128,
  /** The current block. */
  block: 256,
  outerHash: 512,
  innerHash: 640,
  /** Constant: the padding after the inner hash. */
  outerPadding: 768,
  /** Constant: 64 numbers of 4 bytes. */
  roundConstants: 896,
  /** For the caller: digests and messages. */
  free: 2048
} as const

// ---- SHA-256. Numbers and names as in FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3 and 6.2.2.

// biome-ignore format: a table
const roundConstants = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
]

/** The state before the first block. */
// biome-ignore format: a table
export const initialState: ReadonlyArray<number> = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
]

/**
 * compress(from, block, to): the state at `from` and the block at `block` give the state at `to`.
 *
 * The 64 rounds are unrolled, so that the state need not be moved: a round changes only d and h, and the roles of the eight locals rotate by
 * one instead. The message schedule is in sixteen locals: word t replaces word t - 16, whose last use is computing it.
 */
const compress = (() => {
  const [from, blockAt, to] = [0, 1, 2] as const
  const word = (t: number) => 3 + (t % 16)
  const state = (i: number) => 19 + (i % 8)
  const changed = (t: number) => 27 + (t % 2)
  const code: Array<Code> = []
  for (let i = 0; i < 16; i++) code.push(set(word(i), load(get(blockAt), 16 * i)))
  for (let i = 0; i < 8; i++) code.push(set(state(i), load(get(from), 16 * i)))
  code.push(set(changed(1), xor(get(state(1)), get(state(2)))))
  for (let t = 0; t < 64; t++) {
    if (t >= 16) {
      const [fifteenBack, twoBack] = [get(word(t - 15)), get(word(t - 2))]
      const sigma0 = xor(...rotations(fifteenBack, 7, 18), shiftRight(fifteenBack, 3))
      const sigma1 = xor(...rotations(twoBack, 17, 19), shiftRight(twoBack, 10))
      code.push(set(word(t), add(get(word(t - 16)), sigma0, get(word(t - 7)), sigma1)))
    }
    const name = (i: number) => state(i + 64 - t)
    const [a, b, d, e, f, g, h] = [name(0), name(1), name(3), name(4), name(5), name(6), name(7)]
    const sum1 = xor(...rotations(get(e), 6, 11, 25))
    // (e and f) xor (not e and g), in three instructions
    const choice = xor(get(g), and(get(e), xor(get(f), get(g))))
    code.push(set(h, add(get(h), get(word(t)), loadInAllLanes(place.roundConstants + 4 * t), choice, sum1)))
    code.push(set(d, add(get(d), get(h))))
    const sum0 = xor(...rotations(get(a), 2, 13, 22))
    // (a and b) xor (a and c) xor (b and c): b, unless both others differ from it. a xor b is b xor c in the next
    // round.
    code.push(set(changed(t), xor(get(a), get(b))))
    const majority = xor(get(b), and(get(changed(t)), get(changed(t + 1))))
    code.push(set(h, add(get(h), majority, sum0)))
  }
  for (let i = 0; i < 8; i++) code.push(store(get(to), 16 * i, add(get(state(i)), load(get(from), 16 * i))))
  return body([[26, v128]], code)
})()

// ---- The loop.

/** Sixteen bytes named by the numbers of four 32-bit words. */
const words = (...numbers: ReadonlyArray<number>): Code =>
  numbers.flatMap((n) => [4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3])

/** Reverses the bytes of a vector's 32-bit words: SHA-256 is big-endian, WebAssembly little-endian. */
const reversed = (a: Code): Code => shuffle(a, a, [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12])

/** Transposes four vectors: word w of vector n becomes word n of vector w. */
const transpose = (row: (n: number) => number, spare: (n: number) => number): Code =>
  [
    set(spare(0), shuffle(get(row(0)), get(row(1)), words(0, 4, 1, 5))),
    set(spare(1), shuffle(get(row(2)), get(row(3)), words(0, 4, 1, 5))),
    set(spare(2), shuffle(get(row(0)), get(row(1)), words(2, 6, 3, 7))),
    set(spare(3), shuffle(get(row(2)), get(row(3)), words(2, 6, 3, 7))),
    set(row(0), shuffle(get(spare(0)), get(spare(1)), words(0, 1, 4, 5))),
    set(row(1), shuffle(get(spare(0)), get(spare(1)), words(2, 3, 6, 7))),
    set(row(2), shuffle(get(spare(2)), get(spare(3)), words(0, 1, 4, 5))),
    set(row(3), shuffle(get(spare(2)), get(spare(3)), words(2, 3, 6, 7)))
  ].flat()

const compressFunction = 0
const four = [0, 1, 2, 3] as const

/**
 * digest(message, end, stride, to): computes, four messages at a time, the first 16 bytes of the HMAC of each message of `stride` bytes from
 * `message` to `end` (exclusive), with the states at `innerKey` and `outerKey`. A message consists of whole 64-byte blocks with SHA-256 padding.
 */
const digest = (() => {
  const [message, end, stride, to] = [0, 1, 2, 3] as const
  const from = 4
  const at = (lane: number) => 5 + lane
  const row = (n: number) => 9 + n
  const spare = (n: number) => 13 + n
  const gather = [0, 1, 2, 3].flatMap((quarter) => [
    ...four.map((lane) => set(row(lane), load(get(at(lane)), 16 * quarter))),
    transpose(row, spare),
    ...four.map((n) => store(integer(0), place.block + 64 * quarter + 16 * n, reversed(get(row(n)))))
  ])
  const inner = repeatWhileLess(
    [
      ...gather.flat(),
      ...call(compressFunction, get(from), integer(place.block), integer(place.innerHash)),
      ...set(from, integer(place.innerHash)),
      ...four.flatMap((lane) => set(at(lane), plus(get(at(lane)), integer(64))))
    ],
    get(at(0)),
    plus(get(message), get(stride))
  )
  const group = [
    set(from, integer(place.innerKey)),
    set(at(0), get(message)),
    ...[1, 2, 3].map((lane) => set(at(lane), plus(get(at(lane - 1)), get(stride)))),
    inner,
    call(compressFunction, integer(place.outerKey), integer(place.innerHash), integer(place.outerHash)),
    ...four.map((n) => set(row(n), load(integer(0), place.outerHash + 16 * n))),
    transpose(row, spare),
    ...four.map((lane) => store(get(to), 16 * lane, reversed(get(row(lane))))),
    set(to, plus(get(to), integer(64))),
    ...four.map(() => set(message, plus(get(message), get(stride))))
  ]
  return body(
    [
      [5, i32],
      [8, v128]
    ],
    [repeatWhileLess(group.flat(), get(message), get(end))]
  )
})()

// ---- The module. Sections by their numbers: types, functions, memory, exports, code.

const section = (number: number, ...items: ReadonlyArray<Code>): Code => [number, ...sized(list(...items))]
const functionType = (parameters: number): Code => [
  0x60,
  ...list(...Array.from({ length: parameters }, () => [i32])),
  0
]

const bytes = new Uint8Array([
  ...[0, ...Buffer.from("asm"), 1, 0, 0, 0],
  ...section(1, functionType(3), functionType(4)),
  ...section(3, [0], [1]),
  ...section(5, [1, ...unsigned(memorySize / 65_536), ...unsigned(memorySize / 65_536)]),
  ...section(7, [...text("memory"), 2, 0], [...text("compress"), 0, 0], [...text("digest"), 0, 1]),
  ...section(10, compress, digest)
])

/** The used part of WebAssembly. TypeScript declares it only with the DOM. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly compress: (from: number, block: number, to: number) => void
  readonly digest: (message: number, end: number, stride: number, to: number) => void
}

/** The two functions, as described above. */
export const { compress: compressLanes, digest: digestLanes } = instance

/** The module's whole memory, as bytes. */
export const memory: Uint8Array = new Uint8Array(instance.memory.buffer)

/** The same memory as little-endian 32-bit numbers. */
export const numbers: Uint32Array = new Uint32Array(instance.memory.buffer)

/** Returns a vector with each number in all lanes. */
export const inAllLanes = (values: ReadonlyArray<number>): ReadonlyArray<number> => values.flatMap((n) => [n, n, n, n])

numbers.set(roundConstants, place.roundConstants / 4)
// The end marker, zeros, and the length in bits of the key's block and the inner hash.
numbers.set(inAllLanes([0x8000_0000, 0, 0, 0, 0, 0, 0, 8 * (64 + 32)]), place.outerPadding / 4)
