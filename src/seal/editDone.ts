import { type Condition, type Outcome, STATIONS, type Station } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import { type Row, rowOf } from "../runs/edit/state.ts";
import type { Evaluation } from "./evaluate.ts";
import type { SelfEdit } from "./writeEdits.ts";

/**
 * What the log of an interrupted inner loop says is done. The loop passes through all stations again and asks here before
 * every piece of work; what is known is neither done nor told again, but for adapters that are still to be tested: they are
 * trained again, with the same seeds.
 */
export interface EditDone {
  evaluation(condition: Condition, edit: number): Evaluation | undefined;
  written(edit: number): SelfEdit | undefined;
  isTrained(condition: Condition, edit: number): boolean;
  /** A later station was entered, so that nobody waits at this one any more. */
  isPassed(station: Station): boolean;
  /** The person changed the pieces; `written` has them as they were left. */
  isChanged: boolean;
  /** Whether an event that comes once is in the log. */
  has(body: EditBody): boolean;
  /** What was said of model and context before anything was asked; null where the log does not reach so far. */
  firstWarnings: readonly string[] | null;
}

export function readDone(log: readonly EditBody[]): EditDone {
  const outcomes = new Map<Row, Outcome[]>();
  const evaluations = new Map<Row, Evaluation>();
  const texts = new Map<number, string>();
  const written = new Map<number, SelfEdit>();
  const trained = new Set<Row>();
  const entered = new Set<Station>();
  const said = new Set<string>();
  let isChanged = false;
  for (const body of log) {
    said.add(keyOf(body));
    switch (body.type) {
      case "answering":
        outcomes.set(rowOf(body.condition, body.edit), []);
        break;
      case "outcome":
        outcomes.get(rowOf(body.outcome.condition, body.edit))?.push(body.outcome);
        break;
      case "conditionScored": {
        const row = rowOf(body.result.condition, body.edit);
        evaluations.set(row, { outcomes: outcomes.get(row) ?? [], result: body.result });
        break;
      }
      case "editStarted":
        texts.set(body.edit, "");
        break;
      case "editText":
        texts.set(body.edit, (texts.get(body.edit) ?? "") + body.text);
        break;
      case "editParsed":
        written.set(body.edit, { text: texts.get(body.edit) ?? "", pieces: body.pieces });
        isChanged ||= body.author === "user";
        break;
      case "trainingFinished":
        trained.add(rowOf(body.condition, body.edit));
        break;
      case "stationEntered":
        entered.add(body.station);
        break;
    }
  }
  const start = log.findIndex(({ type }) => type === "stationEntered");
  return {
    evaluation: (condition, edit) => evaluations.get(rowOf(condition, edit)),
    written: (edit) => written.get(edit),
    isTrained: (condition, edit) => trained.has(rowOf(condition, edit)),
    isPassed: (station) => STATIONS.slice(STATIONS.indexOf(station) + 1).some((later) => entered.has(later)),
    isChanged,
    has: (body) => said.has(keyOf(body)),
    firstWarnings:
      start < 0
        ? null
        : log.slice(0, start).flatMap((body) => (body.type === "warning" ? [body.message] : [])),
  };
}

function keyOf(body: EditBody): string {
  if (body.type === "warning") return `warning ${body.message}`;
  return body.type === "stationEntered" ? `station ${body.station}` : body.type;
}
