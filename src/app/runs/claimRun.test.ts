import { afterEach, expect, it, vi } from "vitest";
import { claimRun } from "./claimRun.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser's locks of one name, of which each is told of after so many milliseconds. */
function stubLocks(delay: number): void {
  let isHeld = false;
  const request = async (name: string, _: unknown, use: (lock: object | null) => unknown) => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (isHeld) return use(null);
    isHeld = true;
    await use({ name });
    isHeld = false;
  };
  vi.stubGlobal("navigator", { locks: { request } });
}

it.each([0, 5000])(
  "a run that was given free can be claimed again, its lock told of after %i ms",
  async (delay) => {
    vi.useFakeTimers();
    stubLocks(delay);
    const claim = claimRun("r");
    await vi.advanceTimersByTimeAsync(10_000);
    const release = await claim;
    expect(release).not.toBeNull();
    if (delay === 0) {
      const meanwhile = claimRun("r");
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await meanwhile).toBeNull();
    }
    await release?.();
    const again = vi.fn();
    // Directly, as without patience.
    void navigator.locks.request("r", { ifAvailable: true }, again);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(again).toHaveBeenCalledWith({ name: "r" });
  },
);
