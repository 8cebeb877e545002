import type { SessionEvent } from "../src/protocol/events.ts";
import type { MeasureStage } from "../src/protocol/measurement.ts";
import { failureOf, type PlaygroundError, throwIfCancelled } from "../src/protocol/playgroundError.ts";
import type { EngineModel } from "./engineServices.ts";

interface MeasuringHost {
  model: EngineModel;
  /** Settles when whoever had the model before has let go of it. */
  free: Promise<unknown>;
  say(event: SessionEvent): void;
}

/** A measurement that has the model, from its command to the moment when the model is free again. */
export interface Measuring {
  readonly id: string;
  /** Whether it has ended or been told to; the model may still be busy with it until `done`. */
  readonly ended: boolean;
  /** Never rejects. */
  readonly done: Promise<void>;
  stop(reason: PlaygroundError): void;
}

/** Measures the model; the last thing that is said is the measurement, or why there is none. */
export function beginMeasuring(id: string, { model, free, say }: MeasuringHost): Measuring {
  const controller = new AbortController();
  const { signal } = controller;
  let hasEnded = false;
  const measure = async () => {
    try {
      await free;
      throwIfCancelled(signal);
      const onStage = (stage: MeasureStage) => say({ type: "measuring", id, stage });
      const measurement = await model.measure({ onStage, signal });
      hasEnded = true;
      say({ type: "measured", id, measurement });
    } catch (error) {
      hasEnded = true;
      say({ type: "measureFailed", id, failure: failureOf(signal.aborted ? signal.reason : error) });
    }
  };
  return {
    id,
    get ended() {
      return hasEnded || signal.aborted;
    },
    done: measure(),
    stop: (reason) => controller.abort(reason),
  };
}
