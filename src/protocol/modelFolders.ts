/** A file as it lies in what was chosen: "gemma/checkpoint-50/config.json", or its bare name. */
export interface PlacedFile<F> {
  path: string;
  file: F;
}

/** One model among chosen files, and a name to offer it by. */
export interface FoundModel<F> {
  name: string;
  files: F[];
}

const WEIGHTS = /\.(gguf|safetensors)$/i;
/** Weights in other forms, and downloads that have not ended: no model, but the reader can say what they are. */
const NAMEABLE = /\.(bin|pt|pth|ckpt|onnx|h5|msgpack|crdownload|part|partial|incomplete|download|aria2)$/i;
const SPLIT_PART = /-(\d{5})-of-\d{5}\.gguf$/i;
/** Vision encoders that lie beside a GGUF, and the adapters of PEFT. */
const NOT_A_MODEL = /^(mmproj.*\.gguf|adapter_model\.safetensors)$/i;

/** What a tokenizer consists of; trainers leave it beside their checkpoints, not in each of them. */
const TOKENIZER = /^(?:tokenizer.*|special_tokens_map\.json|added_tokens\.json|chat_template\..*)$/;

interface Folder<F> {
  path: string;
  depth: number;
  files: { name: string; file: F }[];
}

/**
 * The models among chosen files, told apart by their paths alone: a folder with weights and `config.json` is one, and
 * so is each .gguf file (all parts of a split one together). Of several depths the topmost that holds a whole model
 * counts, so that a trainer's `checkpoint-50/` stays out of its final model's way. Where no model is whole, the
 * topmost folder with something to read is given as one, for the reader to say what is missing; without any, none.
 */
export function findModels<F>(chosen: readonly PlacedFile<F>[]): FoundModel<F>[] {
  const folders = [...byFolder(chosen).values()].sort((a, b) => a.depth - b.depth);
  const found = folders.map((folder) => ({
    depth: folder.depth,
    models: wholeModels(withTokenizer(folder, folders)),
  }));
  const top = found.find(({ models }) => models.length > 0)?.depth;
  if (top !== undefined) return distinctlyNamed(found.filter(({ depth }) => depth === top));
  const readable = [WEIGHTS, NAMEABLE].flatMap(
    (kind) => folders.find(({ files }) => files.some(({ name }) => kind.test(name))) ?? [],
  )[0];
  return readable ? [{ name: folderName(readable), files: readable.files.map(({ file }) => file) }] : [];
}

function byFolder<F>(chosen: readonly PlacedFile<F>[]): Map<string, Folder<F>> {
  const folders = new Map<string, Folder<F>>();
  for (const { path, file } of chosen) {
    const steps = path.split(/[/\\]/).filter((step) => step !== "" && step !== ".");
    const name = steps.pop();
    // What a system keeps for itself ("._model.gguf", ".git/") is nobody's model.
    if (name === undefined || [...steps, name].some((step) => step.startsWith("."))) continue;
    const folder = steps.join("/");
    if (!folders.has(folder)) folders.set(folder, { path: folder, depth: steps.length, files: [] });
    folders.get(folder)!.files.push({ name, file });
  }
  return folders;
}

/** A folder without a tokenizer is given that of the nearest one around it. */
function withTokenizer<F>(folder: Folder<F>, all: readonly Folder<F>[]): Folder<F> {
  const has = ({ files }: Folder<F>) => files.some(({ name }) => name === "tokenizer.json");
  if (has(folder)) return folder;
  const around = all.filter((other) => folder.path.startsWith(`${other.path}/`) && has(other)).at(-1);
  const tokenizer = around?.files.filter(({ name }) => TOKENIZER.test(name)) ?? [];
  const own = folder.files.filter(({ name }) => !tokenizer.some((file) => file.name === name));
  return { ...folder, files: [...own, ...tokenizer] };
}

interface WholeModel<F> extends FoundModel<F> {
  path: string;
}

function wholeModels<F>(folder: Folder<F>): WholeModel<F>[] {
  const { path } = folder;
  const models: WholeModel<F>[] = [];
  const weights = folder.files.filter(({ name }) => WEIGHTS.test(name) && !NOT_A_MODEL.test(name));
  const ggufs = new Map<string, F[]>();
  for (const { name, file } of weights) {
    if (!/\.gguf$/i.test(name)) continue;
    const stem = name.replace(SPLIT_PART, "").replace(/\.gguf$/i, "");
    ggufs.set(stem, [...(ggufs.get(stem) ?? []), file]);
  }
  for (const [name, files] of ggufs) models.push({ name, path, files });
  const hasConfig = folder.files.some(({ name }) => name === "config.json");
  if (weights.some(({ name }) => /\.safetensors$/i.test(name)) && hasConfig) {
    const files = folder.files.filter(({ name }) => !/\.gguf$/i.test(name)).map(({ file }) => file);
    models.push({ name: folderName(folder), path, files });
  }
  return models;
}

/** "models--org--name/snapshots/0123…" is the hub's cache of org/name; else the folder's own name. */
function folderName<F>({ path, files }: Folder<F>): string {
  const cached = /(?:^|\/)models--([^/]+)\/snapshots\/([^/]+)$/.exec(path);
  if (cached) return `${cached[1]!.replaceAll("--", "/")} (${cached[2]!.slice(0, 8)})`;
  const last = path.split("/").at(-1);
  if (last) return last;
  const weights =
    files.find(({ name }) => WEIGHTS.test(name)) ?? files.find(({ name }) => NAMEABLE.test(name));
  return weights ? weights.name.replace(/\.[^.]*$/, "") : "model";
}

function distinctlyNamed<F>(found: readonly { models: WholeModel<F>[] }[]): FoundModel<F>[] {
  const models = found.flatMap((folder) => folder.models);
  return models.map(({ name, path, files }) => {
    const isAlone = models.filter((other) => other.name === name).length === 1;
    return { name: isAlone ? name : `${path}/${name}`, files };
  });
}
