import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { assetList } from "./scripts/assetList.ts";
import { contentSecurityPolicy } from "./scripts/contentSecurityPolicy.ts";
import { linkPreview } from "./scripts/linkPreview.ts";
import { localModels } from "./scripts/localModels.ts";

/** Cross-origin isolation, which WebAssembly threads need. A static host gets it from `public/service-worker.js`. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  // Relative URLs: the built site works under any sub-path.
  base: "./",
  plugins: [react(), localModels(), linkPreview(), contentSecurityPolicy(), assetList()],
  server: { headers: isolation, port: 5173 },
  preview: { headers: isolation, port: 4173 },
  worker: { format: "es" },
  build: { target: "es2023" },
});
