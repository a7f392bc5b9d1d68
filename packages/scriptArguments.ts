import { readFileSync } from "node:fs"
import { type ParseArgsConfig, parseArgs } from "node:util"

/** Returns the comment with which a script begins: what it does and how to use it. */
const usageOf = (script: string): string =>
  (/^(?:#!.*\n)?(\/\*\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/.exec(readFileSync(script, "utf8"))?.[1] ?? "")
    .replaceAll(/^(?:\/\*\*| \*\/?|\/\/) ?|\s*\*\/$/gm, "")
    .trim()

/** Ends the process after printing how to use a script, if `--help` is among its arguments. */
export const answerHelp = (script: string): void => {
  if (!process.argv.slice(2).some((word) => word === "--help" || word === "-h")) return
  console.log(usageOf(script))
  process.exit(0)
}

/**
 * Reads the arguments of the script with the file name `script`, which needs `least` arguments without a flag. `--help` prints the comment with
 * which it begins. Wrong arguments print what is wrong and that comment. Both end the process, so a script calls this before it does anything.
 */
export const scriptArguments = <const Config extends ParseArgsConfig>(
  script: string,
  config: Config,
  least = 0
): ReturnType<typeof parseArgs<Config>> => {
  answerHelp(script)
  try {
    const read = parseArgs(config)
    if (read.positionals.length < least) throw new Error("An argument is missing")
    return read
  } catch (error) {
    const [reason] = (error as Error).message.split(". To specify")
    console.error(`${reason}.\n\n${usageOf(script)}`)
    process.exit(2)
  }
}
