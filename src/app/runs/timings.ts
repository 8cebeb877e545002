import { createStore } from "zustand/vanilla";
import type { SessionEvent } from "../../protocol/events.ts";
import { freshId } from "../../protocol/random.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import { type AnyRunEvent, type KindId, kindIdSchema } from "../../protocol/runEvent.ts";
import { type Work, workSchema } from "../../protocol/work.ts";
import { z } from "../../protocol/zod.ts";
import type { Documents } from "../../runs/archive.ts";
import type { KnownSpeed } from "../../runs/expectedTime.ts";
import { loadKind } from "../../runs/kinds.ts";
import type { EngineClient } from "../engine/engineClient.ts";
import { type Measuring, measurementOf } from "../engine/measuring.ts";
import type { PlaygroundStore, WithStore } from "../store.ts";

const KEPT = "timings";
/** Of all models together; a few of each task are looked at. */
const MOST_KEPT = 100;

/** The same set-up is asked about before a run, when it has ended, and where it is run again. */
const MOST_COUNTED = 8;

const timingSchema = z.object({
  task: z.string(),
  /** Absent in what earlier versions have kept. */
  kind: z.optional(kindIdSchema),
  /** Of the model's weights. */
  hash: z.string(),
  backend: z.string(),
  work: workSchema,
  seconds: z.number(),
});
type KeptTiming = z.infer<typeof timingSchema>;
const keptSchema = z.union([
  z.object({ version: z.literal(2), timings: z.array(timingSchema) }),
  // It counted the work of all copies that judge edits side by side as if one model did it.
  z.pipe(
    z.object({ version: z.literal(1), timings: z.array(timingSchema) }),
    z.transform(({ timings }) => ({ timings: timings.filter(({ kind }) => kind !== "rounds") })),
  ),
]);

export interface TimingsState {
  /** Of runs that went through in one go in this browser, the newest first. */
  timings: readonly KeptTiming[];
}

/** What runs took here, by which the next one's time is told before it begins. */
export interface Timings extends WithStore<TimingsState> {
  readonly measuring: Measuring;
  /** What a run would have the loaded model do; null where that cannot be told. */
  count(kind: KindId, setup: unknown, signal?: AbortSignal): Promise<Work | null>;
  /** What the worker says. */
  hear(event: SessionEvent): void;
  hearRun(kind: KindId, event: AnyRunEvent): void;
  /** The engine is another one now, and answers nothing that the one before was asked. */
  forget(): void;
}

interface TimingsParts {
  store: PlaygroundStore;
  client: EngineClient;
  documents: Documents;
  measuring: Measuring;
}

/** A run that is being timed. */
interface Timed {
  kind: KindId;
  runId: string;
  task: string;
  model: ModelInfo;
  /** Its first event, in which stands all that it was asked for with. */
  started: unknown;
}

export async function createTimings({
  store: page,
  client,
  documents,
  measuring,
}: TimingsParts): Promise<Timings> {
  const kept = keptSchema.safeParse(await documents.read(KEPT));
  const store = createStore<TimingsState>(() => ({ timings: kept.data?.timings ?? [] }));
  const asked = new Map<string, (work: Work | null) => void>();
  const counted = new Map<string, Work>();
  let timed: Timed | null = null;

  const count = async (kind: KindId, said: unknown, signal?: AbortSignal) => {
    const setup = (await loadKind(kind)).setupSchema.safeParse(said).data;
    const { loaded } = page.getState().session;
    if (setup === undefined || loaded === null || signal?.aborted) return null;
    const key = JSON.stringify([kind, loaded.hash, setup]);
    const known = counted.get(key);
    if (known !== undefined) return known;
    const work = await askFor(kind, setup, signal);
    if (work !== null) remember(counted, key, work);
    return work;
  };

  const askFor = (kind: KindId, setup: unknown, signal: AbortSignal | undefined) => {
    const id = freshId();
    client.send({ type: "count", id, kind, setup });
    const stop = () => {
      if (asked.has(id)) client.send({ type: "cancelCount", id });
    };
    signal?.addEventListener("abort", stop, { once: true });
    return new Promise<Work | null>((resolve) => asked.set(id, resolve));
  };

  const keep = async ({ kind, task, model: { hash, backend }, started }: Timed, seconds: number) => {
    const work = await count(kind, started);
    if (work === null) return;
    const timings = [{ task, kind, hash, backend, work, seconds }, ...store.getState().timings].slice(
      0,
      MOST_KEPT,
    );
    store.setState({ timings });
    await documents.write(KEPT, { version: 2, timings });
  };

  return {
    store,
    measuring,
    count,
    hear: (event) => {
      if (event.type !== "counted") return;
      asked.get(event.id)?.(event.work);
      asked.delete(event.id);
    },
    hearRun: (kind, { runId, atMs, body }) => {
      const { engine, session } = page.getState();
      const { type } = body;
      if (type === "started" && engine?.runId === runId && "task" in engine && session.loaded !== null) {
        timed = { kind, runId, task: engine.task, model: session.loaded, started: body };
      }
      if (timed?.runId !== runId) return;
      if (type === "finished") void keep(timed, atMs / 1000);
      // A run that waits for a person, or is done in parts, tells little of the machine.
      if (type === "paused" || type === "resumed" || type === "finished") timed = null;
    },
    forget: () => {
      for (const answer of asked.values()) answer(null);
      asked.clear();
      timed = null;
    },
  };
}

/** The newest ones stay. */
function remember(counted: Map<string, Work>, key: string, work: Work): void {
  counted.set(key, work);
  const [oldest] = counted.keys();
  if (counted.size > MOST_COUNTED && oldest !== undefined) counted.delete(oldest);
}

/**
 * By runs of this task and kind where there are any, as copies that judge edits side by side have a thread each; else of this task, else
 * of any. Null where nothing is known of this machine.
 */
export function knownSpeed(
  { store, measuring }: Timings,
  { task, kind }: { task: string; kind: KindId },
  { hash, backend, ...model }: ModelInfo,
): KnownSpeed | null {
  const here = store
    .getState()
    .timings.filter((timing) => timing.hash === hash && timing.backend === backend);
  const ofTask = here.filter((timing) => timing.task === task);
  const ofKind = ofTask.filter((timing) => timing.kind === kind);
  const measured = measurementOf(measuring.store.getState().measurements, { ...model, hash, backend });
  if (measured === null && here.length === 0) return null;
  return { measured, timings: [ofKind, ofTask, here].find(({ length }) => length > 0) ?? [] };
}
