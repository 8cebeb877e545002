import type { NamedSource } from "./byteSource.ts";
import { badCheckpoint, unsupported } from "./checkpointError.ts";

const WHAT_TO_GIVE =
  "Give one .gguf file, or config.json, tokenizer.json, tokenizer_config.json and all .safetensors files.";

/** The files of one checkpoint, told apart by their names. */
export type CheckpointFiles =
  | { kind: "gguf"; gguf: NamedSource }
  | {
      kind: "safetensors";
      config: NamedSource;
      weights: NamedSource[];
      index: NamedSource | undefined;
      tokenizer: NamedSource;
      tokenizerConfig: NamedSource | undefined;
      generationConfig: NamedSource | undefined;
      chatTemplate: NamedSource | undefined;
    };

/** Sorts dropped or downloaded files; others than those needed are ignored. Throws with advice what to add. */
export function sortCheckpointFiles(given: readonly NamedSource[]): CheckpointFiles {
  const files = given.map(({ name, source }) => ({ name: name.split(/[/\\]/).at(-1) ?? name, source }));
  const named = (name: string) => files.find((file) => file.name === name);
  const ending = (suffix: string) => files.filter(({ name }) => name.toLowerCase().endsWith(suffix));

  const [gguf, secondGguf] = ending(".gguf");
  const weights = ending(".safetensors");
  if (gguf && (secondGguf || weights.length > 0)) {
    const other = secondGguf ?? weights[0]!;
    throw badCheckpoint(`${gguf.name} and ${other.name} are two models.`, "Choose one of them.");
  }
  if (gguf) return { kind: "gguf", gguf };
  if (weights.length === 0) {
    const pickle = files.find(({ name }) => /\.(bin|pt|pth|onnx|h5|msgpack)$/i.test(name));
    if (pickle) throw unsupported(`${pickle.name} holds weights in a form this page does not read.`);
    throw badCheckpoint("No model weights are among these files.", WHAT_TO_GIVE);
  }
  const required = (name: string) => {
    const file = named(name);
    if (!file) throw badCheckpoint(`${name} is missing beside ${weights[0]!.name}.`, WHAT_TO_GIVE);
    return file;
  };
  return {
    kind: "safetensors",
    config: required("config.json"),
    weights,
    index: named("model.safetensors.index.json"),
    tokenizer: required("tokenizer.json"),
    tokenizerConfig: named("tokenizer_config.json"),
    generationConfig: named("generation_config.json"),
    chatTemplate: named("chat_template.jinja"),
  };
}
