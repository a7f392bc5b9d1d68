/** Whether Kafka and the registry can use the installed Java. `infra/bootstrap.mjs` checks the same for `up` before anything is installed. */
import { spawnSync } from "node:child_process"
import { Effect } from "effect"
import { childEnvironment } from "./childEnvironment.ts"
import { Unavailable } from "./Unavailable.ts"

const oldestVersion = 17

/** What to do about it. */
export const installJava = `Install Java ${oldestVersion} or later, for example with 'apt install openjdk-17-jre-headless'.`

/** Returns the version of Java; 0 if it is missing or does not answer. */
export const javaVersion = (): number => {
  const options = { encoding: "utf8", timeout: 30_000, killSignal: "SIGKILL", env: childEnvironment() } as const
  return Number(/version "(\d+)/.exec(spawnSync("java", ["-version"], options).stderr ?? "")?.[1] ?? 0)
}

/** Returns what is wrong with a version, without a full stop; undefined if nothing is. */
export const javaProblem = (version: number): string | undefined => {
  if (version === 0) return "Java was not found"
  return version < oldestVersion ? `Java ${version} is too old` : undefined
}

/** If a server that needs Java does not start, names Java where it is the reason. */
export const explainJava = <A, E, R>(start: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> =>
  Effect.catch(start, (error): Effect.Effect<never, E | Unavailable> => {
    const found = javaProblem(javaVersion())
    if (found === undefined) return Effect.fail(error)
    return Effect.fail(
      new Unavailable({ part: "java", message: `${found}, and Kafka and the registry need it. ${installJava}` })
    )
  })
