import { createRequire } from "node:module"

const require = createRequire(import.meta.url)

/** Returns the path of a module of kafkajs that it does not export. */
const internalPath = (name: string): string => require.resolve(`kafkajs/src/${name}`)

/** Returns a module of kafkajs that it does not export. The caller says what it uses of it; 2.2.4 is pinned. */
export const internal = <Module>(name: string): Module => require(internalPath(name)) as Module

/** Replaces a module before another one loads it. */
export const replaceInternal = (name: string, replacement: unknown): void => {
  internal(name)
  const loaded = require.cache[internalPath(name)]
  if (loaded === undefined) throw new Error("unsupported build of kafkajs 2.2.4")
  loaded.exports = replacement
}
