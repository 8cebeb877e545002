import { createStore } from "zustand/vanilla";
import type { SessionEvent } from "../../protocol/events.ts";
import { type Measurement, type MeasureStage, measurementSchema } from "../../protocol/measurement.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import { freshId } from "../../protocol/random.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import type { Documents } from "../../runs/archive.ts";
import type { Preview } from "../edit/preview.ts";
import { isBusy } from "../runs/runsState.ts";
import type { PlaygroundStore, WithStore } from "../store.ts";
import type { EngineClient } from "./engineClient.ts";

const KEPT = "measurements";
/** One of each model and backend; no more are kept. */
const MOST_KEPT = 20;

const keptSchema = z.object({ version: z.literal(1), measurements: z.array(measurementSchema) });

export interface MeasuringState {
  /** What is being measured; null until the engine says, and while nothing is. */
  stage: MeasureStage | null;
  /** Why the last one came to nothing; null where it did not, or was cancelled. */
  failure: Failure | null;
  /** What was measured in this browser, the newest first. */
  measurements: readonly Measurement[];
}

/** Measuring how fast the loaded model is on this machine. It has the model like a run, and leaves no other trace. */
export interface Measuring extends WithStore<MeasuringState> {
  /** Nothing happens while something else has the model. */
  start(): void;
  cancel(): void;
  /** What the worker says. */
  hear(event: SessionEvent): void;
}

interface MeasuringParts {
  store: PlaygroundStore;
  client: EngineClient;
  documents: Documents;
  preview: Pick<Preview, "stop">;
}

export async function createMeasuring({
  store: page,
  client,
  documents,
  preview,
}: MeasuringParts): Promise<Measuring> {
  const kept = keptSchema.safeParse(await documents.read(KEPT));
  const store = createStore<MeasuringState>(() => ({
    stage: null,
    failure: null,
    measurements: kept.data?.measurements ?? [],
  }));
  const lease = () => {
    const { engine } = page.getState();
    return engine?.kind === "measurement" ? engine : null;
  };

  page.subscribe(({ engine }, before) => {
    // However it ended: the engine may have refused it, or have died.
    if (engine?.kind !== "measurement" && before.engine?.kind === "measurement")
      store.setState({ stage: null });
  });

  const keep = (measurement: Measurement) => {
    const others = store
      .getState()
      .measurements.filter((other) => !isOf(other, measurement.model, measurement));
    const measurements = [measurement, ...others].slice(0, MOST_KEPT);
    store.setState({ measurements });
    void documents.write(KEPT, { version: 1, measurements });
  };

  return {
    store,
    start: () => {
      const state = page.getState();
      if (isBusy(state) || state.session.loaded === null || state.session.loading !== null) return;
      preview.stop();
      const id = freshId();
      store.setState({ failure: null });
      page.setState({ engine: { kind: "measurement", runId: id, asked: "start", isPreview: false } });
      client.send({ type: "measure", id });
    },
    cancel: () => {
      const engine = lease();
      if (engine === null) return;
      page.setState({ engine: { ...engine, asked: "cancel" } });
      client.send({ type: "cancelMeasure", id: engine.runId });
    },
    hear: (event) => {
      const engine = lease();
      if (engine === null || !("id" in event) || event.id !== engine.runId) return;
      if (event.type === "measuring") {
        store.setState({ stage: event.stage });
        if (engine.asked === "start") page.setState({ engine: { ...engine, asked: null } });
      }
      if (event.type === "measured") keep(event.measurement);
      if (event.type === "measureFailed" && event.failure.kind !== "cancelled") {
        store.setState({ failure: event.failure });
      }
      if (event.type === "measured" || event.type === "measureFailed") page.setState({ engine: null });
    },
  };
}

/** What was measured of a model where it computes now. */
export function measurementOf(
  measurements: readonly Measurement[],
  model: ModelInfo | null,
): Measurement | null {
  return measurements.find((measured) => model !== null && isOf(measured, model, model)) ?? null;
}

function isOf(measured: Measurement, { hash }: { hash: string }, { backend }: { backend: string }): boolean {
  return measured.model.hash === hash && measured.backend === backend;
}
