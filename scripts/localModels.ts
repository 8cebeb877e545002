import { createReadStream, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import type { Plugin } from "vite";

const FOLDER = "models/local";

/**
 * Checkpoints that scripts fetch into `public/models/local` are served while developing, but they are no part
 * of the built site: the preview server reads them from `public`, with byte ranges for resumed downloads.
 * A host without any has an empty manifest, so that the page asks for nothing that is not there.
 */
export function localModels(): Plugin {
  let site = "dist";
  return {
    name: "local-models",
    configResolved: ({ build }) => {
      site = build.outDir;
    },
    closeBundle() {
      const folder = join(site, FOLDER);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: 1, models: [] }));
    },
    configurePreviewServer(server) {
      server.middlewares.use(`/${FOLDER}/`, (request, response, next) => {
        const name = normalize(decodeURIComponent((request.url ?? "/").split("?")[0] ?? "/"));
        const path = join("public", FOLDER, name);
        if (name.includes("..") || !existsSync(path) || !statSync(path).isFile()) {
          // The built site has an empty one.
          if (name === "/manifest.json") return next();
          response.statusCode = 404;
          response.end("Not found");
          return;
        }
        const size = statSync(path).size;
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
        const start = range ? Number(range[1]) : 0;
        const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
        if (start > end) {
          response.statusCode = 416;
          response.end();
          return;
        }
        response.statusCode = range ? 206 : 200;
        if (range) response.setHeader("Content-Range", `bytes ${start}-${end}/${size}`);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Content-Length", end - start + 1);
        response.setHeader(
          "Content-Type",
          name.endsWith(".json") ? "application/json" : "application/octet-stream",
        );
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        createReadStream(path, { start, end }).on("error", next).pipe(response);
      });
    },
  };
}
