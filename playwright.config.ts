import { defineConfig } from "@playwright/test";

/** Two checkouts on one machine can be tested at once by naming another. */
const port = Number(process.env.E2E_PORT ?? 4319);

/** Specs of one of the two queues: they train little, or have much to wait for. */
const PAGES = /(lessons|anywhere|page|present|requests|staticHost|stored|versions)\.spec\.ts$/;

/** End-to-end tests drive the built site in a real Chromium and really train. */
export default defineConfig({
  testDir: "e2e",
  timeout: 480_000,
  expect: { timeout: 60_000 },
  // Two queues side by side: what mostly waits for a page, and what mostly trains.
  workers: 2,
  projects: [
    { name: "pages", testMatch: PAGES, workers: 1 },
    { name: "trainings", testIgnore: PAGES, workers: 1 },
  ],
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: {
      // `npm test` looks a browser up and names it here; unset, Playwright's own is used.
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        "--headless=new",
        "--no-sandbox",
        "--enable-unsafe-webgpu",
        "--use-webgpu-adapter=swiftshader",
        "--disable-background-networking",
      ],
    },
    trace: "retain-on-failure",
  },
  webServer: {
    command: `npx vite build --logLevel warn && npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}`,
    timeout: 180_000,
    reuseExistingServer: false,
  },
});
