/** SQL that draws from the number `n` of a row: the same number gives the same store. */

/** A number from 0 to below `size`, another one for each `salt`. */
export const draw = (salt: string, size: number): string => `(cityHash64(n, '${salt}') % ${size})`

/** One of the texts; those at the front are drawn more often. */
export const pick = (salt: string, texts: ReadonlyArray<string>): string =>
  `[${texts.map((text) => `'${text}'`).join(", ")}][1 + toUInt32(floor(pow(${draw(salt, 1_000_000)} / 1000000, 2) * ${texts.length}))]`

/** The text, or NULL in so many of ten rows. */
export const orNull = (salt: string, ofTen: number, sql: string): string =>
  `if(${draw(`${salt} known`, 10)} < ${ofTen}, NULL, ${sql})`

/** A list of texts, each in it with its own chance of ten; empty lists come of themselves. */
export const some = (salt: string, texts: ReadonlyArray<string>, ofTen: number): string =>
  `arrayFilter((text, at) -> (cityHash64(n, '${salt}', at) % 10) < ${ofTen}, [${texts.map((text) => `'${text}'`).join(", ")}],
    range(${texts.length}))`

/** A UUID from a number. */
export const uuid = (number: string, salt: string): string =>
  `reinterpretAsUUID(unhex(hex(cityHash64(${number}, '${salt} high')) || hex(cityHash64(${number}, '${salt} low'))))`

/** Twenty-four partners; `pick` makes them of unequal size. */
export const partners = Array.from({ length: 24 }, (_, i) => `partner-${String(i + 1).padStart(2, "0")}`)
