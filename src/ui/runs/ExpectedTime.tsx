import { Gauge } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isBusy } from "../../app/runs/runsState.ts";
import { knownSpeed } from "../../app/runs/timings.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import type { Work } from "../../protocol/work.ts";
import { expectedTime } from "../../runs/expectedTime.ts";
import { Button } from "../primitives/Button.tsx";
import { formatSeconds } from "../primitives/format.ts";
import { useLazy } from "../useLazy.ts";
import styles from "./ExpectedTime.module.css";

export interface ExpectedTimeProps {
  kind: KindId;
  task: string;
  /** What the run would be started with; null where none can be. Another function wherever that has changed. */
  plan: () => unknown;
  /** What is known of the time where nothing is known of this machine. */
  unknown?: string | undefined;
}

interface Counted {
  plan: () => unknown;
  model: ModelInfo;
  /** Null where it cannot be told. */
  work: Work | null;
}

/** Nobody wants each letter counted. */
const PATIENCE_MS = 300;

/** Before a run: how long it will take on this machine, or the way to find out. */
export default function ExpectedTime({ kind, task, plan, unknown }: ExpectedTimeProps) {
  const { timings: kept, showModels } = usePlayground();
  const timings = useLazy(kept);
  useStore(timings.store);
  useStore(timings.measuring.store);
  const loaded = usePlaygroundState(({ session }) => (session.loading === null ? session.loaded : null));
  const busy = usePlaygroundState(isBusy);
  const speed = loaded && knownSpeed(timings, { task, kind }, loaded);
  const isKnown = speed !== null;
  const [counted, setCounted] = useState<Counted | null>(null);

  useEffect(() => {
    if (busy || loaded === null || !isKnown) return;
    const stale = new AbortController();
    const { signal } = stale;
    const count = async () => {
      const setup = await plan();
      if (signal.aborted) return;
      const work = setup === null ? null : await timings.count(kind, setup, signal);
      if (!signal.aborted) setCounted({ plan, model: loaded, work });
    };
    // What cannot be fetched is told when it is run.
    const timer = setTimeout(() => void count().catch(() => {}), PATIENCE_MS);
    return () => {
      stale.abort();
      clearTimeout(timer);
    };
  }, [timings, kind, plan, busy, loaded, isKnown]);

  if (busy || loaded === null) return null;
  if (speed === null && unknown !== undefined) return <span className={styles.time}>{unknown}</span>;
  if (speed === null)
    return (
      <span className={`${styles.time} ${styles.unknown}`}>
        <span>Not timed on this machine yet. </span>
        <Button
          look="quiet"
          icon={<Gauge aria-hidden />}
          aria-haspopup="dialog"
          onClick={() => showModels("speed")}
        >
          Measure this machine
        </Button>
      </span>
    );
  if (counted?.plan !== plan || counted.model !== loaded || counted.work === null) return null;
  const expected = expectedTime(counted.work, speed);
  return (
    <span className={styles.time}>
      About {formatSeconds(Math.max(1, expected.seconds))} on this machine,{" "}
      {expected.basis === "measured" ? "as measured" : "by earlier runs"}
    </span>
  );
}
