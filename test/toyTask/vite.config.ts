import { defineConfig, mergeConfig } from "vite";
import page from "../../vite.config.ts";
import { withToyTask } from "./withToyTask.ts";

/** The page with a third task. */
export default mergeConfig(
  page,
  defineConfig({
    plugins: [withToyTask()],
    worker: { plugins: () => [withToyTask()] },
    build: { outDir: ".cache/toyTask", emptyOutDir: true },
  }),
);
