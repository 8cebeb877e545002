// `npm test`: installs what is missing, finds a browser, and runs every check of the project.
import { ensureInstalled, run } from "./ensureInstalled.mjs";
import { findBrowser } from "./findBrowser.mjs";

ensureInstalled();
const CHROMIUM_PATH = await findBrowser();
console.log(`Browser for the tests: ${CHROMIUM_PATH}`);

const script = (name) => {
  console.log(`\n=== npm run ${name}`);
  run("npm", ["run", "--silent", name], { CHROMIUM_PATH });
};
script("kernels");
script("test:types");
script("test:lint");
script("test:folders");
script("test:size");
script("model:smollm2");
script("test:unit");
script("test:gpu");
script("test:e2e");
