// `npm start`: installs what is missing, builds the site and serves it, ready at a URL.
import { ensureInstalled, run } from "./ensureInstalled.mjs";

ensureInstalled();
run("npm", ["run", "--silent", "kernels"]);
run("npx", ["vite", "build", "--logLevel", "warn"]);
run("npx", ["vite", "preview", ...process.argv.slice(2)]);
