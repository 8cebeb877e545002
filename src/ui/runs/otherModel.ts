import type { ModelInfo } from "../../protocol/run.ts";

/**
 * Why the loaded model is not the one that a run belongs to; undefined where it is. Under one name there may be other
 * weights than the run was made with, which nobody can load any more.
 *
 * @param aim what the right model would be loaded for: "to resume"
 */
export function otherModel(
  { name, hash }: Pick<ModelInfo, "name" | "hash">,
  loaded: Pick<ModelInfo, "name" | "hash"> | null,
  aim: string,
): string | undefined {
  if (loaded?.hash === hash) return undefined;
  return loaded?.name === name
    ? `This is of earlier weights of ${name}: it can be looked at and exported, and does not go on with the weights of today.`
    : `This is of ${name}: load it ${aim}.`;
}
