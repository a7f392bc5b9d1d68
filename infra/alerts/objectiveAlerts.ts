/** Alerts on objectives: readers get answers, records are loaded soon, and the marts are new. */
import { metricCatalogue } from "../../ingest/pipeline/MetricCatalogue.ts"
import { type Alert, doctor } from "./Alert.ts"

const { loadingDelay, martsBuilt, requests } = metricCatalogue

const failedShare = (window: string) =>
  `sum(rate(${requests.name}{outcome="failed"}[${window}])) / sum(rate(${requests.name}[${window}]))`

/** Returns the share of batches that were loaded later than five minutes after their first record was sent. */
const lateShare = (window: string) =>
  `1 - sum(rate(${loadingDelay.name}_bucket{le="300"}[${window}])) / sum(rate(${loadingDelay.name}_count[${window}]))`

/**
 * Returns the condition that an objective's error budget is used up `burn` times too fast, over a long window and, so that the alert ends soon after the
 * cause, over a short one (Google, The Site Reliability Workbook, chapter 5). `budget`: the share that may be bad.
 */
const burning = (share: (window: string) => string, budget: number, burn: number, windows: readonly [string, string]) =>
  windows.flatMap((window, i) => [
    ...(i === 0 ? [] : ["and"]),
    `(${share(window)}) > ${Number((budget * burn).toFixed(4))}`
  ])

/** Objectives: the share that may be bad in 30 days. */
const [apiBudget, loadingBudget] = [0.005, 0.01]
const [fast, slow] = [["1h", "5m"] as const, ["6h", "30m"] as const]

export const objectiveAlerts: ReadonlyArray<Alert> = [
  {
    name: "CorridorApiBudgetBurnsFast",
    severity: "page",
    expr: burning(failedShare, apiBudget, 14.4, fast),
    for: "2m",
    summary: "{{ $value | humanizePercentage }} of requests failed in the last minutes",
    meaning:
      "So many requests fail that a thirtieth of the month's error budget is gone within an hour. Objective: 99.5 % of requests are answered.",
    why: "Readers get no figures, and partners cannot send from the portal.",
    steps: [
      doctor,
      "Check whether CorridorPartNotAnswering also fires: the page needs ClickHouse and the state store.",
      "Read the log lines of the page's process. A failure has one line with its cause, and nothing of the request.",
      "If only queries of the API fail, check `system.processes` for large ones."
    ]
  },
  {
    name: "CorridorApiBudgetBurnsSlowly",
    severity: "ticket",
    expr: burning(failedShare, apiBudget, 6, slow),
    for: "15m",
    summary: "{{ $value | humanizePercentage }} of requests failed in the last half hour",
    meaning:
      "Requests fail so often that the month's error budget is gone within five days. Objective: 99.5 % of requests are answered.",
    why: "A fault that comes and goes is seen by readers first.",
    steps: [
      "Continue as for CorridorApiBudgetBurnsFast.",
      "Compare the times of the failures with those of transform, backup and merges."
    ]
  },
  {
    name: "CorridorLoadingBudgetBurnsFast",
    severity: "page",
    expr: burning(lateShare, loadingBudget, 14.4, fast),
    for: "2m",
    summary: "{{ $value | humanizePercentage }} of batches were loaded later than five minutes",
    meaning:
      "So many batches come late that a thirtieth of the month's error budget is gone within an hour. Objective: 99 % of batches are loaded within five minutes.",
    why: "Withdrawals of consent that come as records wait as long as everything else.",
    steps: [
      "Check whether CorridorLagGrowing, CorridorPartNotAnswering or CorridorInsertSlow also fires. If so, handle that alert first.",
      "After an outage the records that waited are late: the alert ends by itself when they are loaded.",
      "Records that were sent with a wrong clock look late: compare the partner's clock."
    ]
  },
  {
    name: "CorridorLoadingBudgetBurnsSlowly",
    severity: "ticket",
    expr: burning(lateShare, loadingBudget, 6, slow),
    for: "15m",
    summary: "{{ $value | humanizePercentage }} of batches were loaded later than five minutes",
    meaning:
      "Batches come late so often that the month's error budget is gone within five days. Objective: 99 % of batches are loaded within five minutes.",
    why: "Loading is close to its limit. More records will make it late for good.",
    steps: [
      "Continue as for CorridorLoadingBudgetBurnsFast.",
      "The [capacity page](../../infra/cluster/CAPACITY.md) shows what more workers or machines bring."
    ]
  },
  {
    name: "CorridorMartsStale",
    severity: "ticket",
    expr: [`time() - max(${martsBuilt.name}) > 21600`],
    for: "30m",
    summary: "The marts are {{ $value | humanizeDuration }} old",
    meaning: "No mart was written for six hours. Objective: the marts are never older than that.",
    why: "Vintages and releases are made from the marts, and a withdrawn person is counted in them until `withdraw` or the next build has rebuilt them.",
    steps: [
      "Check that the hourly transform runs: `kubectl get cronjob -n corridor`, or the timer that you set up.",
      "Run `npm run -s corridor -- transform build` and read its first error: a failing test of a model stops the models after it.",
      "If you build less often on purpose, change the limit in `infra/alerts/objectiveAlerts.ts`."
    ]
  }
]
