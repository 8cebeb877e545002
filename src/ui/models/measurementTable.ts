import type { Measurement, Speeds } from "../../protocol/measurement.ts";
import { DECODED_TOGETHER } from "../../protocol/measurement.ts";
import { formatBytes } from "../primitives/format.ts";
import { BACKEND_NAMES } from "./backendNames.ts";

interface MeasurementTable {
  caption: string;
  head: readonly string[];
  /** What, and then a cell for each other head. */
  rows: readonly (readonly string[])[];
  /** On what it was measured; each a name and a value. */
  facts: readonly (readonly [string, string])[];
}

/** A measurement as people read and copy it. */
export function measurementTable({ plain, ...measured }: Measurement): MeasurementTable {
  const { rank, sequences, length } = measured.step;
  const row = (what: string, kind: keyof Speeds) => {
    const own = measured.speeds[kind];
    const theirs = plain?.[kind];
    return [what, speed(own), ...(theirs === undefined ? [] : [speed(theirs), (own / theirs).toFixed(1)])];
  };
  const backend = BACKEND_NAMES[measured.backend] ?? measured.backend;
  return {
    caption: `${measured.model.name} on ${backend}${plain ? ", beside TensorFlow.js's own operations there" : ""}`,
    head: ["What", "Tokens/s", ...(plain ? ["TensorFlow.js", "Ratio"] : [])],
    rows: [
      row("Training", "training"),
      row("Decoding one", "alone"),
      row(`Decoding ${DECODED_TOGETHER} together`, "together"),
    ],
    facts: [
      ["Training step", `${sequences} × ${length} tokens, LoRA of rank ${rank} on all linear layers`],
      ...(measured.device === null ? [] : [["GPU", measured.device] as const]),
      ...(measured.threads === null ? [] : [["Threads", String(measured.threads)] as const]),
      ...(measured.dispatches === null
        ? []
        : [["Dispatches a training step", measured.dispatches.toLocaleString("en")] as const]),
      ["Memory held", formatBytes(measured.heldBytes)],
    ],
  };
}

function speed(tokensPerSecond: number): string {
  return tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : Math.round(tokensPerSecond).toLocaleString("en");
}
