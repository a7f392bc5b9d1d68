/**
 * How the prior by which a steady change is judged differs from `noisePrior`: for each parameter of the noise, in the order of its grid, the
 * coefficients of 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_noise_prior.py`.
 */
export const trendPrior = {
  /** Points from which on the coefficients are those of so many. */
  longest: 240,
  /** First no memory, then each autocorrelation. */
  memory: [
    [0.9072, -0.5799, -0.315],
    [1.532, -0.7678, 0.2468],
    [-0.4497, -0.3708, 0.2005],
    [-0.7767, -0.4027, 0.1726],
    [-0.008273, 0.7, 0.3773],
    [-0.4257, 0.1374, -0.08817],
    [0.4003, 0.5066, -0.5347],
    [-1.179, 0.7774, -0.05937]
  ],
  swing: [
    [0.2969, 0.393, -0.5518],
    [-1.216, 0.5137, -0.5757],
    [-1.282, 0.5926, -0.06741],
    [1.889, -0.588, -0.4742],
    [-1.174, -0.7984, 1.602],
    [1.239, 0.329, 0.5136],
    [-0.66, 0.138, -0.1316]
  ],
  /** Without that of no overdispersion. */
  spread: [
    [-1.353, 0.1005, -0.1787],
    [-1.348, -0.06563, 0.9599],
    [-0.001977, 0.9996, -0.2677]
  ],
  /** Of ln widening. */
  widening: [0.09845, -0.0553, 0.004056]
} as const
