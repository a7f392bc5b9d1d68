/** A key, token or code in base64url that begins with a hyphen. No flag is as long and has a capital letter, a digit or an underscore. */
const keyWithHyphen = /^-(?=.*[A-Z0-9_])[\w-]{19,}$/

/**
 * Joins such a value to the flag before it, as `--key=-zBsU…`: one key in 64 begins with a hyphen, and the parser would read it as flags
 * and name its letters in the error.
 */
export const joinKeysWithHyphen = (args: ReadonlyArray<string>): ReadonlyArray<string> =>
  args.reduce<Array<string>>((joined, arg) => {
    const flag = joined.at(-1)
    if (flag !== undefined && /^--[a-z-]+$/.test(flag) && keyWithHyphen.test(arg))
      joined[joined.length - 1] = `${flag}=${arg}`
    else joined.push(arg)
    return joined
  }, [])
