import type { CommandLine, Entries } from "./commandLine.ts"

export const commands = {
  up: async () => (await import("./UpCommand.ts")).up,
  down: async () => (await import("./DownCommand.ts")).down,
  doctor: async () => (await import("./DoctorCommand.ts")).doctor,
  partner: async () => (await import("./PartnerCommand.ts")).partner,
  account: async () => (await import("./AccountCommand.ts")).account,
  token: async () => (await import("./TokenCommand.ts")).token,
  submit: async () => (await import("./SubmitCommand.ts")).submit,
  pull: async () => (await import("./PullCommand.ts")).pull,
  enrol: async () => (await import("./EnrolCommand.ts")).enrol,
  template: async () => (await import("./TemplateCommand.ts")).template,
  receipt: async () => (await import("./ReceiptCommand.ts")).receipt,
  ingest: async () => (await import("./IngestCommand.ts")).ingest,
  migrate: async () => (await import("./MigrateCommand.ts")).migrate,
  quarantine: async () => (await import("./QuarantineCommand.ts")).quarantine,
  withdraw: async () => (await import("./WithdrawCommand.ts")).withdraw,
  erase: async () => (await import("./EraseCommand.ts")).erase,
  keys: async () => (await import("./KeysCommand.ts")).keys,
  transform: async () => (await import("./TransformCommand.ts")).transform,
  vintage: async () => (await import("./VintageCommand.ts")).vintage,
  release: async () => (await import("./ReleaseCommand.ts")).release,
  request: async () => (await import("./RequestCommand.ts")).request,
  ledger: async () => (await import("./LedgerCommand.ts")).ledger,
  demo: async () => (await import("./DemoCommand.ts")).demo,
  protect: async () => (await import("./ProtectCommand.ts")).protect,
  audit: async () => (await import("./AuditCommand.ts")).audit,
  analyse: {
    description: "Statistical methods on a table of yours; each result lists its assumptions",
    subcommands: {
      trend: async () => (await import("./analyse/TrendCommand.ts")).trend,
      seasonality: async () => (await import("./analyse/SeasonalityCommand.ts")).seasonality,
      changepoints: async () => (await import("./analyse/ChangepointsCommand.ts")).changepoints,
      interrupted: async () => (await import("./analyse/InterruptedCommand.ts")).interruptedCommand,
      forecast: async () => (await import("./analyse/ForecastCommand.ts")).forecast,
      nowcast: async () => (await import("./analyse/NowcastCommand.ts")).nowcast,
      many: async () => (await import("./analyse/ManyCommand.ts")).many,
      released: async () => (await import("./analyse/ReleasedCommand.ts")).released,
      flows: async () => (await import("./analyse/FlowsCommand.ts")).flows,
      hidden: async () => (await import("./analyse/HiddenCommand.ts")).hidden
    }
  },
  link: {
    description: "Linkage rounds: count persons that several partners know, without identifiers (docs/linkage.md)",
    subcommands: {
      round: async () => (await import("./link/roundCommands.ts")).round,
      status: async () => (await import("./link/roundCommands.ts")).status,
      close: async () => (await import("./link/roundCommands.ts")).closeRound,
      agree: async () => (await import("./link/partnerCommands.ts")).agree,
      send: async () => (await import("./link/partnerCommands.ts")).send,
      veto: async () => (await import("./link/partnerCommands.ts")).vetoRound,
      shared: async () => (await import("./link/sharedCommand.ts")).shared,
      page: async () => (await import("./link/pageCommand.ts")).page,
      keys: async () => (await import("./link/accessCommands.ts")).keys,
      register: async () => (await import("./link/accessCommands.ts")).register,
      connect: async () => (await import("./link/accessCommands.ts")).connect,
      holder: async () => (await import("./link/serveCommands.ts")).holder,
      demo: async () => (await import("./link/demoCommand.ts")).demoRound,
      destroy: async () => (await import("./link/destroyCommand.ts")).destroyShare,
      host: async () => (await import("./link/serveCommands.ts")).host,
      count: async () => (await import("./link/countCommands.ts")).count,
      contribute: async () => (await import("./link/countCommands.ts")).contributeCounts,
      retract: async () => (await import("./link/countCommands.ts")).retractCounts,
      open: async () => (await import("./link/countCommands.ts")).openCount,
      linker: async () => (await import("./link/serveCommands.ts")).linker
    }
  },
  serve: async () => (await import("./ServeCommand.ts")).serve,
  backup: async () => (await import("./BackupCommand.ts")).backup,
  restore: async () => (await import("./RestoreCommand.ts")).restore
} satisfies Entries

export const corridor: CommandLine = {
  description: "De-identified counter-trafficking records in, statistics that are safe to publish out",
  commands
}
