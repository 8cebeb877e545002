/** Two-sided 95 % quantile of the standard normal. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval of a proportion, 95 %. It stays inside [0, 1] and is honest for few items; it takes
 * the items as independent, so it is used for the questions of one passage.
 *
 * @returns [0, 1] where nothing was counted
 */
export function wilson(correct: number, total: number): [number, number] {
  if (total === 0) return [0, 1];
  const p = correct / total;
  const denominator = 1 + Z ** 2 / total;
  const centre = (p + Z ** 2 / (2 * total)) / denominator;
  const half = (Z / denominator) * Math.sqrt((p * (1 - p)) / total + Z ** 2 / (4 * total ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
