/** What a program that offers dbt's commands provides to them. */
import type { Effect, FileSystem, Layer, Path, PlatformError } from "effect"
import type { Command } from "effect/cli"
import type { ProjectError } from "../ProjectError.ts"
import type { ClickHouse } from "../store/ClickHouse.ts"
import type { Target } from "../TransformOptions.ts"
import type { UsageError } from "./UsageError.ts"

/** The result of a command. */
export interface CommandOutput {
  /** The document that `--json` prints. */
  readonly json: unknown
  /** Lines for people. */
  readonly lines: ReadonlyArray<string>
  /** 1 if a node failed; 0 when left out. */
  readonly exitCode?: 0 | 1
}

export interface OpenedProject<E, R> {
  readonly target: Target
  readonly store: Layer.Layer<ClickHouse, E, R>
  /** The environment variables that templates may read. */
  readonly env: Readonly<Record<string, string>>
  readonly isWholeEnvironment: boolean
}

export interface CommandHost<E, R> {
  /** How a person calls the commands, for examples: `dbt-ts`. */
  readonly name: string
  /** The project's folder when `--project-dir` is left out. */
  readonly projectDir: string
  /** Flags that locate the store. */
  readonly flags: Command.Command.Config
  /** The store and the target for a project. The store is opened only by commands that need it. */
  readonly open: (
    flags: unknown,
    project: { readonly projectDir: string; readonly target: string | undefined }
  ) => Effect.Effect<
    OpenedProject<E, R>,
    ProjectError | UsageError | PlatformError.PlatformError,
    FileSystem.FileSystem | Path.Path
  >
  /** Prints a result, as JSON or for people, and sets the exit code. */
  readonly print: (json: boolean, output: CommandOutput) => Effect.Effect<void>
  /** Marks an effect that a person ends with Ctrl-C as successful when it is interrupted. */
  readonly untilInterrupted: <A, E2, R2>(effect: Effect.Effect<A, E2, R2>) => Effect.Effect<A, E2, R2>
}

type Infer<C extends Command.Command.Config> = Command.Command.Config.Infer<C>

/** Builds a host whose `open` receives the values of its flags with their types. */
export const commandHost = <const C extends Command.Command.Config, E, R>(
  host: Omit<CommandHost<E, R>, "flags" | "open"> & {
    readonly flags: C
    readonly open: (
      flags: Infer<C>,
      project: Parameters<CommandHost<E, R>["open"]>[1]
    ) => ReturnType<CommandHost<E, R>["open"]>
  }
): CommandHost<E, R> => ({ ...host, open: (flags, project) => host.open(flags as Infer<C>, project) })
