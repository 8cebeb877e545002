import { throwIfCancelled } from "./playgroundError.ts";

/** Longest stretch of work, in milliseconds, without letting the worker see its messages. */
const STRETCH = 40;

/** Called between the pieces of a long computation: lets messages in now and then, and notices cancellation. */
export class Pacer {
  private readonly signal: AbortSignal | undefined;
  private last = performance.now();

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /** Throws the "cancelled" error if the signal has been aborted. */
  async pause(): Promise<void> {
    throwIfCancelled(this.signal);
    if (performance.now() - this.last < STRETCH) return;
    await macrotask();
    this.last = performance.now();
    throwIfCancelled(this.signal);
  }
}

/** A message to oneself rather than a timer: browsers clamp nested timers to 4 ms. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
