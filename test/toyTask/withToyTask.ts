import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Each list of tasks, and the one that stands in its place. */
const REGISTRIES = new Map([
  [path("../../src/tasks/tasks.ts"), path("./registries/tasks.ts")],
  [path("../../src/tasks/page/pages.ts"), path("./registries/pages.ts")],
  [path("../../src/tasks/commands/tasks.ts"), path("./registries/commands.ts")],
]);

/** A third task, in one folder and one line of each list: whatever is built with this has it everywhere. */
export function withToyTask(): Plugin {
  return {
    name: "with-toy-task",
    enforce: "pre",
    async resolveId(source, importer, options) {
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const replacement = resolved && REGISTRIES.get(resolved.id);
      return replacement && importer !== replacement ? replacement : resolved;
    },
  };
}
