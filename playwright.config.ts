import { defineConfig } from "@playwright/test";

/** Two checkouts on one machine can be tested at once by naming another. */
const port = Number(process.env.E2E_PORT ?? 4319);

/** End-to-end tests drive the built site in a real Chromium and really train. */
export default defineConfig({
  testDir: "e2e",
  // On a machine that is busy with other things all takes many times as long, and is right all the same.
  timeout: 1_200_000,
  expect: { timeout: 120_000 },
  // Two at a time, and whichever comes next: what trains long holds up one of two queues only.
  workers: 2,
  fullyParallel: true,
  reporter: [["list"]],
  use: {
    // What is clicked may come after a training.
    actionTimeout: 600_000,
    // What is stored for later takes a third of the work of opening the page; where it matters it is allowed.
    serviceWorkers: "block",
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
    // Nothing moves by itself, and nothing is written down for later: both cost the trainings a good part of a core.
    // What fails is looked at with `npx playwright test --trace on`.
    reducedMotion: "reduce",
    trace: "off",
  },
  webServer: {
    command: `npx vite build --logLevel warn && npx vite preview --config e2e/vite.config.ts --port ${port} --strictPort`,
    url: `http://localhost:${port}`,
    timeout: 180_000,
    reuseExistingServer: false,
  },
});
