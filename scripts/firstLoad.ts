// `npm run test:size`: what the page loads before it can be used, what the embedded models weigh, and whether that is
// little enough.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

const LIMIT_KB = 150;
const MODELS_LIMIT_KB = 15_000;
const MODELS = fileURLToPath(new URL("../public/models/", import.meta.url));

const chunks = await builtChunks();
const sizes = [...firstChunks(chunks)].map(({ fileName, code }) => ({
  fileName,
  bytes: gzipSync(code).length,
}));
for (const { fileName, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
  console.log(`${kb(bytes).padStart(8)} kB  ${fileName}`);
}
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(
  `${kb(total).padStart(8)} kB  JavaScript before the page can be used, gzip (limit ${LIMIT_KB} kB)`,
);
if (total > LIMIT_KB * 1000) {
  console.error(
    "Too much. Load what the first view does not need as a chunk of its own, as src/ui/App.tsx does.",
  );
  process.exitCode = 1;
}

const models = embeddedBytes();
console.log(`${kb(models).padStart(8)} kB  embedded models (limit ${MODELS_LIMIT_KB} kB)`);
if (models > MODELS_LIMIT_KB * 1000) {
  console.error("Too much for models that come with the page.");
  process.exitCode = 1;
}

/** Of all that comes with the page; what was fetched on this machine lies in another folder. */
function embeddedBytes(): number {
  const folders = readdirSync(MODELS).filter((name) => name.startsWith("embedded-"));
  const files = folders.flatMap((folder) =>
    readdirSync(join(MODELS, folder)).map((file) => join(MODELS, folder, file)),
  );
  if (files.length === 0) throw new Error("There are no embedded models.");
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

function kb(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

async function builtChunks(): Promise<Map<string, Rolldown.OutputChunk>> {
  const built = await build({ logLevel: "warn", build: { write: false } });
  if (!("output" in built)) throw new Error("Vite built something other than one page.");
  return new Map(built.output.flatMap((part) => (part.type === "chunk" ? [[part.fileName, part]] : [])));
}

/** The entry and all that it imports statically, however far down. */
function firstChunks(chunks: ReadonlyMap<string, Rolldown.OutputChunk>): Set<Rolldown.OutputChunk> {
  const found = new Set([...chunks.values()].filter(({ isEntry }) => isEntry));
  // A set goes on to what is added to it meanwhile.
  for (const { imports } of found) {
    for (const name of imports) {
      const chunk = chunks.get(name);
      if (chunk) found.add(chunk);
    }
  }
  if (found.size === 0) throw new Error("The build has no entry.");
  return found;
}
