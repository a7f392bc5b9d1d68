import type { CommandLine } from "../cli/commandLine.ts"

/** The commands of the partner's program: those that need nothing but Node and the address of a Corridor elsewhere. */
export const partnerCommands: CommandLine = {
  description: "Check a partner's records on this machine, and send them to a Corridor elsewhere",
  commands: {
    enrol: async () => (await import("../cli/EnrolCommand.ts")).enrol,
    template: async () => (await import("../cli/TemplateCommand.ts")).template,
    submit: async () => (await import("../cli/SubmitCommand.ts")).submit,
    pull: async () => (await import("../cli/PullCommand.ts")).pull
  }
}
