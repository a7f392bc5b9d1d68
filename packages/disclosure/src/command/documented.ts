import { Command } from "effect/cli"

/** Adds the description of a command and its examples: a command line, or a command line and what it does. */
export const documented =
  (description: string, ...examples: ReadonlyArray<string | readonly [command: string, meaning: string]>) =>
  <Name extends string, Input, ContextInput, E, R>(command: Command.Command<Name, Input, ContextInput, E, R>) =>
    command.pipe(
      Command.withDescription(description),
      Command.withExamples(
        examples.map((one) => (typeof one === "string" ? { command: one } : { command: one[0], description: one[1] }))
      )
    )
