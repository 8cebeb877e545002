/** How far a model has come, as the page shows it. */
export interface LoadProgress {
  stage: "downloading" | "verifying" | "unpacking";
  loadedBytes: number;
  /** 0 where it is not known. */
  totalBytes: number;
  bytesPerSecond: number;
  /** Null until the speed is known. */
  secondsLeft: number | null;
}

const WINDOW_MS = 5000;
const INTERVAL_MS = 100;

/**
 * Turns byte counts into progress reports with the speed of the last five seconds, at most ten a second
 * (and always the last one).
 */
export class ProgressMeter {
  readonly #stage: LoadProgress["stage"];
  readonly #report: ((progress: LoadProgress) => void) | undefined;
  readonly #now: () => number;
  #samples: { at: number; bytes: number }[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(
    stage: LoadProgress["stage"],
    report: ((progress: LoadProgress) => void) | undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#stage = stage;
    this.#report = report;
    this.#now = now;
  }

  /** Bytes that were there before the clock started do not count as speed. */
  update(loadedBytes: number, totalBytes: number): void {
    const at = this.#now();
    // A download that starts over begins a new measurement.
    if (loadedBytes < (this.#samples.at(-1)?.bytes ?? 0)) this.#samples = [];
    this.#samples.push({ at, bytes: loadedBytes });
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > WINDOW_MS) this.#samples.shift();
    const done = totalBytes > 0 && loadedBytes >= totalBytes;
    if (at - this.#reportedAt < INTERVAL_MS && !done) return;
    this.#reportedAt = at;
    const first = this.#samples[0]!;
    const seconds = (at - first.at) / 1000;
    const bytesPerSecond = seconds > 0 ? (loadedBytes - first.bytes) / seconds : 0;
    const secondsLeft =
      bytesPerSecond > 0 && totalBytes > 0 ? Math.max(0, totalBytes - loadedBytes) / bytesPerSecond : null;
    this.#report?.({ stage: this.#stage, loadedBytes, totalBytes, bytesPerSecond, secondsLeft });
  }
}
