import { expect, vi } from "vitest";
import { createPlayground } from "../src/app/createPlayground.ts";
import { createPersistence, type KeyValueStore, type UnloadStorage } from "../src/app/persistence.ts";
import type { Playground } from "../src/app/playground.ts";
import type { ClaimRun } from "../src/app/runs/claimRun.ts";
import { type FakeWorker, fakeWorker } from "./fakeWorker.ts";
import { memoryStore, memoryUnloadStorage } from "./memoryStore.ts";

interface Opening {
  disk?: KeyValueStore;
  hash?: string;
  unload?: UnloadStorage;
  /** By default no other tab has any run. */
  claimRun?: ClaimRun | undefined;
  /** Every worker that the page starts is added here. */
  workers: FakeWorker[];
  refuseWorker?: Error;
  /** What the first worker says before the page is ready. */
  greet?: (worker: FakeWorker) => void;
}

/** The page without its looks, on fake timers and a fake worker; resolves when people may come in. */
export async function openPlayground(opening: Opening): Promise<Playground> {
  const { disk = memoryStore(), hash = "", unload = memoryUnloadStorage(), workers, greet } = opening;
  const { claimRun = async () => async () => {}, refuseWorker } = opening;
  const playground = createPlayground({
    spawnWorker: () => {
      if (refuseWorker) throw refuseWorker;
      const worker = fakeWorker();
      workers.push(worker);
      return worker;
    },
    persistence: (warn) => createPersistence(disk, unload, warn),
    claimRun,
    hash,
    onHashUsed: () => {},
  });
  if (!refuseWorker) greet?.(workers.at(-1)!);
  await vi.advanceTimersByTimeAsync(900);
  // On a busy machine the code that opens a link takes its time to be there.
  await vi.waitFor(() => expect(playground.store.getState().restored).toBe(true), 120_000);
  return playground;
}
