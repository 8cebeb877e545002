// `npm test`: installs what is missing, finds a browser, and runs every check of the project.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { ensureInstalled, root, run } from "./ensureInstalled.mjs";
import { findBrowser } from "./findBrowser.mjs";

ensureInstalled();
// Every command below starts it, each in a process of its own.
process.env.CHROMIUM_PATH = await findBrowser();
console.log(`Browser for the tests: ${process.env.CHROMIUM_PATH}`);

const script = (name) => {
  console.log(`\n=== npm run ${name}`);
  run("npm", ["run", "--silent", name]);
};

/** What leaves a processor to others, as many at a time as there are; each says what it has to say when it has ended. */
const together = (names) => {
  const waiting = [...names];
  const next = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const said = [];
      const child = spawn("npm", ["run", "--silent", name], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => said.push(data));
      const status = await new Promise((resolve) => child.on("error", resolve).on("close", resolve));
      console.log(`\n=== npm run ${name}\n${Buffer.concat(said)}`);
      if (status !== 0) process.exit(Number(status) || 1);
    }
  };
  return Promise.all(Array.from({ length: availableParallelism() }, next));
};

script("kernels");
await together(["test:types", "test:lint", "test:folders", "test:size", "model:smollm2"]);
// A GPU that is emulated works for one page at a time, so on little more than one processor.
await together(["test:unit", "test:gpu"]);
script("test:e2e");
