/**
 * What a self-edit can assert about a rule: that it does not matter whether the transform is applied before or
 * after, rule(T x) = T rule(x). Where that holds, transforming each pair on its own gives more true examples of
 * the rule; where it does not, it gives false ones.
 */
export const PAIR_SYMMETRIES = [
  "flip_left_right",
  "flip_up_down",
  "transpose",
  "rotate",
  "permute_colours",
  "shift",
] as const;
export type PairSymmetry = (typeof PAIR_SYMMETRIES)[number];
