import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

/** The browser keeps the service worker itself, the list cannot list itself, and local models are each host's own. */
const NOT_LISTED = ["service-worker.js", "assets.json", "models/local/manifest.json"];

/**
 * Writes `assets.json`: every file of the built site with the hash of its content, and one hash over all of them.
 * The service worker stores by it what working without a network needs, and a tab that is open during a deploy sees
 * by it that there is a newer version.
 */
export function assetList(): Plugin {
  let folder = "dist";
  let isWritten = true;
  return {
    name: "asset-list",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
      isWritten = config.build.write;
    },
    closeBundle: {
      // After the plugins that take files out of the built site.
      order: "post",
      handler() {
        if (!isWritten) return;
        const files = filesIn(folder)
          .filter((path) => !NOT_LISTED.includes(path))
          .sort()
          .map((path) => ({ path, hash: sha256(readFileSync(join(folder, path))) }));
        const build = sha256(JSON.stringify(files));
        writeFileSync(join(folder, "assets.json"), JSON.stringify({ build, files }));
      },
    },
  };
}

/** Paths relative to the folder, with forward slashes. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
