/** A command line whose commands are loaded when their names are among the arguments. */
import type { NodeServices } from "@effect/platform-node/NodeServices"
import { Command } from "effect/cli"

/** Loads the module of a command, or names the subcommands of a group. */
type Entry = (() => Promise<AnyCommand>) | { readonly description: string; readonly subcommands: Entries }

export interface Entries {
  readonly [name: string]: Entry
}

// biome-ignore lint/suspicious/noExplicitAny: commands differ in name, flags and errors.
type AnyCommand = Command.Command<any, any, any, any, NodeServices>

/** Returns a command that is not called. Its name is known, so that a misspelt name gets a suggestion. */
const unloaded = (name: string): AnyCommand => Command.make(name)

const load = (name: string, entry: Entry, isCalled: (name: string) => boolean): Promise<AnyCommand> =>
  !isCalled(name)
    ? Promise.resolve(unloaded(name))
    : typeof entry === "function"
      ? entry()
      : loadGroup(name, entry.description, entry.subcommands, isCalled)

const loadGroup = async (name: string, description: string, entries: Entries, isCalled: (name: string) => boolean) =>
  Command.make(name).pipe(
    Command.withDescription(description),
    Command.withSubcommands(
      await Promise.all(Object.entries(entries).map(([child, entry]) => load(child, entry, isCalled)))
    )
  )

export interface CommandLine {
  readonly description: string
  readonly commands: Entries
}

/** Returns the command line with every command loaded: for help, completions and the wizard. */
export const loadAllCommands = ({ description, commands }: CommandLine) =>
  loadGroup("corridor", description, commands, () => true)

/** Returns the command line with those commands loaded whose names are among the arguments. */
export const loadCommands = (line: CommandLine, args: ReadonlyArray<string>) =>
  args.includes("--completions") || args.includes("--wizard")
    ? loadAllCommands(line)
    : loadGroup("corridor", line.description, line.commands, (name) => args.includes(name))
