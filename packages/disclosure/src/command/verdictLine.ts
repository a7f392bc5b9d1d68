/** Returns the last line of an audit or a check, of which scripts and people read the verdict: `Verdict: held: no count discloses too much.` */
export const verdictLine = (verdict: string): string => `Verdict: ${verdict}`
