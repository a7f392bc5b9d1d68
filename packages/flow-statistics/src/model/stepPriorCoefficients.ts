/**
 * How the prior by which a change of level is judged differs from `noisePrior`: for each parameter of the noise, in the order of its grid, the
 * coefficients of 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_noise_prior.py`.
 */
export const stepPrior = {
  /** Points from which on the coefficients are those of so many. */
  longest: 240,
  /** First no memory, then each autocorrelation. */
  memory: [
    [-0.7748, 0.7653, 0.02249],
    [0.7408, 0.02882, 0.1794],
    [0.3839, 0.1329, 0.1558],
    [0.01826, 0.2047, 0.1746],
    [-0.3166, 0.04291, 0.02871],
    [-0.3451, -0.1666, -0.1515],
    [-0.01334, -0.2932, -0.2199],
    [0.2092, -0.3693, -0.1609],
    [0.09836, -0.3454, -0.02869]
  ],
  swing: [
    [-0.7393, 0.2738, 0.04139],
    [-0.06658, 0.07274, 0.1891],
    [0.7567, -0.2013, 0.3127],
    [0.8214, -0.2868, -0.02374],
    [0.2786, -0.2412, -0.2624],
    [0.05107, -0.204, -0.2054],
    [-0.3267, -0.1785, -0.07421]
  ],
  /** Without the coefficient of no overdispersion. */
  spread: [
    [0.9879, -0.7942, 0.2075],
    [0.2404, 0.2782, -0.07774],
    [-0.452, -0.03336, -0.1689]
  ],
  /** Of ln widening. */
  widening: [0.1247, 0.01843, 0.02929]
} as const
