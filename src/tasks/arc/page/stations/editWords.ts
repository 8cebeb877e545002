import { editFault, parseSelfEdit } from "../../selfEdit.ts";

const AUGMENTATIONS = [
  ["use_basic_augmentations", "basic"],
  ["use_size_augmentations", "size"],
  ["use_chain_augmentations", "chain"],
  ["use_repeat_augmentations", "repeat"],
] as const;

export { editFault };

/** A configuration in one line: "flip left right · basic, size · all tokens · rate 0.003 · 2 epochs"; as it is if invalid. */
export function editInWords(text: string): string {
  if (editFault(text) !== null) return text;
  const { data_generation: generation, training } = parseSelfEdit(text);
  const symmetries = generation.pair_symmetries.map((name) => name.replaceAll("_", " "));
  const augmentations = AUGMENTATIONS.flatMap(([key, name]) => (generation[key] ? [name] : []));
  return [
    symmetries.join(", ") || "no symmetry",
    augmentations.join(", ") || "no augmentation",
    training.strategy === "train_using_all_tokens" ? "all tokens" : "output tokens",
    `rate ${training.learning_rate}`,
    training.num_train_epochs === 1 ? "1 epoch" : `${training.num_train_epochs} epochs`,
  ].join(" · ");
}
