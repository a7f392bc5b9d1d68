/** Sentences that stand beside every figure. */

export const inventedNote =
  "These figures come from the invented records of a demonstration. No person, case or flow in them was ever observed."

export const observedNote =
  "Numbers of persons known to reporting partners, not of all who are trafficked. A cell that is suppressed holds at least one person; a cell that is absent was not reported."
