import type { RunEvent } from "../protocol/runEvent.ts";
import { reduceRun, summariseRun } from "./reduceRun.ts";
import { type AnyBody, isOver, type RunKind, type RunState, type RunSummary } from "./runKind.ts";

/** Often enough to look continuous; drawing takes processor time from the run, most where there is no GPU. */
const SHOW_INTERVAL_MS = 100;
/** Writing the whole log on every token would keep the disk busy; this much may be lost when a tab dies. */
const SAVE_INTERVAL_MS = 1500;

export interface LiveRunListeners<Body extends AnyBody, State, Summary> {
  onState(state: State): void;
  /** Its line of the table, whenever it is brought up to date. */
  onSummary?(summary: Summary): void;
  /** Given a copy of the log, which goes on growing. The next save waits for this one. */
  save?(summary: Summary, log: readonly RunEvent<Body>[]): Promise<void>;
}

/**
 * The run that goes on: its events are folded into the state, shown at a rate a screen can use, and kept as they come.
 */
export class LiveRun<Body extends AnyBody, State extends RunState, Summary extends RunSummary> {
  readonly #kind: RunKind<Body, State, Summary>;
  readonly #listeners: LiveRunListeners<Body, State, Summary>;
  readonly #log: RunEvent<Body>[];
  #state: State | null;
  #showTimer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  /** What is on the disk is not all that is known. */
  #isStale = false;
  /** The log's order was broken, so that nothing more can be added. */
  #isBroken = false;

  /** @param earlier the run so far, where it is resumed */
  constructor(
    kind: RunKind<Body, State, Summary>,
    listeners: LiveRunListeners<Body, State, Summary>,
    earlier: { log: readonly RunEvent<Body>[]; state: State } | null = null,
  ) {
    this.#kind = kind;
    this.#listeners = listeners;
    this.#log = [...(earlier?.log ?? [])];
    this.#state = earlier?.state ?? null;
  }

  /** With all events so far, some of which may not be on screen yet; null before the first. */
  get state(): State | null {
    return this.#state;
  }

  get log(): readonly RunEvent<Body>[] {
    return this.#log;
  }

  push(event: RunEvent<Body>): void {
    if (this.#isBroken) return;
    try {
      this.#state = reduceRun(this.#kind, this.#state, event);
      this.#log.push(event);
    } catch (error) {
      this.#break(error);
      return;
    }
    this.#isStale = true;
    if (this.#kind.isProgress(event.body.type)) {
      this.#showTimer ??= setTimeout(() => this.#show(), SHOW_INTERVAL_MS);
      this.#saveTimer ??= setTimeout(() => this.flush(), SAVE_INTERVAL_MS);
    } else {
      this.#show();
      this.flush();
    }
  }

  /** Saves now what would be saved soon. */
  flush(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    if (this.#state) this.#listeners.onSummary?.(summariseRun(this.#kind, this.#state, "own"));
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
  }

  /** Settles when nothing waits to be written. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.#isStale && this.#state) {
      this.#isStale = false;
      const summary = summariseRun(this.#kind, this.#state, "own");
      await this.#listeners.save?.(summary, [...this.#log]);
    }
  }

  #show(): void {
    clearTimeout(this.#showTimer);
    this.#showTimer = undefined;
    if (this.#state) this.#listeners.onState(this.#state);
  }

  /** A worker that breaks the log's order is a defect: the run ends here, and the page goes on. */
  #break(error: unknown): void {
    this.#isBroken = true;
    const message = error instanceof Error ? error.message : String(error);
    const failure = {
      kind: "internal",
      message,
      advice: "Resume it, or start again: what it said before is kept.",
    };
    if (this.#state && !isOver(this.#state)) this.#state = { ...this.#state, status: "failed", failure };
    this.#show();
  }
}
