/** Sentences that stand beside every figure. */

export const inventedNote =
  "These figures come from the invented records of a demonstration. No person, case or flow in them was ever observed."

export const privateNote =
  "These figures have noise under differential privacy. A cell that is absent is below what noise on nobody could reach, or of nobody; nothing else is told of it."

export const observedNote =
  "Numbers of persons known to reporting partners, not of all who are trafficked. A cell that is suppressed held at least one person when it was first suppressed, and low and high are the least and most that it can be by what the release shows; a cell that is absent was not reported, or by too few since an earlier release. A cell with a date (asOf) is as an earlier release had it: it changed by too few persons since, or not at all."
