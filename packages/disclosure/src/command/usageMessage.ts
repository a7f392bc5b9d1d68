import type { CliError, CliOutput } from "effect/cli"

const messageOf = (error: CliError.NonShowHelpErrors): string =>
  error._tag === "InvalidValue"
    ? `Invalid value for ${error.kind === "flag" ? `--${error.option}` : `<${error.option}>`}. Expected: ${error.expected.replace(/^(?:Schema validation failed: |Expected )/, "")}`
    : error.message

/** What is wrong with the arguments, without the values that were given. */
export const usageMessage = ({ errors }: Pick<CliOutput.Presenter.InvalidInvocation, "errors">): string =>
  errors.map(messageOf).join("\n")
