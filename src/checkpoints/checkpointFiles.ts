import type { PlaygroundError } from "../protocol/playgroundError.ts";
import type { NamedSource } from "./byteSource.ts";
import { badCheckpoint, unsupported } from "./checkpointError.ts";
import { filesNamed } from "./filesNamed.ts";

const WHAT_TO_GIVE =
  "Give one .gguf file, or config.json, tokenizer.json, tokenizer_config.json and all .safetensors files.";

/** The files of one checkpoint, told apart by their names. */
export type CheckpointFiles =
  /** Several where it is split, in order. */
  | { kind: "gguf"; parts: NamedSource[] }
  | {
      kind: "safetensors";
      config: NamedSource;
      weights: NamedSource[];
      index: NamedSource | undefined;
      tokenizer: NamedSource;
      tokenizerConfig: NamedSource | undefined;
      generationConfig: NamedSource | undefined;
      chatTemplate: NamedSource | undefined;
      processorTemplate: NamedSource | undefined;
    };

const CHOOSE_ONE = "Choose the files of one of them.";
const PARTIAL = /\.(crdownload|part|partial|incomplete|download|aria2)$/i;
const FOREIGN = /\.(bin|pt|pth|ckpt|onnx|h5|msgpack)$/i;
const PART_OF = /-(\d{5})-of-(\d{5})\.(gguf|safetensors)$/i;

/** Sorts dropped or downloaded files; others than those needed are ignored. Throws with advice what to add. */
export function sortCheckpointFiles(given: readonly NamedSource[]): CheckpointFiles {
  const files = given.map(({ name, source }) => ({ name: name.split(/[/\\]/).at(-1) ?? name, source }));
  const named = (name: string) => {
    const [file, twin] = filesNamed(files, name);
    if (twin) throw badCheckpoint(`${name} is there twice: these are files of several models.`, CHOOSE_ONE);
    return file;
  };
  const ending = (suffix: string) => files.filter(({ name }) => name.toLowerCase().endsWith(suffix));

  const ggufs = ending(".gguf");
  const weights = ending(".safetensors");
  refuseAdapter(files);
  if (ggufs.length > 0) {
    const strangers = [...weights, ...ggufs.filter(({ name }) => stem(name) !== stem(ggufs[0]!.name))];
    if (strangers[0]) {
      throw badCheckpoint(`${ggufs[0]!.name} and ${strangers[0].name} are two models.`, CHOOSE_ONE);
    }
    return { kind: "gguf", parts: wholeParts(ggufs) };
  }
  if (weights.length === 0) refuseWithoutWeights(files);
  const required = (name: string) => {
    const file = named(name);
    if (!file) throw badCheckpoint(`${name} is missing beside ${weights[0]!.name}.`, WHAT_TO_GIVE);
    return file;
  };
  const config = required("config.json");
  if (named("tokenizer.model") && !named("tokenizer.json")) throw onlySentencePiece();
  const index = named("model.safetensors.index.json");
  return {
    kind: "safetensors",
    config,
    weights: index ? weights : ownWeights(weights),
    index,
    tokenizer: required("tokenizer.json"),
    tokenizerConfig: named("tokenizer_config.json"),
    generationConfig: named("generation_config.json"),
    chatTemplate: named("chat_template.jinja"),
    processorTemplate: named("chat_template.json"),
  };
}

/** Common among Llama checkpoints of 2023. */
function onlySentencePiece(): PlaygroundError {
  return unsupported(
    "The tokenizer is there only as tokenizer.model (SentencePiece's own form).",
    "Add the tokenizer.json that Transformers writes (AutoTokenizer…save_pretrained), or choose a GGUF of the model.",
  );
}

function refuseAdapter(files: readonly NamedSource[]): void {
  // A trainer may leave the base model's config.json beside its adapter.
  const isModel = files.some(
    ({ name }) => /\.(?:safetensors|gguf)$/i.test(name) && name !== "adapter_model.safetensors",
  );
  const sign = files.find(
    ({ name }) => name === "adapter_config.json" || name === "adapter_model.safetensors",
  );
  if (isModel || !sign) return;
  throw unsupported(
    "This is an adapter (PEFT), which changes a model, and no model.",
    "Load the model that it was trained for; then import the adapter in the view “Versions”.",
  );
}

function refuseWithoutWeights(files: readonly NamedSource[]): never {
  const partial = files.find(({ name }) => PARTIAL.test(name));
  if (partial) {
    throw badCheckpoint(
      `${partial.name} is half a download: the program that fetches it has not ended.`,
      "Wait until the download is done, or begin it again; the file then has its name without the last ending.",
    );
  }
  const foreign = files.find(({ name }) => FOREIGN.test(name));
  if (foreign) throw unsupported(`${foreign.name} holds weights in a form this page does not read.`);
  throw badCheckpoint("No model weights are among these files.", WHAT_TO_GIVE);
}

/** Without an index: the one file, the shards of one model, or Transformers' own beside another program's copy. */
function ownWeights(weights: readonly NamedSource[]): NamedSource[] {
  const own = weights.filter(({ name }) => name === "model.safetensors");
  if (own.length === 1) return own;
  const [first, ...others] = weights;
  const stranger = others.find(({ name }) => stem(name) !== stem(first!.name));
  if (stranger) {
    throw badCheckpoint(`${first!.name} and ${stranger.name} may be two models; no index says.`, CHOOSE_ONE);
  }
  return wholeParts(weights);
}

/** "model-00002-of-00003.gguf" → "model" */
function stem(name: string): string {
  return name.replace(PART_OF, "").replace(/\.(gguf|safetensors)$/i, "");
}

/** In order, and none missing or there twice. */
function wholeParts(files: readonly NamedSource[]): NamedSource[] {
  const count = Number(PART_OF.exec(files[0]!.name)?.[2] ?? 1);
  const parts = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const numbers = parts.map(({ name }) => Number(PART_OF.exec(name)?.[1] ?? 1));
  const twin = numbers.findIndex((number, i) => number === numbers[i - 1]);
  if (twin > 0) throw badCheckpoint(`${parts[twin]!.name} is there twice.`, CHOOSE_ONE);
  if (numbers.length < count) {
    const missing = numbers.findIndex((number, i) => number !== i + 1) + 1 || numbers.length + 1;
    throw badCheckpoint(
      `Part ${missing} of ${count} is missing beside ${parts[0]!.name}.`,
      `Choose all ${count} parts together.`,
    );
  }
  return parts;
}
