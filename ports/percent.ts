/** Returns a share as text in percent: `12.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
