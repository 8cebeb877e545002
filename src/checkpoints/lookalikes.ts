import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { NamedSource } from "./byteSource.ts";
import { unsupported } from "./checkpointError.ts";

const WEIGHTS = /\.(?:gguf|safetensors)$/i;
/** Files that bear the name of weights: what they hold at which byte, what they should end in and are, and what to do. */
const FORMATS: readonly [
  at: number,
  bytes: readonly number[],
  ending: string,
  what: string,
  advice?: string,
][] = [
  [0, [0x47, 0x47, 0x55, 0x46], ".gguf", "a GGUF file", "Rename it to end in .gguf."],
  [
    8,
    [0x7b, 0x22],
    ".safetensors",
    "a safetensors file",
    "Rename it to end in .safetensors, and give config.json and tokenizer.json with it.",
  ],
  [0, [0x80, 0x02, 0x8a, 0x0a], ".pt", "in PyTorch's own form"],
  [0, [0x89, 0x48, 0x44, 0x46], ".h5", "in Keras' own form"],
];

/** Enough for the first words of a page, or for a whole pointer of Git LFS. */
const BEGINNING_BYTES = 512;
const GET_THE_FILE =
  "Download it with the page's own download button; on the hub its address has /resolve/ in the place of /blob/.";

/**
 * Names a file that is not what its name promises: a web page, a pointer to a file, an empty file, another format.
 * Rejects with "bad-checkpoint" or "unsupported"; returns where it may be what it seems.
 */
export async function refuseLookalike({ name, source }: NamedSource): Promise<void> {
  const bytes = await source.read(0, Math.min(BEGINNING_BYTES, source.size));
  const text = new TextDecoder().decode(bytes);
  const refuse = (what: string, advice: string) => {
    throw new PlaygroundError("bad-checkpoint", `${name} ${what}`, advice);
  };
  if (bytes.length === 0) refuse("is empty: a download that never began.", "Download the file again.");
  if (text.startsWith("version https://git-lfs.github.com/spec/")) {
    const size = /^size (\d{1,15})$/m.exec(text)?.[1];
    refuse(
      `is only the pointer that Git LFS leaves in the place of the file${size ? ` (of ${size} bytes)` : ""}.`,
      "Run “git lfs pull” in that folder, or download the file itself from where it is published.",
    );
  }
  if (/^\uFEFF?\s*<(?:!doctype|html|head|\?xml)/i.test(text)) {
    refuse(
      "is a web page, not a model: the address it was saved from shows the file, or asks to log in.",
      GET_THE_FILE,
    );
  }
  // Weights begin with binary data or with "GGUF"; what a server says instead begins like this.
  if (!/\.json$/.test(name) && /^\s*\{\s*"(?:error|message|detail)"/.test(text)) {
    refuse(`is a server's answer, not a model: ${text.trim().slice(0, 120)}`, GET_THE_FILE);
  }
  if (WEIGHTS.test(name)) {
    if (source.size <= BEGINNING_BYTES && isPrinted(text)) {
      refuse(`is a short text, not a model: “${text.trim().slice(0, 120)}”`, GET_THE_FILE);
    }
    const other = FORMATS.find(
      ([at, magic, ending]) =>
        magic.every((byte, i) => bytes[at + i] === byte) && !name.toLowerCase().endsWith(ending),
    );
    if (other) throw unsupported(`${name} is ${other[3]}, under another name.`, other[4]);
  }
  if (isZip(bytes))
    throw unsupported(`${name} is a ZIP archive (or PyTorch's own format), under another name.`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw unsupported(`${name} is compressed (gzip).`, "Unpack it and give what is inside.");
  }
  if (/^(lmgg|fmgg|tjgg|algg)/.test(text)) {
    throw unsupported(`${name} is of GGML's old format of 2023.`, "Choose a GGUF of the model.");
  }
}

/** What a server says in place of a file: "Entry not found". */
function isPrinted(text: string): boolean {
  return /^[\P{C}\s]+$/u.test(text) && text.trim() !== "";
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}
