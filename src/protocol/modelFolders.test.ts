import { expect, test } from "vitest";
import { findModels } from "./modelFolders.ts";

/** Name of each model found, and the paths of its files. */
function found(...paths: string[]): Record<string, string[]> {
  const models = findModels(paths.map((path) => ({ path, file: path })));
  return Object.fromEntries(models.map(({ name, files }) => [name, files]));
}

const CHECKPOINT = ["config.json", "model.safetensors", "tokenizer.json"];
const inside = (folder: string) => CHECKPOINT.map((name) => `${folder}/${name}`);

test("of a trainer's output the final model counts, not its checkpoints", () => {
  const final = inside("out");
  expect(found(...inside("out/checkpoint-50"), ...final, ...inside("out/checkpoint-100"))).toEqual({
    out: final,
  });
});

test("several models of one depth are told apart by name", () => {
  const paths = [...inside("out/checkpoint-50"), ...inside("out/checkpoint-100")];
  expect(found(...paths, "out/trainer_state.json")).toEqual({
    "checkpoint-50": inside("out/checkpoint-50"),
    "checkpoint-100": inside("out/checkpoint-100"),
  });
  expect(Object.keys(found(...inside("a/x"), ...inside("b/x")))).toEqual(["a/x/x", "b/x/x"]);
});

test("checkpoints without a tokenizer are given the one that their trainer left beside them", () => {
  const beside = ["out/tokenizer.json", "out/tokenizer_config.json", "out/chat_template.jinja"];
  const bare = (folder: string) => [`${folder}/config.json`, `${folder}/model.safetensors`];
  const [first, second] = [bare("out/checkpoint-1"), bare("out/checkpoint-2")];
  expect(
    found(...beside, ...first, ...second, "out/checkpoint-2/tokenizer.json", "out/trainer_state.json"),
  ).toEqual({
    "checkpoint-1": [...first, ...beside],
    "checkpoint-2": [...second, "out/checkpoint-2/tokenizer.json"],
  });
});

test("a hub cache is found however deep, under the model's own name", () => {
  const snapshot = `hub/models--org--tiny-model/snapshots/${"0123456789abcdef".repeat(2)}`;
  const blob = "hub/models--org--tiny-model/blobs/0123";
  const ref = "hub/models--org--tiny-model/refs/main";
  expect(found(blob, ref, ...inside(snapshot))).toEqual({ "org/tiny-model (01234567)": inside(snapshot) });
});

test("each GGUF is a model; the parts of a split one are one, and a vision encoder is none", () => {
  const parts = ["m/big-00002-of-00002.gguf", "m/big-00001-of-00002.gguf"];
  expect(found("m/small-Q4_0.gguf", ...parts, "m/mmproj-small.gguf", "m/README.md")).toEqual({
    "small-Q4_0": ["m/small-Q4_0.gguf"],
    big: parts,
  });
});

test("a GGUF beside a safetensors checkpoint is another model", () => {
  expect(found(...inside("m"), "m/m-Q8_0.gguf")).toEqual({ m: inside("m"), "m-Q8_0": ["m/m-Q8_0.gguf"] });
});

test("loose files are one model", () => {
  expect(found(...CHECKPOINT)).toEqual({ model: CHECKPOINT });
  expect(found("tiny.gguf")).toEqual({ tiny: ["tiny.gguf"] });
});

test("without a whole model, the reader is given the topmost files that it can say something of", () => {
  const adapter = ["a/adapter_config.json", "a/adapter_model.safetensors"];
  expect(found(...adapter, "a/checkpoint-9/adapter_model.safetensors")).toEqual({ a: adapter });
  expect(found("m/model.safetensors", "m/tokenizer.json")).toEqual({
    m: ["m/model.safetensors", "m/tokenizer.json"],
  });
  expect(found("m/pytorch_model.bin", "m/config.json")).toEqual({
    m: ["m/pytorch_model.bin", "m/config.json"],
  });
  expect(found("model.gguf.crdownload")).toEqual({ "model.gguf": ["model.gguf.crdownload"] });
});

test("an original folder in another form does not hide the checkpoint above it", () => {
  expect(found(...inside("llama"), "llama/original/consolidated.00.pth")).toEqual({ llama: inside("llama") });
});

test("what systems keep for themselves is no model, and nothing is none", () => {
  expect(found("m/._model.gguf", "m/.git/model.gguf", "__MACOSX/notes.txt", "poem.txt")).toEqual({});
});
