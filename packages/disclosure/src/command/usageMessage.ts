import type { CliError, CliOutput } from "effect/cli"

/** What was expected. A flag without a value is followed by another one, or by a value that looks like one. */
const expectedOf = ({ kind, option, expected }: CliError.InvalidValue): string =>
  kind === "flag" && expected === "string"
    ? `a value; one that begins with a hyphen is given as --${option}=VALUE`
    : expected.replace(/^(?:Schema validation failed: |Expected )/, "").replace(/^at most 1 value$/, "the flag once")

const messageOf = (error: CliError.NonShowHelpErrors): string =>
  error._tag === "InvalidValue"
    ? `Invalid value for ${error.kind === "flag" ? `--${error.option}` : `<${error.option}>`}. Expected: ${expectedOf(error)}`
    : error.message

/** Returns what is wrong with the arguments, without the values that were given. */
export const usageMessage = ({ errors }: Pick<CliOutput.Presenter.InvalidInvocation, "errors">): string =>
  errors.map(messageOf).join("\n")
