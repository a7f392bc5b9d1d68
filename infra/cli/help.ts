/** Help for the command line, taken from the page that `generateHelp.ts` writes: no command has to be loaded for it. */
import { readHelpPage } from "./helpPage.ts"

/** The lines of a command's flags in its text. */
export const flagLines = /(?<=^FLAGS\n) {2}.*(?:\n {2}.*)*/m

const common = "  common: "

/** Returns the line that stands for flags which the page describes once for many commands. */
export const commonLine = (names: ReadonlyArray<string>): string =>
  `${common}${names.map((name) => `--${name}`).join(", ")}`

/** Returns lines of flags with their descriptions below each other. */
export const aligned = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const rows = lines.map((line) => line.trim().split(/ {4,}/))
  const width = Math.max(...rows.map(([flag = ""]) => flag.length)) + 4
  return rows.map(([flag = "", ...description]) => `  ${flag.padEnd(width)}${description.join(" ")}`.trimEnd())
}

/** Returns the help texts of a page by command path: "" is the whole command line, "keys rotate" one of its commands. */
export const helpTexts = (page: string): ReadonlyMap<string, string> => {
  const sections = new Map(
    [...page.matchAll(/^## (.*)\n\n```text\n([\s\S]*?)\n```$/gm)].map(([, path = "", text = ""]) => [path, text])
  )
  const lines = sections.get("Common flags")?.split("\n") ?? []
  const described = new Map(lines.map((line) => [/--[\w-]+/.exec(line)?.[0], line]))
  const inFull = (line: string) =>
    line.startsWith(common)
      ? line
          .slice(common.length)
          .split(", ")
          .map((name) => described.get(name) ?? name)
      : [line]
  sections.delete("Common flags")
  return new Map(
    [...sections].map(([path, text]) => [
      path.replace(/^corridor ?/, ""),
      text.replace(flagLines, (block) => aligned(block.split("\n").flatMap(inFull)).join("\n"))
    ])
  )
}

/** Returns the path of the command that the arguments name. Flags and their values are skipped. */
const commandPath = (texts: ReadonlyMap<string, string>, args: ReadonlyArray<string>) =>
  args.reduce((path, word) => {
    const longer = path === "" ? word : `${path} ${word}`
    return texts.has(longer) ? longer : path
  }, "")

/** Headings are bold on a terminal. */
const styled = (text: string) =>
  process.stdout.isTTY && process.env["NO_COLOR"] === undefined
    ? text.replace(/^[A-Z ]+$/gm, "\u001b[1m$&\u001b[0m")
    : text

/** Returns the help for the command that the arguments name, or for the nearest one above it. */
export const helpText = (args: ReadonlyArray<string>): string => {
  const texts = helpTexts(readHelpPage())
  return styled(texts.get(commandPath(texts, args)) ?? "")
}

/** Returns the help text if the arguments contain a help flag at any position, begin with `help` or are none; otherwise undefined. */
export const helpFor = (args: ReadonlyArray<string>): string | undefined => {
  const end = args.indexOf("--")
  const own = end === -1 ? args : args.slice(0, end)
  if (own[0] === "help") return helpText(own.slice(1))
  return args.length === 0 || own.includes("--help") || own.includes("-h") ? helpText(own) : undefined
}
